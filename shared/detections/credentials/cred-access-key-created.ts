import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { DAY } from '../../cloudtrail/time.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, ROOT, record } from '../example.ts';
import { isCaller } from '../users/identity.ts';

const FIRST = 'AKIAEXAMPLEEXAMPLE11';

function created(userName: string | undefined, difference: Difference = {}, accessKeyId = 'AKIAEXAMPLEEXAMPLE12') {
  return record('iam', 'CreateAccessKey', {
    region: 'us-east-1',
    params: userName === undefined ? null : { userName },
    response: { accessKey: { userName: userName ?? 'legacy-ci', accessKeyId, status: 'Active' } },
    ...difference,
  });
}

/** Nobody rotates keys more often than monthly. */
const ROTATED_AFTER = 28 * DAY;

/** Without a name IAM takes the caller itself. */
function keyOwner(event: TrailEvent): string | undefined {
  return filled(event.params, 'userName') ?? (event.identityType === 'IAMUser' ? event.principal.name : undefined);
}

export default defineDetection({
  id: 'cred-access-key-created',
  topic: 'C',
  title: 'Access key created',
  severity: 'medium',
  attack: ['T1098.001'],
  why: 'An access key never expires and asks for no second factor. Whoever makes one for somebody else can come back as that user after every other door is closed.',
  benign: ['A key is rotated', 'A build server that cannot assume a role gets its key'],
  runbook: [
    'Ask {principal} and the owner of {target} what the new key is for; a role is nearly always possible instead.',
    'See which keys {target} has, and what the new one was used for: aws iam list-access-keys --user-name {target}, then aws iam get-access-key-last-used --access-key-id of each.',
    'If nobody knows it, switch it off first (that can be undone): aws iam update-access-key --user-name {target} --access-key-id ID --status Inactive.',
    'Look at what {principal} did before and after: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
  ],
  on: { source: 'iam', names: ['CreateAccessKey'] },
  match: (event) => {
    // Root for itself is root-credential-change.
    const asked = filled(event.params, 'userName');
    const userName = keyOwner(event);
    if (userName === undefined) return false;
    const own = asked === undefined || isCaller(event, asked);
    const key = filled(event.response, 'accessKey', 'accessKeyId');
    return {
      resource: `IAM user ${userName}`,
      target: userName,
      what: `created access key ${key ?? '(id not logged)'} for ${own ? 'its own user' : `IAM user ${userName}`}`,
      severity: own ? 'medium' : 'high',
      reasons: own ? [] : ['the key is for another user than the caller'],
    };
  },
  state: {
    changed: {
      settings: ['iam.user.accessKeyId'],
      judge: ({ before, now }) =>
        before === undefined || before === '' || before === now
          ? {}
          : { reason: `the user has another key, ${before}, and no deletion since` },
    },
    // Whoever rotates a key makes the second one before the first can go, months after it; a thief doesn’t wait.
    given: {
      setting: 'iam.user.accessKeyId',
      of: keyOwner,
      judge: (key, _severity, [last], time) =>
        key !== '' && last !== undefined && time - last.time < ROTATED_AFTER ? { severity: 'high' } : undefined,
    },
  },
  examples: () => ({
    fires: [
      { title: 'for another user', severity: 'high', records: [created('svc-backup')] },
      { title: 'for oneself', severity: 'medium', records: [created('legacy-ci', { by: iamUser('legacy-ci') })] },
      {
        title: 'for oneself, without saying the name',
        severity: 'medium',
        records: [created(undefined, { by: iamUser('legacy-ci') })],
      },
      {
        title: 'a second key for oneself',
        severity: 'high',
        records: [
          created(undefined, { by: iamUser('legacy-ci'), minute: -90 }, FIRST),
          created('legacy-ci', { by: iamUser('legacy-ci') }),
        ],
      },
      {
        title: 'one’s own key rotated after a quarter',
        severity: 'medium',
        records: [
          created(undefined, { by: iamUser('legacy-ci'), minute: -91 * 1440 }, FIRST),
          created('legacy-ci', { by: iamUser('legacy-ci') }),
        ],
      },
      {
        title: 'a key for oneself after the last one was deleted',
        severity: 'medium',
        records: [
          created('legacy-ci', { minute: -90 }, FIRST),
          record('iam', 'DeleteAccessKey', {
            region: 'us-east-1',
            minute: -60,
            by: iamUser('legacy-ci'),
            params: { userName: 'legacy-ci', accessKeyId: FIRST },
          }),
          created('legacy-ci', { by: iamUser('legacy-ci') }),
        ],
      },
    ],
    quiet: [
      { title: 'refused', records: [created('svc-backup', { error: { code: 'AccessDenied' } })] },
      {
        title: 'a key is switched off',
        records: [
          record('iam', 'UpdateAccessKey', {
            region: 'us-east-1',
            params: { userName: 'svc-backup', accessKeyId: FIRST, status: 'Inactive' },
          }),
        ],
      },
      { title: 'root for itself, which root-credential-change tells', records: [created(undefined, { by: ROOT })] },
    ],
  }),
});
