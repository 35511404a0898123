import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineSequence, type Match } from '../define.ts';
import { daily, iamUser, record } from '../example.ts';
import { networkOf } from '../network.ts';
import { loginKey } from '../users/person.ts';

const reset = (minute = 0, difference = {}) =>
  record('iam', 'UpdateLoginProfile', {
    minute,
    region: 'us-east-1',
    by: iamUser('helpdesk'),
    params: { userName: 'admin' },
    ...difference,
  });
const login = (minute: number, userName = 'admin', ip = '198.51.100.10', answer = 'Success') =>
  record('signin', 'ConsoleLogin', {
    minute,
    region: 'us-east-1',
    ip,
    by: { type: 'IAMUser', accountId: '111111111111', arn: `arn:aws:iam::111111111111:user/${userName}`, userName },
    response: { ConsoleLogin: answer },
    also: {
      additionalEventData: { MFAUsed: 'No' },
      ...(answer === 'Failure' ? { errorMessage: 'Failed authentication' } : {}),
    },
  });

/** Whoever resets a password for somebody sits elsewhere than somebody. */
function joined(event: TrailEvent, user: string | undefined, what: string): Match | false {
  const network = networkOf(event);
  if (user === undefined || network === undefined) return false;
  return { key: loginKey(event, user, network), target: user, resource: `IAM user ${user}`, what };
}

export default defineSequence({
  id: 'seq-login-reset-takeover',
  topic: 'U',
  title: 'Password reset, then signed in from the same network',
  severity: 'critical',
  attack: ['T1098.001', 'T1078.004'],
  why: 'Somebody gave another user a password, or took away their second factor, and then signed in as that user themselves.',
  benign: ['Help desk and a new user share an office: put its network on lists.networks'],
  runbook: [
    'Call the owner of IAM user {target}: was it they who signed in at {time} from {ip}?',
    'If not: aws iam delete-login-profile --user-name {target}; deactivate its keys; deny its open sessions (a policy with aws:TokenIssueTime).',
    'See what {target} did since: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time-1h}.',
    'Take the credentials of whoever reset the password away too: the first event named here.',
  ],
  key: 'match',
  withinHours: 2,
  ordered: true,
  steps: [
    {
      title: 'password or second factor of a user reset',
      on: {
        source: 'iam',
        names: ['CreateLoginProfile', 'DeactivateMFADevice', 'DeleteVirtualMFADevice', 'UpdateLoginProfile'],
      },
      match: (event) => {
        const user = filled(event.params, 'userName');
        return user !== event.principal.name && joined(event, user, `reset how IAM user ${user} signs in`);
      },
    },
    // A colleague at the desk beside the help desk signs in from there every day.
    { title: 'signed in as that user, from a network new for them', detections: ['signin-user-new-network'] },
  ],
  examples: () => ({
    fires: [
      { title: 'a new password, used from the same address', severity: 'critical', records: [reset(), login(5)] },
      {
        title: 'the second factor taken away',
        severity: 'critical',
        records: [
          record('iam', 'DeactivateMFADevice', {
            by: iamUser('helpdesk'),
            params: { userName: 'admin', serialNumber: 'arn:aws:iam::111111111111:mfa/admin' },
          }),
          login(5, 'admin', '198.51.100.77'),
        ],
      },
    ],
    quiet: [
      { title: 'the user signs in from home', records: [reset(), login(5, 'admin', '203.0.113.9')] },
      { title: 'one’s own password', records: [reset(0, { by: iamUser('admin') }), login(5)] },
      { title: 'another user signs in', records: [reset(), login(5, 'alice')] },
      { title: 'the sign-in fails', records: [reset(), login(5, 'admin', '198.51.100.10', 'Failure')] },
      {
        title: 'the reset is refused',
        records: [reset(0, { error: { code: 'AccessDenied' }, params: { userName: 'admin' } }), login(5)],
      },
      { title: 'signed in the next day', records: [reset(), login(1440)] },
      { title: 'a network the user signs in from every day', records: [...daily(4, login), reset(), login(5)] },
    ],
  }),
});
