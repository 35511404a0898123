import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, person, ROOT, record, role } from '../example.ts';
import { countryOf, networkOf } from '../network.ts';
import { personOf } from './person.ts';
import { signInResult } from './sign-in.ts';

const HOME = '198.51.100.10';
const ABROAD = '203.0.113.7';
const PLACES = {
  [HOME]: { asn: 64500, organization: 'Example Telecom', country: 'DE' },
  '198.51.100.20': { asn: 64501, organization: 'Example Cable', country: 'DE' },
  [ABROAD]: { asn: 64510, organization: 'Example Hosting', country: 'VN' },
};

function login(ip: string, minute = 0, MFAUsed = 'Yes', difference: Difference = {}) {
  const { accessKeyId: _, ...by } = iamUser('bob');
  const also = { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed, MobileVersion: 'No' } };
  return record('signin', 'ConsoleLogin', {
    minute,
    by,
    ip,
    response: { ConsoleLogin: 'Success' },
    also,
    ...difference,
  });
}
function portal(ip: string, minute = 0) {
  const by = { type: 'IdentityCenterUser', onBehalfOf: { userId: '94d00cd8-e9e6-4810-b177-b08e84775435' } };
  const additionalEventData = { UserName: 'alice@example.com', CredentialType: 'EXTERNAL_IDP' };
  const also = {
    eventType: 'AwsServiceEvent',
    additionalEventData,
    serviceEventDetails: { UserAuthentication: 'Success' },
  };
  return record('signin', 'UserAuthentication', { minute, by, ip, also });
}
const sso = (ip: string, minute = 0) => login(ip, minute, 'No', { by: person('alice@example.com') });
const saml = (session: string, ip: string, minute = 0) => login(ip, minute, 'No', { by: role('reader', session) });
const roots = daily(4, (minute) => login(HOME, minute, 'Yes', { by: ROOT }));
const week = (ip = HOME) => daily(4, (minute) => login(ip, minute));

/** Only of IAM users: an identity provider's second factor is not told (quirk 4). */
function passwordOnly(event: TrailEvent): boolean {
  return event.identityType === 'IAMUser' && text(event.additional, 'MFAUsed')?.toLowerCase() !== 'yes';
}

/**
 * Impossible travel is not judged: a log gives no coordinates, and a VPN flies at any speed. Nor is a network within a known
 * country: people change those daily. PasswordRecoveryRequested exists for root alone, and root-activity tells it.
 */
export default defineDetection({
  id: 'signin-new-place',
  topic: 'U',
  title: 'Sign-in from a new place',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'A password, a session cookie or a phished code works from anywhere. Most people sign in from the same one or two countries.',
  benign: ['Travel', 'A VPN with another exit', 'A new provider at home'],
  runbook: [
    'Ask {target} whether they signed in at {time} from {ip}; call, don’t write.',
    'See what was done from there: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time}, in us-east-1 and every region you use.',
    'If it wasn’t them, end the sessions (Identity Center: delete the user’s active sessions; IAM user: aws iam delete-login-profile --user-name {target}) and change the password.',
    'VPN exits and offices belong into lists.networks of gatetrail.yml.',
  ],
  on: { source: 'signin', names: ['ConsoleLogin', 'UserAuthentication'] },
  match: (event) => {
    if (signInResult(event) !== 'success' || event.principal.class === 'root') return false;
    const network = networkOf(event);
    if (network === undefined) return false;
    const country = countryOf(event);
    const weak = passwordOnly(event);
    const organization = event.place?.organization;
    const name = text(event.additional, 'UserName') ?? event.principal.name;
    return {
      resource: `sign-in of ${name}`,
      target: name,
      what: `signed in from ${event.ip}${country === undefined ? '' : ` in ${country}`}`,
      severity: country === undefined ? (weak ? 'medium' : 'low') : weak ? 'high' : 'medium',
      reasons: [
        ...(weak ? ['without MFA'] : []),
        ...(organization === undefined ? [] : [`the network belongs to ${organization}`]),
        ...(country === undefined ? ['in which country is not known: no file of places is configured'] : []),
      ],
      listed: [{ list: 'networks', names: [event.ip], quiet: 'listed' }],
    };
  },
  state: {
    firstSeen: {
      // Apart, so that nobody is new to everything on the day a file of places is configured.
      subject: (event) => `${personOf(event)} by ${countryOf(event) === undefined ? 'network' : 'country'}`,
      value: (event) => countryOf(event) ?? networkOf(event),
      noun: 'place',
      learnDays: 4,
    },
  },
  examples: () => ({
    fires: [
      { title: 'a new country', severity: 'medium', places: PLACES, records: [...week(), login(ABROAD)] },
      { title: 'without MFA', severity: 'high', places: PLACES, records: [...week(), login(ABROAD, 0, 'No')] },
      { title: 'a new network, places unknown', severity: 'low', records: [...week(), login(ABROAD)] },
      { title: 'that without MFA', severity: 'medium', records: [...week(), login(ABROAD, 0, 'No')] },
      {
        title: 'on the portal of Identity Center, known from the console',
        severity: 'medium',
        places: PLACES,
        records: [...daily(7, (minute) => sso(HOME, minute)), portal(ABROAD)],
      },
    ],
    quiet: [
      { title: 'another network of the same country', places: PLACES, records: [...week(), login('198.51.100.20')] },
      {
        title: 'a country known since yesterday',
        places: PLACES,
        records: [...week(), ...week(ABROAD), login(ABROAD)],
      },
      {
        title: 'an own network',
        places: PLACES,
        lists: { networks: ['203.0.113.0/24'] },
        records: [...week(), login(ABROAD)],
      },
      {
        title: 'a wrong password',
        places: PLACES,
        records: [...week(), login(ABROAD, 0, 'No', { response: { ConsoleLogin: 'Failure' } })],
      },
      { title: 'a user who is new', places: PLACES, records: [...week().slice(-3), login(ABROAD)] },
      {
        title: 'another person through the same role',
        places: PLACES,
        records: [...daily(4, (minute) => saml('alice', HOME, minute)), saml('bob', ABROAD)],
      },
      {
        title: 'root, which root-activity tells',
        places: PLACES,
        records: [...roots, login(ABROAD, 0, 'Yes', { by: ROOT })],
      },
      { title: 'from inside of a VPC', records: [...week(), login('10.8.8.10')] },
    ],
  }),
});
