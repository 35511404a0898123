import { defineDetection } from '../define.ts';
import { burst, record, role } from '../example.ts';
import { databaseIn } from './database.ts';
import { DELETIONS, isForGood } from './database-loss.ts';
import { bySchedule, eased } from './deploys.ts';

function calls(count: number, difference = {}, more = {}) {
  return burst(count, (index, minute) =>
    record('rds', 'DeleteDBInstance', {
      params: { dBInstanceIdentifier: `orders-${index}`, skipFinalSnapshot: true, ...more },
      ...difference,
      minute,
    }),
  );
}

export default defineDetection({
  id: 'rds-many-destroyed',
  topic: 'X',
  title: 'Several databases deleted without a last copy',
  severity: 'critical',
  attack: ['T1485'],
  why: 'Somebody destroys what can be reached: by hand nobody deletes database after database without keeping a copy.',
  benign: ['An environment is taken down by hand'],
  runbook: [
    'Stop it: cut {key} of {principal} off before you ask.',
    'See which went: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
    'Restore from what is left: aws rds describe-db-snapshots --snapshot-type manual --region {region}; aws backup list-protected-resources --region {region}.',
    'Protect the others: aws rds modify-db-instance --db-instance-identifier ID --deletion-protection --apply-immediately --region {region}; look in other regions too.',
  ],
  on: DELETIONS,
  match: (event) => {
    if (bySchedule(event) || !isForGood(event)) return false;
    const what = 'deleted several databases without a last copy';
    return eased(event, { what, resource: `databases of account ${event.account}` }, 'medium');
  },
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => `${event.region} ${databaseIn(event).thing}`,
      atLeast: 3,
      withinMinutes: 60,
      noun: 'databases',
    },
  },
  examples: () => ({
    fires: [
      { title: 'three in a row', severity: 'critical', records: calls(3) },
      {
        title: 'an environment taken down by its deploy role',
        severity: 'medium',
        lists: { deployRoles: ['deploy'] },
        records: calls(3, { by: role() }),
      },
      {
        title: 'databases of several kinds',
        severity: 'critical',
        records: [
          ...calls(1),
          record('redshift', 'DeleteCluster', {
            params: { clusterIdentifier: 'warehouse', skipFinalClusterSnapshot: true },
            minute: 2,
          }),
          record('es', 'DeleteDomain', { params: { domainName: 'search' }, minute: 59 }),
        ],
      },
    ],
    quiet: [
      { title: 'two', records: calls(2) },
      { title: 'with last snapshots', records: calls(5, {}, { skipFinalSnapshot: false }) },
      { title: 'protected', records: calls(5, { error: { code: 'InvalidParameterCombination' } }) },
      {
        title: 'over more than an hour',
        records: burst(
          3,
          (index, minute) =>
            record('rds', 'DeleteDBInstance', {
              params: { dBInstanceIdentifier: `orders-${index}`, skipFinalSnapshot: true },
              minute,
            }),
          30.25,
        ),
      },
    ],
  }),
});
