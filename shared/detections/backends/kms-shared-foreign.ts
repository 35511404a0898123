import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { audienceOf, audienceOfNames, shared } from '../sharing.ts';

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';

function put(Principal: unknown, more: Record<string, unknown> = {}, difference = {}, name = 'PutKeyPolicy') {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'kms:Decrypt', Resource: '*', ...more }];
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  return record('kms', name, { params: { keyId, policyName: 'default', policy }, ...difference });
}
function grant(granteePrincipal: string, difference = {}) {
  const operations = ['Decrypt', 'DescribeKey'];
  return record('kms', 'CreateGrant', { params: { keyId, granteePrincipal, operations }, ...difference });
}

function granted({ params }: TrailEvent, key: string): Match | undefined {
  // A service's name has no account; a role or user has its own.
  const accounts = audienceOfNames([accountOf(filled(params, 'granteePrincipal') ?? '') ?? '']);
  const operations = texts(params, 'operations');
  const reasons = operations.length === 0 ? [] : [`it may ${operations.slice(0, 6).join(', ')}`];
  return shared(`key ${key}`, key, { ...accounts, reasons });
}

export default defineDetection({
  id: 'kms-shared-foreign',
  topic: 'B',
  title: 'Encryption key opened to a foreign account',
  severity: 'high',
  attack: ['T1098'],
  why: 'Shared data is worth nothing without its key. With the key, a copied snapshot, object or table can be read in another account.',
  benign: ['A partner or an account that belongs on the trust list'],
  runbook: [
    'Ask {principal} whose account that is.',
    'See who may use the key: aws kms get-key-policy --key-id {target} --policy-name default --output text --region {region}; aws kms list-grants --key-id {target} --region {region}.',
    'Take it back: aws kms revoke-grant --key-id {target} --grant-id ID --region {region}, or aws kms put-key-policy with the former policy.',
    'See what it was used for since {time}: kms events with resource {target} and a foreign userIdentity.accountId; and what was shared: snapshots, images, buckets.',
  ],
  on: { source: 'kms', names: ['PutKeyPolicy', 'CreateGrant', 'CreateKey', 'ReplicateKey'] },
  match: (event) => {
    const { params, response } = event;
    const key = nameOf(filled(params, 'keyId') ?? filled(response, 'keyMetadata', 'keyId') ?? '(unknown)');
    if (event.name === 'CreateGrant') return granted(event, key);
    const audience = audienceOf(params['policy']);
    if (audience === undefined) return undefined;
    const match = shared(`key ${key}`, key, audience);
    if (match === undefined || event.name !== 'CreateKey') return match;
    // A new key protects nothing yet.
    const { foreign } = match;
    return {
      ...match,
      severity: 'medium',
      ...(foreign === undefined ? {} : { foreign: { ...foreign, severity: 'medium' as const } }),
    };
  },
  examples: () => ({
    fires: [
      { title: 'a policy for an account', severity: 'high', records: [put({ AWS: `arn:aws:iam::${FOREIGN}:root` })] },
      { title: 'a policy for everyone', severity: 'critical', records: [put({ AWS: '*' })] },
      { title: 'a grant', severity: 'high', records: [grant(`arn:aws:iam::${FOREIGN}:role/reader`)] },
      { title: 'a new key', severity: 'medium', records: [put({ AWS: FOREIGN }, {}, {}, 'CreateKey')] },
      { title: 'a new key for everyone', severity: 'medium', records: [put({ AWS: '*' }, {}, {}, 'CreateKey')] },
    ],
    quiet: [
      {
        title: 'Terraform builds a key',
        records: [put({ AWS: 'arn:aws:iam::111111111111:root' }, {}, {}, 'CreateKey')],
      },
      { title: 'a grant for a role of the account', records: [grant('arn:aws:iam::111111111111:role/orders')] },
      { title: 'a grant for a service', records: [grant('autoscaling.amazonaws.com')] },
      {
        title: 'everyone of the account, through a service',
        records: [
          put(
            { AWS: '*' },
            {
              Condition: {
                StringEquals: {
                  'kms:CallerAccount': '111111111111',
                  'kms:ViaService': 's3.eu-central-1.amazonaws.com',
                },
              },
            },
          ),
        ],
      },
      { title: 'a trusted account', trusted: [FOREIGN], records: [put({ AWS: FOREIGN })] },
      { title: 'refused', records: [put({ AWS: FOREIGN }, {}, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
