import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { isAmazons, isPlaced, whoseNetwork } from '../credentials/where.ts';
import { defineDetection, type Match } from '../define.ts';
import { type Difference, daily, record } from '../example.ts';
import { networkOf } from '../network.ts';

const DEVICE_CODE = /:device_code$/;

/** The person's id in Identity Center, which all of these events have; older records have a name only. */
function personIn({ raw }: TrailEvent): string | undefined {
  return filled(raw.userIdentity, 'onBehalfOf', 'userId') ?? filled(raw.userIdentity, 'userName');
}

const HOME = '198.51.100.10';
const AWAY = '203.0.113.7';
const PLACES = {
  [HOME]: { asn: 64500, organization: 'Example Telecom', country: 'DE' },
  [AWAY]: { asn: 64510, organization: 'Example Hosting', country: 'VN' },
  '203.0.113.99': { asn: 16509, organization: 'Amazon.com, Inc.', country: 'DE' },
};
const by = {
  type: 'IdentityCenterUser',
  accountId: '111111111111',
  onBehalfOf: { userId: '94d00cd8-e9e6-4810-b177-b08e84775435' },
  credentialId: 'cdee2490-82ed-43b3-96ee-b75fbf0b97a5',
};
const named = { type: 'IdentityCenterUser', accountId: '111111111111', userName: 'alice' };
function signIn(ip: string, minute = 0, who: Record<string, unknown> = by) {
  const also = { eventType: 'AwsServiceEvent', serviceEventDetails: { UserAuthentication: 'Success' } };
  return record('signin', 'UserAuthentication', { minute, by: who, ip, also });
}
function token(ip: string, difference: Difference & { grant?: string } = {}) {
  const { grant = 'urn:ietf:params:oauth:grant-type:device_code', ...rest } = difference;
  return record('sso', 'CreateToken', { by, ip, params: { clientId: 'c1i2d3', grantType: grant }, ...rest });
}
const week = daily(2, (minute) => signIn(HOME, minute));

/** Counted beside the others, and no finding by itself: among no accounts none can be foreign. */
const COUNTED_ONLY: Match = { foreign: { accounts: [], required: true } };

export default defineDetection({
  id: 'fed-idc-device-code-phish',
  topic: 'F',
  title: 'Device code redeemed where its owner is not',
  severity: 'high',
  attack: ['T1528'],
  why: 'The person was sent a link of the attacker’s and confirmed it, second factor and all. The attacker holds a token for every account and role of that person.',
  benign: ['A sign-in for a server or container elsewhere', 'A VPN that the browser uses and the terminal doesn’t'],
  runbook: [
    'Call {principal}: did they confirm a code in the browser at {time}, for a machine at {ip}?',
    'If not, end their sessions in Identity Center at once (Users, Active sessions); the token stays good for hours otherwise, and so do the role sessions it was turned into: revoke those, too.',
    'See which roles were taken with it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=GetRoleCredentials --start-time {time}, and calls from {ip} in every account.',
    'Find others who got the same link: CreateToken from {ip} for other people. Let the CLI sign in with PKCE, not with device codes.',
  ],
  // Identity Center user guide: events of the portal and of OIDC ("information in CloudTrail"), and sign-in events.
  on: {
    source: ['signin', 'sso', 'sso-oauth'],
    names: ['Authenticate', 'CreateToken', 'Federate', 'UserAuthentication'],
  },
  match: (event) => {
    const network = networkOf(event);
    if (network === undefined || personIn(event) === undefined) return false;
    if (!DEVICE_CODE.test(filled(event.params, 'grantType') ?? '')) return COUNTED_ONLY;
    const placed = isPlaced(event) && !isAmazons(event);
    return {
      resource: `Identity Center user ${personIn(event)}`,
      target: event.principal.name,
      what: `got a token for a device code at ${event.ip}, where the person has neither signed in today nor been before`,
      // A terminal may speak IPv4 where the browser speaks IPv6, and servers of one's own are at Amazon's.
      severity: placed ? 'high' : 'medium',
      reasons: [whoseNetwork(event)],
      listed: [{ list: 'networks', names: [event.ip], quiet: 'listed' }],
    };
  },
  state: {
    // Of a day the earliest event from a network counts: who signs in from there first, as travellers do, stays quiet.
    firstSeen: {
      subject: personIn,
      value: networkOf,
      noun: 'network of this person',
      learnDays: 2,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'at an address of somebody else',
        severity: 'high',
        places: PLACES,
        records: [...week, signIn(HOME), token(AWAY, { minute: 3 })],
      },
      { title: 'places unknown', severity: 'medium', records: [...week, signIn(HOME), token(AWAY, { minute: 3 })] },
      {
        title: 'an older record, which has a name only',
        severity: 'high',
        places: PLACES,
        records: [...daily(2, (minute) => signIn(HOME, minute, named)), token(AWAY, { minute: 3, by: named })],
      },
      {
        title: 'at Amazon, where servers are',
        severity: 'medium',
        places: PLACES,
        records: [...week, signIn(HOME), token('203.0.113.99', { minute: 3 })],
      },
    ],
    quiet: [
      { title: 'where the person always is', places: PLACES, records: [...week, token(HOME)] },
      {
        title: 'on a journey, after signing in there',
        places: PLACES,
        records: [...week, signIn(AWAY), token(AWAY, { minute: 3 })],
      },
      {
        title: 'without a device code',
        places: PLACES,
        records: [...week, token(AWAY, { grant: 'authorization_code' })],
      },
      { title: 'a person who is new', places: PLACES, records: [...week.slice(-1), token(AWAY, { minute: 3 })] },
      {
        title: 'an own network',
        places: PLACES,
        lists: { networks: ['203.0.113.0/24'] },
        records: [...week, token(AWAY)],
      },
      {
        title: 'the code was not confirmed yet',
        places: PLACES,
        records: [...week, token(AWAY, { error: { code: 'AuthorizationPendingException' } })],
      },
    ],
  }),
});
