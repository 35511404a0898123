import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, burst, type Difference, daily, iamUser, record, role } from '../example.ts';
import { isRefresh, stackOf } from './refresh.ts';

const ENOUGH = 5;
const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.0';

/** The secrets that a call reads. A filter reads as many as it finds, which the log doesn't say: it counts as enough. */
function secretsRead(event: TrailEvent): readonly string[] {
  if (event.name === 'GetSecretValue') {
    const secret = filled(event.params, 'secretId');
    return secret === undefined ? [] : [isRefresh(event) ? stackOf(secret) : secret];
  }
  const named = texts(event.params, 'secretIdList');
  if (named.length > 0) return named;
  return Array.from({ length: ENOUGH }, (_, index) => `${filters(event)} #${index + 1}`);
}

function filters(event: TrailEvent): string {
  const words = list(event.params, 'filters').map(
    (filter) => `${filled(filter, 'key') ?? '?'} ${texts(filter, 'values')}`,
  );
  return words.length === 0 ? 'all secrets' : `all secrets with ${words.join(' and ')}`;
}

function read(secretId: string, difference: Difference = {}, more: Record<string, unknown> = {}) {
  return record('secretsmanager', 'GetSecretValue', { by: iamUser(), params: { secretId, ...more }, ...difference });
}

const ARN = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:`;
const app = { by: role('checkout-task') };
/** Three days on which the user read one secret. */
const days = daily(3, (minute) => read('prod/app-0', { minute }));

export default defineDetection({
  id: 'secret-read-burst',
  topic: 'C',
  title: 'Secrets read in bulk',
  severity: 'high',
  attack: ['T1555.006'],
  why: 'Whoever reads many secrets one after the other has found a key that may, and collects what opens databases, partners and other accounts.',
  benign: ['A job rotates or copies secrets', 'An application that was never seen before starts'],
  runbook: [
    'Ask {principal} what needed these secrets at {time} from {ip}.',
    'List what was read: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=GetSecretValue --start-time {time-1h} --end-time {time+1h} (also BatchGetSecretValue), and look at secretId.',
    'If nobody can explain it, stop the credentials ({key}), then rotate every secret that was read: aws secretsmanager rotate-secret --region {region} --secret-id ID.',
    'Look for uses of what the secrets open: database sign-ins, partner APIs and roles assumed since {time}.',
  ],
  on: { source: 'secretsmanager', names: ['GetSecretValue', 'BatchGetSecretValue'] },
  match: (event) => {
    if (event.principal.class === 'service' || secretsRead(event).length === 0) return false;
    const chosen = event.name === 'BatchGetSecretValue' && texts(event.params, 'secretIdList').length === 0;
    return {
      what: chosen ? `read the values of ${filters(event)} at once` : 'read the values of many secrets',
      resource: chosen ? filters(event) : (secretsRead(event)[0] ?? 'Secrets Manager'),
    };
  },
  state: {
    // The secret that makes the burst is judged: an application that reads the same ten at every start becomes known.
    firstSeen: {
      subject: (event) => event.principal.key,
      value: (event) => secretsRead(event)[0]?.replace(/ #1$/, ''),
      noun: 'secret',
      learnDays: 3,
      known: 'low',
      // Every application that reads its secrets when it starts is new on the first days.
      learning: 'medium',
    },
    count: {
      subject: (event) => `${event.principal.key}${isRefresh(event) ? ' refresh' : ''}`,
      distinct: secretsRead,
      atLeast: ENOUGH,
      withinMinutes: 10,
      noun: 'different secrets (a read by filter counts as five)',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'five secrets within a minute',
        severity: 'high',
        records: [...days, ...burst(5, (index, minute) => read(`prod/app-${index}`, { minute }))],
      },
      {
        title: 'by somebody of whom nothing is known yet',
        severity: 'medium',
        records: burst(5, (index, minute) => read(`prod/app-${index}`, { minute })),
      },
      {
        title: 'by filter, in one call',
        severity: 'high',
        records: [
          ...days,
          record('secretsmanager', 'BatchGetSecretValue', {
            by: iamUser(),
            params: { filters: [{ key: 'tag-key', values: ['environment'] }] },
          }),
        ],
      },
      {
        title: 'by name, in one call',
        severity: 'high',
        records: [
          ...days,
          record('secretsmanager', 'BatchGetSecretValue', {
            by: iamUser(),
            params: { secretIdList: ['a', 'b', 'c', 'd', 'e'] },
          }),
        ],
      },
      {
        title: 'an application starts, as it did the days before',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].flatMap((start) =>
          burst(5, (index, minute) => read(`shop/${index}`, { ...app, minute: start + minute })),
        ),
      },
      {
        title: 'an account’s secrets under Terraform’s name',
        severity: 'medium',
        records: burst(6, (index, minute) =>
          read(`${ARN}team${index}/db-a1b2c3`, { minute, agent: TERRAFORM }, { versionId: `EXAMPLE${index}` }),
        ),
      },
    ],
    quiet: [
      {
        title: 'the same secret again and again',
        records: burst(20, (_index, minute) => read('prod/app-1', { minute })),
      },
      { title: 'four secrets', records: burst(4, (index, minute) => read(`prod/app-${index}`, { minute })) },
      {
        title: 'five over more than ten minutes',
        records: burst(5, (index, minute) => read(`prod/app-${index}`, { minute }), 2.6),
      },
      {
        title: 'one by name, in a call for several',
        records: [record('secretsmanager', 'BatchGetSecretValue', { params: { secretIdList: ['a'] } })],
      },
      {
        title: 'a service for itself',
        records: burst(5, (index, minute) =>
          read(`prod/app-${index}`, { minute, by: { type: 'AWSService', invokedBy: 'rds.amazonaws.com' } }),
        ),
      },
      {
        title: 'five refused reads',
        records: burst(5, (index, minute) =>
          read(`prod/app-${index}`, { minute, error: { code: 'AccessDeniedException' } }),
        ),
      },
      {
        title: 'Terraform refreshes a stack',
        records: burst(12, (index, minute) =>
          read(`shop-prod-${index}`, { minute, agent: TERRAFORM }, { versionId: `EXAMPLE${index}` }),
        ),
      },
    ],
  }),
});
