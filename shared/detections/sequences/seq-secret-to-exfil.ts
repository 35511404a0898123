import { defineSequence } from '../define.ts';
import { burst, type Difference, FOREIGN, iamUser, record } from '../example.ts';

const byUser = { by: iamUser() };
const secrets = (difference: Difference = {}) =>
  burst(
    8,
    (index, minute) =>
      record('secretsmanager', 'GetSecretValue', {
        minute,
        params: { secretId: `prod/db-${index}` },
        ...byUser,
        ...difference,
      }),
    0.1,
  );
const exported = (minute: number, account: string, difference: Difference = {}) =>
  record('s3', 'PutBucketPolicy', {
    minute,
    ...byUser,
    params: {
      bucketName: 'customer-data',
      bucketPolicy: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: 's3:GetObject',
            Resource: 'arn:aws:s3:::customer-data/*',
          },
        ],
      },
    },
    ...difference,
  });

export default defineSequence({
  id: 'seq-secret-to-exfil',
  topic: 'C',
  title: 'Secrets read, then data carried out',
  severity: 'critical',
  attack: ['T1555.006', 'T1537'],
  why: 'Somebody gathered passwords and then opened a way for data to leave the account. Each may have a reason; both together by one caller seldom have.',
  benign: ['A migration to another account, which then belongs on the list of trusted accounts'],
  runbook: [
    'Close the way out first: undo what the last event named here shared or exported.',
    'Take the credentials of {principal} (key {key}, from {ip}) away.',
    'Replace every secret that was read: the events named here hold secretId or name in requestParameters.',
    'Look at S3 data events and database logs from {time-6h} for what has left already.',
  ],
  key: 'principal',
  withinHours: 6,
  ordered: true,
  steps: [
    {
      title: 'secrets read',
      detections: ['secret-read-burst', 'secret-ssm-decrypt'],
      minSeverity: 'medium',
      succeeded: true,
    },
    {
      title: 'a way out opened',
      detections: [
        'ami-shared',
        'ddb-shared-or-exported',
        'ebs-snapshot-shared',
        'rds-exported',
        'rds-snapshot-shared',
        's3-made-public',
        's3-shared-foreign',
        'secret-policy-foreign',
      ],
      minSeverity: 'high',
      succeeded: true,
    },
  ],
  examples: () => ({
    fires: [
      {
        title: 'many secrets, then a bucket shared with a stranger',
        severity: 'critical',
        records: [...secrets(), exported(60, FOREIGN)],
      },
    ],
    quiet: [
      { title: 'only secrets', records: secrets() },
      { title: 'only shared', records: [exported(60, FOREIGN)] },
      { title: 'shared first', records: [exported(-60, FOREIGN), ...secrets()] },
      { title: 'shared with a trusted account', trusted: [FOREIGN], records: [...secrets(), exported(60, FOREIGN)] },
      {
        title: 'shared by somebody else',
        records: [...secrets(), exported(60, FOREIGN, { by: iamUser('alice', 'AKIAEXAMPLEEXAMPLE88') })],
      },
      { title: 'the next day', records: [...secrets(), exported(1440, FOREIGN)] },
    ],
  }),
});
