import type { RawRecord } from '../../../shared/cloudtrail/read.ts';
import { record, role } from '../../../shared/detections/example.ts';
import { compiled } from './rules.ts';

const DENIED = `
title: Denied
name: denied
logsource: { product: aws, service: cloudtrail }
detection:
  a: { errorCode: AccessDenied }
  condition: a
level: low
tags: [attack.t1580]
`;
const CREATED = `
title: User created
name: created
id: 0f0e0d0c-1111-4222-8333-444455556666
logsource: { product: aws, service: cloudtrail }
detection:
  a: { eventSource: iam.amazonaws.com, eventName: CreateUser }
  condition: a
`;

/** The rules above with a correlation of them. */
export function correlated(correlation: string, more = ''): ReturnType<typeof compiled> {
  const indented = correlation.replace(/^/gm, '  ');
  return compiled(`${DENIED}---${CREATED}---\ntitle: Together\n${more}\ncorrelation:\n${indented}\n`);
}

/** A call that was refused, so many seconds after the start. */
export const denied = (seconds: number, name = 'ListUsers', ip = '198.51.100.10'): RawRecord =>
  record('iam', name, { minute: seconds / 60, ip, error: { code: 'AccessDenied' } });
/** A user is made. */
export const created = (seconds: number, by = role()): RawRecord =>
  record('iam', 'CreateUser', { minute: seconds / 60, by, params: { userName: 'svc' } });
/** The seconds at which something was found. */
export const times = (all: readonly { time: number }[]): number[] =>
  all.map(({ time }) => (time - Date.UTC(2026, 10, 2, 10)) / 1000);
