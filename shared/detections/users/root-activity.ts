import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { type Difference, ROOT, record } from '../example.ts';
import { isAssumedRoot, rootCredentialChange } from './root.ts';

function login(MFAUsed: 'Yes' | 'No', difference: Difference = {}) {
  const { accessKeyId: _, ...by } = ROOT;
  const also = { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed, MobileVersion: 'No' } };
  return record('signin', 'ConsoleLogin', { by, response: { ConsoleLogin: 'Success' }, also, ...difference });
}

function write(difference: Difference = {}) {
  return record('s3', 'PutBucketPolicy', { by: ROOT, params: { bucketName: 'example' }, ...difference });
}

const LONG_TERM = { ...ROOT, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
const ASSUMED = { ...ROOT, sessionContext: { assumedRoot: 'true' } };

/** Of the sign-in pages only what begins a session; asking for a new password needs no more than the email address. */
function signIn(event: TrailEvent): Match | false {
  if (event.name === 'PasswordRecoveryRequested')
    return { what: 'asked for a new password of root by email', severity: 'medium' };
  if (event.name !== 'ConsoleLogin') return false;
  const mfa = text(event.additional, 'MFAUsed')?.toLowerCase() === 'yes';
  return { what: `signed in to the console with${mfa ? '' : 'out'} MFA`, severity: mfa ? 'high' : 'critical' };
}

function change(event: TrailEvent): Match | false {
  // A service that acts for root is the consequence of a call of root's own; old console records name the sign-in service.
  if (event.invokedBy !== undefined && !event.viaConsole) return false;
  const what = `${event.outcome === 'denied' ? 'was refused' : 'called'} ${event.service}:${event.name}`;
  if (isAssumedRoot(event))
    return { what, severity: 'medium', reasons: ['in a session of AssumeRoot, from the management account'] };
  const longTerm = event.accessKeyId?.startsWith('AKIA') === true;
  return {
    what,
    severity: longTerm ? 'critical' : 'high',
    reasons: longTerm ? ['with a long-term access key of root'] : [],
  };
}

export default defineDetection({
  id: 'root-activity',
  topic: 'U',
  title: 'Root signed in or changed something',
  severity: 'high',
  attack: ['T1078.004'],
  why: 'Root can do everything and no policy of the account limits it. Nothing but a handful of account settings needs it.',
  benign: ['Closing an account', 'One of the few tasks that only root can do'],
  runbook: [
    'Ask the owners of account {account} who used root at {time} from {ip}, and for what.',
    'See all that root did: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue=root --start-time {time-1h} --end-time {time+1h}, and in {region}.',
    'If nobody says it was them, secure the mailbox of root’s email address, change root’s password, replace its MFA device and delete its access keys.',
    'Afterwards, take root’s credentials of member accounts away: aws iam enable-organizations-root-credentials-management, in the management account.',
  ],
  on: { identity: 'Root', writes: true, outcome: ['success', 'denied'] },
  match: (event) => {
    if (event.raw.eventType === 'AwsServiceEvent') return false;
    if (rootCredentialChange(event) !== undefined) return false;
    const found = event.service === 'signin' ? signIn(event) : change(event);
    return found === false ? false : { resource: `root of account ${event.account}`, target: 'root', ...found };
  },
  examples: () => ({
    fires: [
      { title: 'signed in with MFA', severity: 'high', records: [login('Yes')] },
      { title: 'signed in without MFA', severity: 'critical', records: [login('No')] },
      { title: 'changed something', severity: 'high', records: [write()] },
      {
        title: 'changed something in the console of old',
        severity: 'high',
        records: [write({ by: { ...ROOT, invokedBy: 'signin.amazonaws.com' } })],
      },
      { title: 'with a long-term key', severity: 'critical', records: [write({ by: LONG_TERM })] },
      {
        title: 'refused by a policy of the organization',
        severity: 'high',
        records: [write({ error: { code: 'AccessDenied' } })],
      },
      { title: 'the management account as root of a member', severity: 'medium', records: [write({ by: ASSUMED })] },
      {
        title: 'a new password asked for',
        severity: 'medium',
        records: [record('signin', 'PasswordRecoveryRequested', { by: ROOT, also: { eventType: 'AwsConsoleSignIn' } })],
      },
      {
        title: 'changed whom AWS calls',
        severity: 'high',
        records: [record('account', 'PutAlternateContact', { by: ROOT, params: { alternateContactType: 'SECURITY' } })],
      },
    ],
    quiet: [
      {
        title: 'a step of signing in',
        records: [record('signin', 'CheckMfa', { by: ROOT, response: { CheckMfa: 'Success' } })],
      },
      {
        title: 'a new key for root, which is told elsewhere',
        records: [record('iam', 'CreateAccessKey', { by: ROOT })],
      },
      { title: 'root reads', records: [record('s3', 'GetBucketPolicy', { by: ROOT })] },
      {
        title: 'a service acts for root',
        records: [write({ by: { ...ROOT, invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      { title: 'an event of the service itself', records: [write({ also: { eventType: 'AwsServiceEvent' } })] },
      {
        title: 'a person does the same',
        records: [record('s3', 'PutBucketPolicy', { params: { bucketName: 'example' } })],
      },
      {
        title: 'a wrong password',
        records: [login('No', { response: { ConsoleLogin: 'Failure' } })],
      },
    ],
  }),
});
