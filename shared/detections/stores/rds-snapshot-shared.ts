import { filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { audienceOfNames, shared } from '../sharing.ts';

function call(valuesToAdd: readonly string[], difference = {}) {
  return record('rds', 'ModifyDBSnapshotAttribute', {
    params: { dBSnapshotIdentifier: 'orders-nightly', attributeName: 'restore', valuesToAdd },
    ...difference,
  });
}

export default defineDetection({
  id: 'rds-snapshot-shared',
  topic: 'X',
  title: 'Database snapshot shared with strangers',
  severity: 'high',
  attack: ['T1537'],
  why: 'Whoever may restore the snapshot has the whole database in an account of their own, with a master password they set.',
  benign: ['A backup or partner account that belongs on the trust list'],
  runbook: [
    'Ask {principal} whose account that is.',
    'See who may restore it: aws rds describe-db-snapshot-attributes --db-snapshot-identifier {target} --region {region} (Aurora: aws rds describe-db-cluster-snapshot-attributes --db-cluster-snapshot-identifier {target} --region {region}).',
    'Take it back: aws rds modify-db-snapshot-attribute --db-snapshot-identifier {target} --attribute-name restore --values-to-remove ACCOUNT --region {region}.',
    'A copy that was made stays with its maker: treat the data of {target} as taken until you know.',
  ],
  // Neptune's and DocumentDB's clusters are RDS's in CloudTrail.
  on: { source: 'rds', names: ['ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'] },
  match: ({ params }) => {
    const snapshot =
      filled(params, 'dBSnapshotIdentifier') ?? filled(params, 'dBClusterSnapshotIdentifier') ?? '(unknown)';
    return shared(`database snapshot ${snapshot}`, snapshot, audienceOfNames(texts(params, 'valuesToAdd')));
  },
  examples: () => ({
    fires: [
      { title: 'with an account', severity: 'high', records: [call([FOREIGN])] },
      { title: 'with everyone', severity: 'critical', records: [call(['all'])] },
      {
        title: 'of a cluster',
        severity: 'high',
        records: [
          record('rds', 'ModifyDBClusterSnapshotAttribute', {
            params: { dBClusterSnapshotIdentifier: 'orders', attributeName: 'restore', valuesToAdd: [FOREIGN] },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'taken back',
        records: [
          record('rds', 'ModifyDBSnapshotAttribute', {
            params: { dBSnapshotIdentifier: 'orders-nightly', attributeName: 'restore', valuesToRemove: [FOREIGN] },
          }),
        ],
      },
      { title: 'with a trusted account', trusted: [FOREIGN], records: [call([FOREIGN])] },
      {
        title: 'encrypted with a key that cannot be shared',
        records: [call([FOREIGN], { error: { code: 'InvalidDBSnapshotStateFault' } })],
      },
    ],
  }),
});
