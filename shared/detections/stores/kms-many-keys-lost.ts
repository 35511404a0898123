import { defineDetection } from '../define.ts';
import { burst, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { KEY_LOSSES, lostKey } from './kms-loss.ts';

function calls(count: number, difference = {}) {
  return burst(count, (index, minute) =>
    record('kms', 'ScheduleKeyDeletion', {
      params: { keyId: `1234abcd-12ab-34cd-56ef-12345678900${index}`, pendingWindowInDays: 7 },
      ...difference,
      minute,
    }),
  );
}

export default defineDetection({
  id: 'kms-many-keys-lost',
  topic: 'X',
  title: 'Several encryption keys given up at once',
  severity: 'critical',
  attack: ['T1485', 'T1486'],
  why: 'Keys are shared by many stores: with the last of them, disks, tables, buckets and backups become unreadable together.',
  benign: ['An account or an environment is emptied'],
  runbook: [
    'Stop it: cut {key} of {principal} off before you ask.',
    'List the keys: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=ScheduleKeyDeletion --start-time {time-1h}; the same for DisableKey.',
    'Take each back: aws kms cancel-key-deletion --key-id ID --region {region}; aws kms enable-key --key-id ID --region {region}.',
    'Look in other regions, and for deleted snapshots and backups: this is how an extortion begins.',
  ],
  on: { source: 'kms', names: KEY_LOSSES },
  match: (event) =>
    lostKey(event) !== undefined &&
    eased(event, { what: 'gave up several encryption keys', resource: `keys of account ${event.account}` }, 'medium'),
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: lostKey,
      atLeast: 4,
      withinMinutes: 60,
      noun: 'keys disabled or set to be deleted',
    },
  },
  examples: () => ({
    fires: [
      { title: 'four keys', severity: 'critical', records: calls(4) },
      {
        title: 'an environment taken down by its deploy role',
        severity: 'medium',
        lists: { deployRoles: ['deploy'] },
        records: calls(6, { by: role() }),
      },
      {
        title: 'keys and key stores',
        severity: 'critical',
        records: [
          ...calls(3),
          record('kms', 'DeleteCustomKeyStore', { params: { customKeyStoreId: 'cks-1' }, minute: 59 }),
        ],
      },
    ],
    quiet: [
      { title: 'three keys', records: calls(3) },
      {
        title: 'one key again and again',
        records: burst(6, (_index, minute) =>
          record('kms', 'ScheduleKeyDeletion', { params: { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' }, minute }),
        ),
      },
      {
        title: 'over more than an hour',
        records: burst(
          4,
          (at, minute) => record('kms', 'DisableKey', { params: { keyId: `key-${at}` }, minute }),
          20.2,
        ),
      },
    ],
  }),
});
