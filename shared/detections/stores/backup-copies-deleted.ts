import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, list } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, daily, iamUser, record, role } from '../example.ts';
import { bySchedule, eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

/** What names the copy that a call deletes, by `service:Operation`. */
const COPIES: ReadonlyMap<string, string> = new Map([
  ['ec2:DeleteSnapshot', 'snapshotId'],
  ['ec2:DeregisterImage', 'imageId'],
  ['rds:DeleteDBSnapshot', 'dBSnapshotIdentifier'],
  ['rds:DeleteDBClusterSnapshot', 'dBClusterSnapshotIdentifier'],
  ['rds:DeleteDBInstanceAutomatedBackup', 'dbiResourceId'],
  ['rds:DeleteDBClusterAutomatedBackup', 'dbClusterResourceId'],
  ['backup:DeleteRecoveryPoint', 'recoveryPointArn'],
  ['redshift:DeleteClusterSnapshot', 'snapshotIdentifier'],
  ['redshift:BatchDeleteClusterSnapshots', 'identifiers'],
  ['elasticache:DeleteSnapshot', 'snapshotName'],
  ['dynamodb:DeleteBackup', 'backupArn'],
  ['fsx:DeleteBackup', 'backupId'],
  ['fsx:DeleteSnapshot', 'snapshotId'],
]);
const OPERATIONS = [...COPIES.keys()].map((key) => key.split(':') as [string, string]);

function copiesIn(event: TrailEvent): string[] {
  const key = COPIES.get(`${event.service}:${event.name}`);
  if (key === undefined) return [];
  return list(at(event.params, key)).map(
    (item) => filled(item) ?? filled(item, 'snapshotIdentifier') ?? `${event.name} ${event.id}`,
  );
}

const snapshots = (count: number, difference = {}, from = 0) =>
  burst(count, (index, minute) =>
    record('ec2', 'DeleteSnapshot', {
      by: iamUser(),
      params: { snapshotId: `snap-${from + index}`, force: false },
      ...difference,
      minute,
    }),
  );
const nightly = (by: Record<string, unknown>) =>
  daily(6, (minute) => record('ec2', 'DeleteSnapshot', { by, params: { snapshotId: `snap${minute}` }, minute }));

export default defineDetection({
  id: 'backup-copies-deleted',
  topic: 'X',
  title: 'Many snapshots or backups deleted',
  severity: 'high',
  attack: ['T1490', 'T1485'],
  why: 'Whoever wants a ransom destroys the copies first: without them nothing can be restored.',
  benign: ['Somebody cleans up old snapshots', 'A test account is emptied'],
  runbook: [
    'Stop it: ask {principal}; if nobody answers, cut {key} off (aws iam update-access-key --access-key-id {key} --status Inactive --user-name USER, else an inline Deny with aws:TokenIssueTime on the role).',
    'See what went: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
    'Bring back what a retention rule kept: aws ec2 list-snapshots-in-recycle-bin --region {region}; aws ec2 restore-snapshot-from-recycle-bin --snapshot-id ID --region {region}; vaults with a lock and copies in other accounts are safe.',
    'See whether the sources are still there, and take a copy into an account that {principal} cannot reach before anything else.',
  ],
  on: {
    source: [...new Set(OPERATIONS.map(([source]) => source))],
    names: [...new Set(OPERATIONS.map(([, name]) => name))],
  },
  match: (event) => {
    if (bySchedule(event) || copiesIn(event).length === 0) return false;
    const what = 'deleted many snapshots or backups';
    return eased(event, { what, resource: `backups in account ${event.account}` }, 'medium');
  },
  state: {
    // Somebody who deletes copies on other days is most likely a clean-up job.
    firstSeen: newcomer('high', 'medium'),
    count: {
      subject: (event) => event.principal.key,
      distinct: copiesIn,
      atLeast: 12,
      withinMinutes: 60,
      noun: 'copies deleted',
    },
  },
  examples: () => ({
    fires: [
      { title: 'twelve snapshots in a row', severity: 'high', records: snapshots(12) },
      {
        title: 'some of disks, some of databases',
        severity: 'high',
        records: [
          ...snapshots(6),
          ...burst(6, (index, minute) =>
            record('rds', 'DeleteDBSnapshot', {
              by: iamUser(),
              params: { dBSnapshotIdentifier: `orders-${index}` },
              minute: minute + 5,
            }),
          ),
        ],
      },
      {
        title: 'by a job that deletes some every night',
        severity: 'medium',
        records: [...nightly(role('cleanup')), ...snapshots(12, { by: role('cleanup') })],
      },
      {
        title: 'a batch of Redshift',
        severity: 'high',
        records: [
          record('redshift', 'BatchDeleteClusterSnapshots', {
            params: { identifiers: Array.from({ length: 12 }, (_, at) => ({ snapshotIdentifier: `s-${at}` })) },
          }),
        ],
      },
      {
        title: 'by a deploy role',
        severity: 'medium',
        lists: { deployRoles: ['deploy'] },
        records: [
          ...daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute })),
          ...snapshots(12, { by: role() }),
        ],
      },
    ],
    quiet: [
      { title: 'one snapshot', records: snapshots(1) },
      { title: 'eleven', records: snapshots(11) },
      {
        title: 'AWS Backup lets old ones expire',
        records: snapshots(20, { by: { ...role('AWSBackupDefaultServiceRole'), invokedBy: 'backup.amazonaws.com' } }),
      },
      { title: 'refused', records: snapshots(20, { error: { code: 'Client.UnauthorizedOperation' } }) },
      {
        title: 'over more than an hour',
        records: Array.from({ length: 12 }, (_, at) => snapshots(1, {}, at)).flatMap((one, at) =>
          one.map((record) => ({
            ...record,
            eventTime: `2026-11-02T${10 + Math.floor(at / 10)}:${String((at * 6) % 60).padStart(2, '0')}:00Z`,
          })),
        ),
      },
    ],
  }),
});
