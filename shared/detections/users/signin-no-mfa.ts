import { text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, person, record } from '../example.ts';

function login(MFAUsed: string | undefined, difference: Difference = {}) {
  const { accessKeyId: _, ...by } = iamUser('bob');
  const additionalEventData = { ...(MFAUsed === undefined ? {} : { MFAUsed }), MobileVersion: 'No' };
  const also = { eventType: 'AwsConsoleSignIn', additionalEventData };
  return record('signin', 'ConsoleLogin', { by, response: { ConsoleLogin: 'Success' }, also, ...difference });
}

export default defineDetection({
  id: 'signin-no-mfa',
  topic: 'U',
  title: 'Console sign-in without MFA',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'A password alone opens the console: guessed, phished or bought, it is all that is needed.',
  benign: ['A break-glass user', 'A user that has not enrolled a device yet'],
  runbook: [
    'Ask {target} whether they signed in at {time} from {ip}.',
    'See whether a device is enrolled: aws iam list-mfa-devices --user-name {target}; with one, the sign-in would have asked for it, so find out who removed it.',
    'See what was done in the session: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time}.',
    'If it wasn’t them: aws iam delete-login-profile --user-name {target}, and deny what sessions of before now may do (AWSRevokeOlderSessions).',
    'Require MFA by policy (aws:MultiFactorAuthPresent), or move people to Identity Center.',
  ],
  on: { source: 'signin', names: ['ConsoleLogin'] },
  match: (event) => {
    // Sign-ins through an identity provider always say No: the second factor was asked for over there.
    if (event.identityType !== 'IAMUser') return false;
    const used = text(event.additional, 'MFAUsed');
    if (used?.toLowerCase() === 'yes') return false;
    const name = event.principal.name;
    return {
      resource: `IAM user ${name}`,
      target: name,
      what: 'signed in to the console without MFA',
      reasons: used === undefined ? ['the record does not say whether MFA was used'] : [],
    };
  },
  examples: () => ({
    fires: [
      { title: 'a user without MFA', severity: 'medium', records: [login('No')] },
      { title: 'a record that does not say', severity: 'medium', records: [login(undefined)] },
    ],
    quiet: [
      { title: 'with MFA', records: [login('Yes')] },
      { title: 'with MFA, spelled as older records do', records: [login('YES')] },
      { title: 'through Identity Center', records: [login('No', { by: person() })] },
      { title: 'a wrong password', records: [login('No', { response: { ConsoleLogin: 'Failure' } })] },
    ],
  }),
});
