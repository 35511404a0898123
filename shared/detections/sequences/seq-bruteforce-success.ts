import { defineSequence } from '../define.ts';
import { burst, iamUser, record } from '../example.ts';
import { SIGN_IN_EVENTS, signInResult } from '../users/sign-in.ts';

function login(result: 'Failure' | 'Success', minute: number, user = 'bob') {
  const { accessKeyId: _, ...by } = iamUser(user);
  const also = { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed: 'No' } };
  return record('signin', 'ConsoleLogin', { minute, by, response: { ConsoleLogin: result }, also, ip: '203.0.113.7' });
}

const guesses = burst(12, (_, minute) => login('Failure', minute), 0.5);

export default defineSequence({
  id: 'seq-bruteforce-success',
  topic: 'U',
  title: 'Signed in after many failures',
  severity: 'critical',
  attack: ['T1110', 'T1078.004'],
  why: 'A password has most likely been guessed: whoever did it is in the console now.',
  benign: ['Somebody remembers a forgotten password at last'],
  runbook: [
    'Ask {principal} at once whether they signed in at {time} from {ip}.',
    'If not, take the password away: aws iam delete-login-profile --user-name {principal}, and deny what sessions of before now may do (AWSRevokeOlderSessions).',
    'See what was done since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={principal} --start-time {time}, and in us-east-1 for IAM.',
    'Look for keys, users and roles made in that time, and remove them.',
  ],
  key: 'principal',
  withinHours: 1,
  ordered: true,
  steps: [
    { title: 'many failed sign-ins', detections: ['signin-bruteforce'] },
    {
      title: 'a sign-in that succeeded',
      on: { source: 'signin', names: SIGN_IN_EVENTS },
      match: (event) => signInResult(event) === 'success',
    },
  ],
  examples: () => ({
    fires: [{ title: 'twelve failures, then in', severity: 'critical', records: [...guesses, login('Success', 8)] }],
    quiet: [
      { title: 'failures only', records: guesses },
      { title: 'a typing mistake', records: [...guesses.slice(0, 3), login('Success', 8)] },
      { title: 'somebody else signs in', records: [...guesses, login('Success', 8, 'carol')] },
      { title: 'in first, failures later', records: [login('Success', -5), ...guesses] },
      { title: 'in two hours later', records: [...guesses, login('Success', 130)] },
    ],
  }),
});
