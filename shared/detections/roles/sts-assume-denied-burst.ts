import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, burst, iamUser, record } from '../example.ts';

function refused(index: number, minute: number) {
  const user = `arn:aws:iam::${ACCOUNT}:user/legacy-ci`;
  const roleArn = `arn:aws:iam::222222222222:role/guess-${index}`;
  const message = `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  return record('sts', 'AssumeRole', { minute, by: iamUser(), error: { code: 'AccessDenied', message } });
}

/** As some failures are written: the request, and no message. */
function unexplained(code: string) {
  return (index: number, minute: number) =>
    record('sts', 'AssumeRole', {
      minute,
      by: iamUser(),
      params: { roleArn: `arn:aws:iam::222222222222:role/guess-${index}`, roleSessionName: 'x' },
      error: { code },
    });
}

function invalid(index: number, minute: number, code = 'MalformedPolicyDocumentException') {
  const principal = `arn:aws:iam::222222222222:user/guess-${index}`;
  const error = { code, message: `Invalid principal in policy: "AWS":"${principal}"` };
  return record('iam', 'UpdateAssumeRolePolicy', { minute, region: 'us-east-1', by: iamUser(), error });
}

/** The name that was tried: a role that refused, or a principal that IAM says does not exist. */
function guessed(event: TrailEvent): string | undefined {
  if (event.service === 'sts')
    return event.outcome === 'denied' ? (event.attempt?.resource ?? filled(event.params, 'roleArn')) : undefined;
  const { code, message } = event.error ?? { code: '', message: '' };
  return code.startsWith('MalformedPolicyDocument') && message.startsWith('Invalid principal') ? message : undefined;
}

export default defineDetection({
  id: 'sts-assume-denied-burst',
  topic: 'R',
  title: 'Role names being guessed',
  severity: 'high',
  attack: ['T1580'],
  why: 'Somebody looks for a role that lets them in, or finds out which users and roles exist: IAM refuses a trust policy that names one that does not.',
  benign: ['A deployment into many accounts whose roles are not ready', 'A typing mistake in a loop'],
  runbook: [
    'Ask the owner of {principal} what ran at {time} from {ip}.',
    'See whether a guess succeeded: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole --start-time {time-1h} --end-time {time+1h}.',
    'If nobody knows, deactivate the key: aws iam update-access-key --status Inactive --access-key-id {key} --user-name {principal}; for a role, revoke its sessions.',
    'Check that the roles it tried trust only whom they should: aws iam get-role --role-name NAME.',
  ],
  on: { source: ['sts', 'iam'], names: ['AssumeRole', 'UpdateAssumeRolePolicy'], outcome: ['denied', 'failed'] },
  match: (event) => {
    const name = guessed(event);
    if (name === undefined) return false;
    const what =
      event.service === 'sts' ? 'was refused one role after another' : 'tried out which users and roles exist';
    return {
      resource: event.service === 'sts' ? name : `IAM of account ${event.account}`,
      what,
      reasons: [`the last: ${name}`],
    };
  },
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: guessed,
      atLeast: 5,
      withinMinutes: 10,
      noun: 'different names tried',
    },
  },
  examples: () => ({
    fires: [
      { title: 'five roles', severity: 'high', records: burst(5, refused) },
      {
        title: 'five principals that do not exist',
        severity: 'high',
        records: burst(5, (i, minute) => invalid(i, minute)),
      },
      {
        title: 'five roles, named in the request alone',
        severity: 'high',
        records: burst(5, unexplained('AccessDenied')),
      },
    ],
    quiet: [
      { title: 'five session names that are not allowed', records: burst(5, unexplained('ValidationError')) },
      { title: 'one role until it is ready', records: burst(20, (_, minute) => refused(1, minute)) },
      { title: 'four roles', records: burst(4, refused) },
      { title: 'within ten minutes all but the first', records: burst(5, refused, 10 / 4) },
      { title: 'one wrong principal, again and again', records: burst(20, (_, minute) => invalid(1, minute)) },
      {
        title: 'the role does not exist',
        records: burst(6, (i, minute) => invalid(i, minute, 'NoSuchEntityException')),
      },
    ],
  }),
});
