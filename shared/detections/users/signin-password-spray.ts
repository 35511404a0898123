import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { personOf } from './person.ts';
import { SIGN_IN_EVENTS, signInResult } from './sign-in.ts';
import { portalCheck } from './sign-in-examples.ts';

function failure(difference: Difference & { user?: string } = {}) {
  const { user = 'bob', ...rest } = difference;
  const { accessKeyId: _, arn: __, ...by } = iamUser(user);
  const also = { eventType: 'AwsConsoleSignIn', errorMessage: 'Failed authentication' };
  return record('signin', 'ConsoleLogin', {
    by,
    response: { ConsoleLogin: 'Failure' },
    also,
    ip: '203.0.113.7',
    ...rest,
  });
}

const spray = (count: number, everyMinutes = 3) =>
  burst(count, (index, minute) => failure({ minute, user: `user-${index}` }), everyMinutes);

export default defineDetection({
  id: 'signin-password-spray',
  topic: 'U',
  title: 'Many users’ passwords tried from one address',
  severity: 'high',
  attack: ['T1110.003'],
  why: 'A few common or leaked passwords are tried on many users, too seldom on each to lock anyone out. One of them is enough.',
  benign: ['An office behind one address, on a Monday morning', 'A sign-in page that was broken for everyone'],
  runbook: [
    'Find out whose address {ip} is; add your own networks to lists.networks in gatetrail.yml.',
    'See whether any attempt succeeded: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=ConsoleLogin --start-time {time-1h} --end-time {time+1h} (sourceIPAddress {ip}, responseElements.ConsoleLogin Success), also UserAuthentication.',
    'If one did, take the user’s password away (aws iam delete-login-profile --user-name NAME) and deny its sessions, then look at what it did.',
    'Require MFA of everyone who signs in with a password.',
  ],
  on: { source: 'signin', names: SIGN_IN_EVENTS, outcome: ['success', 'failed', 'denied'] },
  match: (event) => {
    if (signInResult(event) !== 'failure') return false;
    return {
      resource: `sign-in from ${event.ip}`,
      what: `failed to sign in as one user after the other, from ${event.ip}`,
      listed: [{ list: 'networks', names: [event.ip], severity: 'low' }],
    };
  },
  state: {
    // Not by account: sprayers go through the accounts of an organization as they do through its users. Names that belong to
    // nobody are hidden by CloudTrail, and count as one user an account.
    count: { subject: (event) => event.ip, distinct: personOf, atLeast: 5, withinMinutes: 30, noun: 'different users' },
  },
  examples: () => ({
    fires: [
      { title: 'five users in a quarter of an hour', severity: 'high', records: spray(5) },
      {
        title: 'in two accounts',
        severity: 'high',
        records: burst(6, (index, minute) =>
          failure({ minute, user: `user-${index}`, account: index % 2 === 0 ? '111111111111' : '222222222222' }),
        ),
      },
      {
        title: 'five people on the portal of Identity Center',
        severity: 'high',
        records: burst(5, (index, minute) =>
          portalCheck('PASSWORD', 'Failure', {
            user: `94d00cd8-0000-0000-0000-00000000000${index}`,
            minute,
            ip: '203.0.113.7',
          }),
        ),
      },
      { title: 'from the office', severity: 'low', lists: { networks: ['203.0.113.0/24'] }, records: spray(5) },
    ],
    quiet: [
      { title: 'four users', records: spray(4) },
      {
        title: 'names that belong to nobody, which CloudTrail hides',
        records: burst(6, (_, minute) => failure({ minute, user: 'HIDDEN_DUE_TO_SECURITY_REASONS' })),
      },
      { title: 'within half an hour all but the first', records: spray(5, 30 / 4) },
      { title: 'one user, again and again', records: burst(9, (_, minute) => failure({ minute })) },
      {
        title: 'five users from five addresses',
        records: burst(5, (index, minute) => failure({ minute, user: `user-${index}`, ip: `203.0.113.${index}` })),
      },
      {
        title: 'five users sign in',
        records: burst(5, (index, minute) =>
          failure({ minute, user: `user-${index}`, response: { ConsoleLogin: 'Success' }, also: {} }),
        ),
      },
    ],
  }),
});
