import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, text } from '../../cloudtrail/field.ts';
import { isPlaced, whoseNetwork } from '../credentials/where.ts';
import { defineDetection, type Match } from '../define.ts';
import { type Difference, daily, person, record } from '../example.ts';
import { networkOf } from '../network.ts';
import type { Severity } from '../severity.ts';

/** In the browser: where the person is. AuthorizeOAuth2Access is the consent to `aws login` (Sign-In user guide, CloudTrail). */
const IN_BROWSER = new Set(['AuthorizeOAuth2Access', 'ConsoleLogin']);

function clientOf({ params }: TrailEvent): string {
  return filled(params, 'client_id') ?? filled(params, 'clientId') ?? '';
}

/** How the token was got decides how much a new network means. Most records say it in additionalEventData. */
function gravity(event: TrailEvent): readonly [severity: Severity, words: string] {
  const grant =
    text(event.additional, 'grant_type') ?? text(event.params, 'grant_type') ?? text(event.params, 'grantType');
  if (grant === 'refresh_token') return ['low', 'it renews a sign-in of before'];
  // `aws login --remote`: a code that somebody reads out or pastes elsewhere, as in phishing with device codes.
  if (clientOf(event).endsWith('/cross-device'))
    return [isPlaced(event) ? 'high' : 'medium', 'the code was carried from one machine to another'];
  return [isPlaced(event) ? 'medium' : 'low', 'browser and program are in different networks'];
}

const HOME = '198.51.100.10';
const AWAY = '203.0.113.7';
const PLACES = {
  [HOME]: { asn: 64500, organization: 'Example Telecom', country: 'DE' },
  [AWAY]: { asn: 64510, organization: 'Example Hosting', country: 'VN' },
};
const { accessKeyId: _, ...by } = person();
const client = (device: string) => ({ client_id: `arn:aws:signin:::devtools/${device}` });
function consent(ip: string, minute = 0, device = 'same-device') {
  return record('signin', 'AuthorizeOAuth2Access', { minute, ip, by, params: client(device), agent: 'Mozilla/5.0' });
}
function token(ip: string, difference: Difference & { device?: string; grant?: string } = {}) {
  const { device = 'same-device', grant, ...rest } = difference;
  const additionalEventData = { success: 'true', ...(grant === undefined ? {} : { grant_type: grant }) };
  const agent = 'aws-cli/2.32.0 md/command#login';
  return record('signin', 'CreateOAuth2Token', {
    ip,
    by,
    agent,
    params: client(device),
    also: { additionalEventData },
    ...rest,
  });
}
const week = daily(3, (minute) => token(HOME, { minute }));

/** Counted beside the others, and no finding by itself: among no accounts none can be foreign. */
const COUNTED_ONLY: Match = { foreign: { accounts: [], required: true } };

export default defineDetection({
  id: 'signin-oauth-login-new',
  topic: 'F',
  title: 'Sign-in token for a program in a new network',
  severity: 'medium',
  attack: ['T1550.001'],
  why: 'With the token of aws login a program has the person’s rights for up to twelve hours. Whoever tricks somebody into handing the code over, or copies the cache, has them too.',
  benign: ['A new laptop or network', 'aws login on a server', 'An assistant that was connected to AWS'],
  runbook: [
    'Ask {principal} whether they signed a program in at {time}, and whether {ip} is theirs.',
    'See what was done from there: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={principal} --start-time {time} (sourceIPAddress {ip}), in every region you use.',
    'If not, end the session: deny it by aws:SignInSessionArn of the record (event {event}) or by aws:TokenIssueTime before now, and end the person’s console sessions.',
    'Deny signin:CreateOAuth2Token for the cross-device client where nobody needs it.',
  ],
  on: {
    source: 'signin',
    names: [
      'AuthorizeOAuth2Access',
      'ConsoleLogin',
      'CreateBearerToken',
      'CreateOAuth2Token',
      'CreateOAuth2TokenWithIAM',
    ],
  },
  match: (event) => {
    if (networkOf(event) === undefined || event.principal.class === 'service') return false;
    if (IN_BROWSER.has(event.name)) return COUNTED_ONLY;
    const [severity, words] = gravity(event);
    const client = clientOf(event);
    return {
      resource: `sign-in of ${event.principal.name}`,
      target: event.principal.name,
      what: `got a sign-in token for a program at ${event.ip}`,
      severity,
      reasons: [words, whoseNetwork(event), ...(client === '' ? [] : [`the client is ${client}`])],
      listed: [{ list: 'networks', names: [event.ip], quiet: 'listed' }],
    };
  },
  state: {
    // Of a day the earliest event from a network counts: where the browser signed in first, signin-new-place has told it.
    firstSeen: {
      subject: (event) => event.principal.key,
      value: networkOf,
      noun: 'network of this caller',
      learnDays: 3,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'away from the browser',
        severity: 'medium',
        places: PLACES,
        records: [...week, consent(HOME), token(AWAY, { minute: 1 })],
      },
      { title: 'places unknown', severity: 'low', records: [...week, consent(HOME), token(AWAY, { minute: 1 })] },
      {
        title: 'with a code that was handed over',
        severity: 'high',
        places: PLACES,
        records: [...week, consent(HOME, 0, 'cross-device'), token(AWAY, { minute: 1, device: 'cross-device' })],
      },
      {
        title: 'with a code that was handed over, places unknown',
        severity: 'medium',
        records: [...week, token(AWAY, { params: { clientId: 'arn:aws:signin:::devtools/cross-device' } })],
      },
      {
        title: 'renewed on the way',
        severity: 'low',
        places: PLACES,
        records: [...week, token(AWAY, { grant: 'refresh_token' })],
      },
      {
        title: 'renewed, as the request tells',
        severity: 'low',
        places: PLACES,
        records: [...week, token(AWAY, { params: { ...client('same-device'), grantType: 'refresh_token' } })],
      },
    ],
    quiet: [
      {
        title: 'where the browser is, too',
        places: PLACES,
        records: [...week, consent(AWAY), token(AWAY, { minute: 1 })],
      },
      { title: 'where it always is', places: PLACES, records: [...week, token(HOME)] },
      { title: 'a person who is new', places: PLACES, records: [...week.slice(-2), token(AWAY)] },
      {
        title: 'an own network',
        places: PLACES,
        lists: { networks: ['203.0.113.0/24'] },
        records: [...week, token(AWAY)],
      },
      {
        title: 'refused',
        places: PLACES,
        records: [...week, token(AWAY, { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
