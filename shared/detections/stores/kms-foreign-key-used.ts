import { accountOf, nameOf, parseArn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { ec2Request } from '../compute/ec2-request.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { memberText } from './members.ts';

const key = (account: string) => `arn:aws:kms:eu-central-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

function volume(kmsKeyId: string, difference = {}) {
  const params = { size: '100', zone: 'eu-central-1a', encrypted: true, kmsKeyId };
  return record('ec2', 'CreateVolume', { params, ...difference });
}
function bucketDefault(KMSMasterKeyID: string) {
  const Rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } };
  return record('s3', 'PutBucketEncryption', {
    params: { bucketName: 'orders-uploads', encryption: '', ServerSideEncryptionConfiguration: { Rule } },
  });
}

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['ec2:CreateVolume', 'a volume'],
  ['ec2:CopySnapshot', 'a snapshot'],
  ['ec2:CopyImage', 'an image'],
  ['ec2:ModifyEbsDefaultKmsKeyId', 'all new volumes'],
  ['rds:CreateDBInstance', 'a database'],
  ['rds:CopyDBSnapshot', 'a database snapshot'],
  ['rds:CopyDBClusterSnapshot', 'a database snapshot'],
  ['rds:RestoreDBInstanceFromDBSnapshot', 'a database'],
  ['rds:RestoreDBClusterFromSnapshot', 'a database'],
  ['s3:PutBucketEncryption', 'all new objects of a bucket'],
  ['dynamodb:UpdateTable', 'a table'],
  ['backup:CreateBackupVault', 'a backup vault'],
  ['secretsmanager:UpdateSecret', 'a secret'],
  ['logs:AssociateKmsKey', 'a log group'],
  ['kms:ReEncrypt', 'a ciphertext'],
]);
const NAMES = ['kmsKeyId', 'encryptionKeyArn', 'destinationKeyId'];

/** The key, when it is named by its ARN: another account's key can't be named otherwise. */
function keyOf(event: TrailEvent): string | undefined {
  const request = ec2Request(event);
  const inBucket = list(event.params, 'ServerSideEncryptionConfiguration', 'Rule').map((rule) =>
    filled(rule, 'ApplyServerSideEncryptionByDefault', 'KMSMasterKeyID'),
  );
  const inTable = memberText(request, 'sSESpecification', 'kMSMasterKeyId');
  return [...NAMES.map((name) => memberText(request, name)), ...inBucket, inTable].find(
    (value) => value !== undefined && parseArn(value)?.service === 'kms',
  );
}

export default defineDetection({
  id: 'kms-foreign-key-used',
  topic: 'X',
  title: "Data encrypted with a stranger's key",
  severity: 'high',
  attack: ['T1486'],
  why: 'Whoever owns the key decides who can read: it is taken away once everything is encrypted anew and the originals are gone.',
  benign: ['A central key account that is not on the trust list'],
  runbook: [
    'Ask {principal} whose key {target} is; put the account on the trust list if it is yours.',
    'Keep the originals: stop deletions of snapshots, versions and volumes by {principal} (cut {key} off).',
    'Set the default back to your own key: aws ec2 modify-ebs-default-kms-key-id --kms-key-id alias/aws/ebs --region {region}; for a bucket: aws s3api put-bucket-encryption.',
    'While the key still answers, copy the data under your own: aws ec2 copy-snapshot --source-region {region} --source-snapshot-id ID --encrypted --kms-key-id alias/aws/ebs --region {region}, and see what {principal} did from {time-1h} to {time+1h}.',
  ],
  on: {
    source: [...new Set([...OPERATIONS.keys()].map((operation) => operation.replace(/:.*/, '')))],
    names: [...new Set([...OPERATIONS.keys()].map((operation) => operation.replace(/.*:/, '')))],
  },
  match: (event) => {
    const what = OPERATIONS.get(`${event.service}:${event.name}`);
    const arn = what === undefined ? undefined : keyOf(event);
    const account = arn === undefined ? undefined : accountOf(arn);
    if (what === undefined || arn === undefined || account === undefined || account === event.account) return false;
    return {
      what: `encrypted ${what} with key ${nameOf(arn)} of account ${account}`,
      resource: `key ${arn}`,
      target: arn,
      foreign: { accounts: [account], severity: 'high', required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'a volume', severity: 'high', records: [volume(key(FOREIGN))] },
      { title: 'what a bucket gets from now on', severity: 'high', records: [bucketDefault(key(FOREIGN))] },
      {
        title: 'ciphertexts',
        severity: 'high',
        records: [record('kms', 'ReEncrypt', { params: { destinationKeyId: key(FOREIGN) } })],
      },
      {
        title: 'a table',
        severity: 'high',
        records: [
          record('dynamodb', 'UpdateTable', {
            params: { tableName: 'orders', sSESpecification: { enabled: true, kMSMasterKeyId: key(FOREIGN) } },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'an own key', records: [volume(key('111111111111'))] },
      { title: 'a key by its id', records: [volume('1234abcd-12ab-34cd-56ef-1234567890ab')] },
      { title: 'the key account', trusted: [FOREIGN], records: [bucketDefault(key(FOREIGN))] },
      { title: 'refused', records: [volume(key(FOREIGN), { error: { code: 'Client.UnauthorizedOperation' } })] },
    ],
  }),
});
