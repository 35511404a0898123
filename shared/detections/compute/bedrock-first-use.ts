import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, record, role } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { knownFor } from './example-instances.ts';
import { modelOf, USES } from './models.ts';

const use = (difference: Difference = {}) =>
  record('bedrock', 'InvokeModel', { params: { modelId: 'vendor.model-1' }, ...difference });

export default defineDetection({
  id: 'bedrock-first-use',
  topic: 'X',
  title: 'A newcomer used AI models',
  severity: 'medium',
  attack: ['T1496.004'],
  why: 'Keys that never had to do with Bedrock and suddenly use models are often stolen and resold; the bill is yours.',
  benign: ['A new application or a developer who tries a model'],
  runbook: [
    'Ask {principal} which application uses {resource}.',
    'See how much: aws cloudwatch get-metric-statistics --region {region} --namespace AWS/Bedrock --metric-name Invocations --start-time {time-1h} --end-time {time+6h} --period 3600 --statistics Sum.',
    'If nobody can explain it, stop the credentials: aws iam update-access-key --status Inactive --access-key-id {key} --user-name {principal}; for a role, revoke its sessions.',
    'Look in the other regions too: resellers use all that have models.',
  ],
  on: { source: 'bedrock', names: USES },
  match: (event) => {
    if (event.principal.class === 'service') return false;
    const model = modelOf(event) ?? 'unknown';
    return { resource: `model ${model}`, what: `used AI model ${model} for the first time` };
  },
  state: {
    firstSeen: newToAccount('user of AI models', (event) => event.principal.key, {}, 5),
    count: { subject: (event) => event.principal.key, atLeast: 1, withinMinutes: 1440, noun: 'uses' },
  },
  examples: () => ({
    fires: [
      { title: 'the first ever', severity: 'medium', records: [...knownFor(5), use({ by: iamUser() })] },
      {
        title: 'an application does so every day',
        severity: 'medium',
        records: [...daily(7, (minute) => use({ minute, by: role('chat') })), use({ by: iamUser() })],
      },
    ],
    quiet: [
      {
        title: 'the application itself',
        records: [...daily(7, (minute) => use({ minute, by: role('chat') })), use({ by: role('chat') })],
      },
      { title: 'in an account just met', records: [...knownFor(4), use({ by: iamUser() })] },
      {
        title: 'a service of AWS',
        records: [...knownFor(7), use({ by: role('AWSServiceRoleForAmazonBedrock') })],
      },
      {
        title: 'refused',
        records: [...knownFor(7), use({ by: iamUser(), error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
