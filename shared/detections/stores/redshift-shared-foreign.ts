import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { type Audience, audienceOf, audienceOfNames, shared } from '../sharing.ts';

function snapshot(accountWithRestoreAccess: string, difference = {}) {
  return record('redshift', 'AuthorizeSnapshotAccess', {
    params: { snapshotIdentifier: 'warehouse-nightly', accountWithRestoreAccess },
    ...difference,
  });
}
const dataShare = (consumerIdentifier: string) =>
  record('redshift', 'AuthorizeDataShare', {
    params: {
      dataShareArn: 'arn:aws:redshift:eu-central-1:111111111111:datashare:12345678-1234-1234-1234-123456789012/sales',
      consumerIdentifier,
    },
  });

const ACCOUNTS = ['accountWithRestoreAccess', 'account', 'consumerIdentifier'];
const THINGS: readonly (readonly [key: string, kind: string])[] = [
  ['snapshotIdentifier', 'warehouse snapshot'],
  ['snapshotArn', 'warehouse snapshot'],
  ['dataShareArn', 'data share'],
  ['clusterIdentifier', 'the network door of warehouse'],
  ['resourceArn', 'warehouse'],
];

/** A data share's consumer may be an account, a namespace or the Data Exchange; only an account can be a stranger here. */
function audienceIn(event: TrailEvent): Audience | undefined {
  if (event.name === 'PutResourcePolicy') return audienceOf(event.params['policy']);
  return audienceOfNames(ACCOUNTS.flatMap((key) => accountOf(filled(event.params, key) ?? '') ?? []));
}

export default defineDetection({
  id: 'redshift-shared-foreign',
  topic: 'X',
  title: 'Warehouse shared with a foreign account',
  severity: 'high',
  attack: ['T1537'],
  why: 'The other account restores or queries the warehouse as its own; what it reads shows in no log of yours.',
  benign: ['A data consumer that belongs on the trust list'],
  runbook: [
    'Ask {principal} whose account that is.',
    'See what is shared: aws redshift describe-data-shares --region {region}; aws redshift describe-cluster-snapshots --region {region} (AccountsWithRestoreAccess); aws redshift describe-endpoint-authorization --region {region}.',
    'Take it back: aws redshift revoke-snapshot-access --snapshot-identifier {target} --account-with-restore-access ACCOUNT --region {region}; aws redshift deauthorize-data-share --data-share-arn ARN --consumer-identifier ACCOUNT --region {region}.',
    'A snapshot that was restored stays with its maker: treat the data as taken until you know.',
  ],
  on: {
    source: ['redshift', 'redshift-serverless'],
    names: ['AuthorizeSnapshotAccess', 'AuthorizeDataShare', 'AuthorizeEndpointAccess', 'PutResourcePolicy'],
  },
  match: (event) => {
    const audience = audienceIn(event);
    if (audience === undefined) return false;
    for (const [key, kind] of THINGS) {
      const named = filled(event.params, key);
      if (named === undefined) continue;
      return shared(`${kind} ${nameOf(named)}`, nameOf(named), audience);
    }
    return shared('a warehouse', '(unknown)', audience);
  },
  examples: () => ({
    fires: [
      { title: 'a snapshot', severity: 'high', records: [snapshot(FOREIGN)] },
      { title: 'a data share', severity: 'high', records: [dataShare(FOREIGN)] },
      {
        title: 'a namespace, by policy',
        severity: 'high',
        records: [
          record('redshift-serverless', 'PutResourcePolicy', {
            params: {
              resourceArn: 'arn:aws:redshift-serverless:eu-central-1:111111111111:snapshot/1',
              policy: JSON.stringify({
                Statement: [
                  { Effect: 'Allow', Principal: { AWS: FOREIGN }, Action: 'redshift-serverless:RestoreFromSnapshot' },
                ],
              }),
            },
          }),
        ],
      },
      {
        title: 'an endpoint',
        severity: 'high',
        records: [
          record('redshift', 'AuthorizeEndpointAccess', {
            params: { clusterIdentifier: 'warehouse', account: FOREIGN },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'with a trusted account', trusted: [FOREIGN], records: [snapshot(FOREIGN)] },
      {
        title: 'with a namespace of the account',
        records: [dataShare('arn:aws:redshift:eu-central-1:111111111111:namespace:1')],
      },
      { title: 'refused', records: [snapshot(FOREIGN, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
