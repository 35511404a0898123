import { filled, flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record } from '../example.ts';
import { isCaller } from './identity.ts';

function profile(verb: 'Create' | 'Update', params: Record<string, unknown> | null, difference: Difference = {}) {
  return record('iam', `${verb}LoginProfile`, { region: 'us-east-1', params, ...difference });
}

export default defineDetection({
  id: 'iam-login-profile-added',
  topic: 'U',
  title: 'Console password set for another user',
  severity: 'high',
  attack: ['T1098.001'],
  why: 'Whoever sets the password can sign in as that user, with all its rights, and the real owner may not notice.',
  benign: ['A help desk resets a forgotten password', 'A new colleague gets a first password'],
  runbook: [
    'Ask {principal} and the owner of {target} whether the password was meant to be set.',
    'See whether somebody has signed in with it: aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time} (ConsoleLogin is in the region of the sign-in page: also with --region us-east-1).',
    'If not meant, take the password away: aws iam delete-login-profile --user-name {target}.',
    'Look at what else {principal} did from {ip}: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
  ],
  on: { source: 'iam', names: ['CreateLoginProfile', 'UpdateLoginProfile'] },
  match: (event) => {
    // Without a name IAM takes the caller itself; for root that is root-credential-change.
    const userName =
      filled(event.params, 'userName') ?? (event.identityType === 'IAMUser' ? event.principal.name : undefined);
    if (userName === undefined) return false;
    const creates = event.name === 'CreateLoginProfile';
    const own = isCaller(event, userName);
    if (own && !creates) return false;
    const reset = creates && flag(event.params, 'passwordResetRequired') === true;
    return {
      resource: `IAM user ${userName}`,
      target: userName,
      what: own
        ? 'gave itself a console password'
        : `${creates ? 'set a' : 'changed the'} console password for IAM user ${userName}`,
      severity: own || reset ? 'medium' : 'high',
      reasons: [
        ...(own ? ['an access key has become a way into the console'] : []),
        ...(reset ? ['the user must choose a new password at first sign-in, as for a new colleague'] : []),
      ],
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'a first password that stays',
        severity: 'high',
        records: [profile('Create', { userName: 'svc-backup', passwordResetRequired: false })],
      },
      { title: 'another user’s password', severity: 'high', records: [profile('Update', { userName: 'bob' })] },
      {
        title: 'a first password that must be changed',
        severity: 'medium',
        records: [profile('Create', { userName: 'bob', passwordResetRequired: true })],
      },
      {
        title: 'a user with a key gives itself a password',
        severity: 'medium',
        records: [profile('Create', { userName: 'legacy-ci' }, { by: iamUser('legacy-ci') })],
      },
      {
        title: 'the same without saying the name',
        severity: 'medium',
        records: [profile('Create', null, { by: iamUser('legacy-ci') })],
      },
    ],
    quiet: [
      {
        title: 'a user resets its own password',
        records: [profile('Update', { userName: 'legacy-ci' }, { by: iamUser('legacy-ci') })],
      },
      {
        title: 'refused',
        records: [profile('Create', { userName: 'svc-backup' }, { error: { code: 'AccessDenied' } })],
      },
    ],
  }),
});
