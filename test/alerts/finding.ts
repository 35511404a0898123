import type { Finding } from '../../shared/detections/hit.ts';

const principal = {
  key: '111111111111/user/alice',
  name: 'alice',
  class: 'user',
  account: '111111111111',
  peers: 'users',
} as const;

/** A finding of `id` at a minute, with what differs. */
export function finding(id: string, minute: number, different: Partial<Finding> = {}): Finding {
  const time = Date.UTC(2026, 10, 2, 10) + minute * 60_000;
  const event = {
    id: `event-${id}`,
    revision: 0,
    actId: `event-${id}`,
    time,
    account: '111111111111',
    region: 'eu-central-1',
    service: 'iam',
    name: 'CreateUser',
    principal,
    ip: '198.51.100.7',
    userAgent: 'aws-cli',
    outcome: 'success',
    api: undefined,
  } as const;
  return {
    id,
    rule: 'iam-user-created',
    channel: 'rule',
    severity: 'medium',
    topic: 'U',
    title: 'IAM user created',
    attack: ['T1136.003'],
    time,
    event,
    origin: principal,
    chain: [principal],
    resource: 'IAM user eve',
    target: 'eve',
    what: 'created IAM user eve',
    eventIds: [`event-${id}`],
    reasons: [],
    changes: [],
    ...different,
  };
}

export const bob = { ...principal, key: '111111111111/user/bob', name: 'bob' } as const;
