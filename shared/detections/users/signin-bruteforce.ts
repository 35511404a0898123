import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { SIGN_IN_EVENTS, signInResult } from './sign-in.ts';
import { portalCheck } from './sign-in-examples.ts';

function failure(difference: Difference & { user?: string } = {}) {
  const { user = 'bob', ...rest } = difference;
  const { accessKeyId: _, arn: __, ...by } = iamUser(user);
  const also = { eventType: 'AwsConsoleSignIn', errorMessage: 'Failed authentication' };
  return record('signin', 'ConsoleLogin', { by, response: { ConsoleLogin: 'Failure' }, also, ...rest });
}

/** CloudTrail hides names that belong to nobody (they may be passwords typed into the wrong field): then the address is counted. */
function isNobody({ principal }: TrailEvent): boolean {
  return principal.name === 'unknown';
}

function subjectOf(event: TrailEvent): string {
  return isNobody(event) ? `${event.account}/ip/${event.ip}` : event.principal.key;
}

// A success afterwards is told by the sequence seq-bruteforce-success: a count knows only its own events.
export default defineDetection({
  id: 'signin-bruteforce',
  topic: 'U',
  title: 'Many failed sign-ins',
  severity: 'high',
  attack: ['T1110'],
  why: 'Somebody is guessing a password, or trying ones that leaked elsewhere.',
  benign: ['A forgotten or just changed password', 'A password manager with an old entry'],
  runbook: [
    'Ask {target} whether the attempts from {ip} were theirs.',
    'See whether any attempt succeeded: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=ConsoleLogin --start-time {time-1h} --end-time {time+1h}.',
    'If one did, end the sessions, change the password and look at what {target} did since.',
    'Require MFA for {target}; for people, prefer Identity Center, which slows down guessing.',
  ],
  on: { source: 'signin', names: SIGN_IN_EVENTS, outcome: ['success', 'failed', 'denied'] },
  match: (event) => {
    if (signInResult(event) !== 'failure') return false;
    const { name } = event.principal;
    const who = isNobody(event) ? 'users that do not exist' : name;
    return { resource: `sign-in of ${who}`, target: name, what: `failed again and again to sign in, from ${event.ip}` };
  },
  state: { count: { subject: subjectOf, atLeast: 10, withinMinutes: 10, noun: 'failed sign-ins' } },
  examples: () => ({
    fires: [
      {
        title: 'ten wrong passwords from many addresses',
        severity: 'high',
        records: burst(10, (index, minute) => failure({ minute, ip: `203.0.113.${index}` }), 0.5),
      },
      {
        title: 'ten names that do not exist',
        severity: 'high',
        records: burst(10, (_, minute) => failure({ minute, user: 'HIDDEN_DUE_TO_SECURITY_REASONS' })),
      },
      {
        title: 'ten wrong passwords on the portal of Identity Center',
        severity: 'high',
        records: burst(10, (_, minute) => portalCheck('PASSWORD', 'Failure', { minute })),
      },
    ],
    quiet: [
      {
        title: 'names that do not exist, a few from each of many addresses',
        records: burst(12, (index, minute) =>
          failure({ minute, user: 'HIDDEN_DUE_TO_SECURITY_REASONS', ip: `203.0.113.${index % 4}` }),
        ),
      },
      { title: 'nine', records: burst(9, (_, minute) => failure({ minute })) },
      { title: 'within ten minutes all but the first', records: burst(10, (_, minute) => failure({ minute }), 10 / 9) },
      {
        title: 'many people, each a few times',
        records: burst(12, (index, minute) => failure({ minute, user: `user-${index % 4}` })),
      },
      {
        title: 'ten sign-ins that succeed',
        records: burst(10, (_, minute) => failure({ minute, response: { ConsoleLogin: 'Success' } })),
      },
      {
        title: 'ten wrong one-time codes',
        records: burst(10, (_, minute) => portalCheck('TOTP', 'Failure', { minute })),
      },
    ],
  }),
});
