import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { kmsKeyId } from '../../settings/log-store.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import { givenLogKey } from './log-store.ts';

const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ARN = `arn:aws:kms:eu-central-1:111111111111:key/${KEY}`;
const trail = record('cloudtrail', 'CreateTrail', {
  minute: -60,
  params: { name: 'main', s3BucketName: 'org-trail', kmsKeyId: ARN },
});
const encrypts = record('kms', 'GenerateDataKey', {
  minute: -60,
  by: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
  params: { keyId: ARN, keySpec: 'AES_256' },
});
const call = (name: string, params: Record<string, unknown> = {}) =>
  record('kms', name, { params: { keyId: KEY, ...params } });

const DID: Readonly<Record<string, string>> = {
  DisableKey: 'disabled',
  ScheduleKeyDeletion: 'scheduled the deletion of',
  PutKeyPolicy: 'changed the policy of',
  DeleteImportedKeyMaterial: 'deleted the material of',
};

function keyOf({ params }: TrailEvent): string | undefined {
  const key = filled(params, 'keyId');
  return key === undefined ? undefined : kmsKeyId(key);
}

export default defineDetection({
  id: 'ct-kms-key-broken',
  topic: 'L',
  title: 'Key of the trail broken',
  severity: 'critical',
  attack: ['T1685.002'],
  why: 'Without its key CloudTrail can’t deliver, and what it delivered can’t be read: the log goes blind forward and backward.',
  benign: ['The key is replaced, and the trail uses the new one already'],
  runbook: [
    'Undo it at once: aws kms enable-key --key-id {target} --region {region}, or aws kms cancel-key-deletion --key-id {target} --region {region} and then enable it.',
    'For a policy: see aws kms get-key-policy --key-id {target} --policy-name default --region {region}; cloudtrail.amazonaws.com needs kms:GenerateDataKey* and kms:DescribeKey.',
    'See that logs still arrive: aws cloudtrail describe-trails --region {region}, then aws cloudtrail get-trail-status --region {region} --name NAME (LatestDeliveryError).',
    'Ask {principal} why, and look at what they did from {time-24h} to {time+1h}.',
  ],
  on: { source: 'kms', names: Object.keys(DID) },
  match: (event) => {
    const key = keyOf(event);
    return key !== undefined && { what: `${DID[event.name]} KMS key ${key}`, resource: `KMS key ${key}`, target: key };
  },
  // Any key’s loss is another detection’s; this one is about the log.
  state: { given: givenLogKey(keyOf) },
  examples: () => ({
    fires: [
      { title: 'disabled, known from the trail', severity: 'critical', records: [trail, call('DisableKey')] },
      {
        title: 'deletion scheduled, known because CloudTrail uses it',
        severity: 'critical',
        records: [encrypts, call('ScheduleKeyDeletion', { keyId: ARN, pendingWindowInDays: 7 })],
      },
      {
        title: 'its policy changed',
        severity: 'critical',
        records: [trail, call('PutKeyPolicy', { policyName: 'default', policy: '{}' })],
      },
      { title: 'its material deleted', severity: 'critical', records: [trail, call('DeleteImportedKeyMaterial')] },
    ],
    quiet: [
      { title: 'another key', records: [trail, call('DisableKey', { keyId: '99999999-12ab-34cd-56ef-1234567890ab' })] },
      { title: 'a key of which nothing is known', records: [call('DisableKey')] },
      {
        title: 'a key that another service uses',
        records: [
          { ...encrypts, userIdentity: { type: 'AWSService', invokedBy: 's3.amazonaws.com' } },
          call('DisableKey'),
        ],
      },
      { title: 'enabled', records: [trail, call('EnableKey')] },
    ],
  }),
});
