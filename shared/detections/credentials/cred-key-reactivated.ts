import { filled } from '../../cloudtrail/field.ts';
import { DAY } from '../../cloudtrail/time.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, ROOT, record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { isCaller } from '../users/identity.ts';
import { rootCredentialChange } from '../users/root.ts';

const KEY = 'AKIAEXAMPLEEXAMPLE11';
const A_DAY = 1440;

function update(status: 'Active' | 'Inactive', difference: Difference = {}) {
  const params = { userName: 'svc-backup', accessKeyId: KEY, status };
  return record('iam', 'UpdateAccessKey', { region: 'us-east-1', params, ...difference });
}
const created = (daysAgo: number) =>
  record('iam', 'CreateAccessKey', {
    region: 'us-east-1',
    minute: -daysAgo * A_DAY,
    params: { userName: 'svc-backup' },
    response: { accessKey: { userName: 'svc-backup', accessKeyId: KEY, status: 'Active' } },
  });

/** Within so many days a key that was switched off by mistake, or too early in a rotation, is switched on again. */
const ROLLBACK_DAYS = 7;

/** `Inactive 2026-08-14` -> what it was, and since which day (as a time). */
function statusIn(value: string): { status: string; since: number } {
  const [status = '', day = ''] = value.split(' ');
  return { status, since: Date.parse(`${day}T00:00:00Z`) };
}

/**
 * Not the key's age, which the catalogue's row asks for: keys are switched off because they are old, so every rollback of a
 * rotation would count. How long it was off tells the two apart; the age is told beside, where it is known.
 */
function judge({ before, now }: Change): Verdict {
  if (before === undefined || before === '')
    return { reason: 'since when it was off, and how old it is, is not known: both were before this log' };
  const was = statusIn(before);
  if (was.status === 'Active') return 'quiet';
  const days = Math.round((statusIn(now).since - was.since) / DAY);
  const reason = `it was off for ${days === 1 ? 'a day' : `${days} days`}`;
  return days > ROLLBACK_DAYS ? { severity: 'high', reason } : { severity: 'medium', reason };
}

export default defineDetection({
  id: 'cred-key-reactivated',
  topic: 'C',
  title: 'Old access key switched on again',
  severity: 'high',
  attack: ['T1098.001'],
  why: 'Nobody watches a key that was off. Whoever has its secret from long ago can use it again, and no new key was made that anyone would notice.',
  benign: ['A rotation is rolled back because something still needed the old key'],
  runbook: [
    'Ask {principal} and the owner of {target} what still needs the key; the reason names it.',
    'See when it was used last, before and after: aws iam get-access-key-last-used --access-key-id ID, and aws iam list-access-keys --user-name {target}.',
    'If nobody needs it: aws iam update-access-key --user-name {target} --access-key-id ID --status Inactive, and delete it.',
    'See what it was used for since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=ID --start-time {time}, in every region you use.',
  ],
  on: { source: 'iam', names: ['UpdateAccessKey'] },
  match: (event) => {
    const key = filled(event.params, 'accessKeyId');
    const asked = filled(event.params, 'userName');
    const user = asked ?? event.principal.name;
    if (filled(event.params, 'status') !== 'Active' || key === undefined) return false;
    if (rootCredentialChange(event) !== undefined) return false;
    const own = asked === undefined || isCaller(event, asked);
    return {
      resource: `IAM user ${user}`,
      target: user,
      what: `switched on access key ${key} of ${own ? 'its own user' : `IAM user ${user}`}`,
    };
  },
  state: {
    changed: { settings: ['iam.accessKey.status'], judge },
    given: {
      setting: 'iam.accessKey.created',
      of: (event) => filled(event.params, 'accessKeyId'),
      judge: (day) => ({ reason: `it was made on ${day}` }),
    },
  },
  examples: () => ({
    fires: [
      { title: 'of which nothing is known', severity: 'high', records: [update('Active')] },
      {
        title: 'after months',
        severity: 'high',
        records: [created(300), update('Inactive', { minute: -100 * A_DAY }), update('Active')],
      },
      {
        title: 'a rotation rolled back',
        severity: 'medium',
        records: [created(100), update('Inactive', { minute: -A_DAY }), update('Active')],
      },
      { title: 'one’s own', severity: 'high', records: [update('Active', { by: iamUser('svc-backup') })] },
      {
        title: 'one’s own, without saying the name',
        severity: 'high',
        records: [update('Active', { by: iamUser('svc-backup'), params: { accessKeyId: KEY, status: 'Active' } })],
      },
    ],
    quiet: [
      { title: 'switched off', records: [update('Inactive')] },
      { title: 'it was on', records: [created(100), update('Active')] },
      { title: 'denied', records: [update('Active', { error: { code: 'AccessDenied' } })] },
      {
        title: 'root’s, which root-credential-change tells',
        records: [update('Active', { by: ROOT, params: { accessKeyId: KEY, status: 'Active' } })],
      },
    ],
  }),
});
