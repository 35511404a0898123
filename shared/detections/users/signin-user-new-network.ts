import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, person, record } from '../example.ts';
import { networkOf } from '../network.ts';
import { loginKey } from './person.ts';
import { signInResult } from './sign-in.ts';

const OFFICE = '198.51.100.10';
const AWAY = '203.0.113.7';
const PLACES = {
  [OFFICE]: { asn: 64500, organization: 'Example Telecom', country: 'DE' },
  [AWAY]: { asn: 64510, organization: 'Example Hosting', country: 'DE' },
};

function login(ip: string, minute = 0, difference: Difference = {}) {
  const { accessKeyId: _, ...by } = iamUser('bob');
  const also = { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed: 'Yes' } };
  return record('signin', 'ConsoleLogin', {
    minute,
    by,
    ip,
    response: { ConsoleLogin: 'Success' },
    also,
    ...difference,
  });
}
const week = daily(4, (minute) => login(OFFICE, minute));

/** Alone it means little, and signin-new-place knows more about places: it is a step of seq-login-reset-takeover. */
export default defineDetection({
  id: 'signin-user-new-network',
  topic: 'U',
  title: 'IAM user signed in from a new network',
  severity: 'info',
  attack: ['T1078.004'],
  why: 'A user who signs in from where they never were may be somebody else: above all shortly after somebody there has reset their password.',
  benign: ['Another office, a new provider at home, a phone as a hot spot', 'The first sign-in of a new user'],
  runbook: [
    'See what came before it: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time-1h} --end-time {time+1h}.',
    'Look for a reset of their password or second factor from the same address {ip}.',
    'If in doubt, ask {target} whether they signed in at {time}.',
  ],
  on: { source: 'signin', names: ['ConsoleLogin'], identity: 'IAMUser' },
  match: (event) => {
    const network = networkOf(event);
    if (network === undefined || signInResult(event) !== 'success') return false;
    const { name } = event.principal;
    return {
      key: loginKey(event, name, network),
      resource: `sign-in of ${name}`,
      target: name,
      what: `signed in from ${event.ip}`,
      listed: [{ list: 'networks', names: [event.ip], quiet: 'listed' }],
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.principal.key,
      value: networkOf,
      noun: 'network of this user',
      learnDays: 1,
      learning: 'info',
    },
  },
  examples: () => ({
    fires: [
      { title: 'another network', severity: 'info', records: [...week, login(AWAY)] },
      {
        title: 'another network of the same country',
        severity: 'info',
        places: PLACES,
        records: [...week, login(AWAY)],
      },
      { title: 'the first sign-in of a user', severity: 'info', records: [login(OFFICE)] },
    ],
    quiet: [
      { title: 'an own network', lists: { networks: ['203.0.113.0/24'] }, records: [login(AWAY)] },
      { title: 'a wrong password', records: [login(AWAY, 0, { response: { ConsoleLogin: 'Failure' } })] },
      { title: 'through Identity Center', records: [login(AWAY, 0, { by: person() })] },
      { title: 'from inside of a VPC', records: [login('10.8.8.10')] },
    ],
  }),
});
