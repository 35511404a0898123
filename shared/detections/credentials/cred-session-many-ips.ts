import { defineDetection } from '../define.ts';
import { type Difference, daily, person, record, role } from '../example.ts';
import { networkOf } from '../network.ts';
import { isPlaced, whoseNetwork } from './where.ts';

const HOME = '198.51.100.10';
const AWAY = '203.0.113.7';
const PLACES = {
  [HOME]: { asn: 64500, organization: 'Example Cloud', country: 'DE' },
  '198.51.100.99': { asn: 64500, organization: 'Example Cloud', country: 'DE' },
  '2001:db8::7': { asn: 64500, organization: 'Example Cloud', country: 'DE' },
  [AWAY]: { asn: 64510, organization: 'Example Hosting', country: 'VN' },
};

/** Instances and functions have detections of their own, which know what their sessions look like. */
const INSTANCE = /^m?i-[0-9a-f]{8,17}$/;
const IN_LAMBDA = /\bexec-env\/AWS_Lambda|^awslambda-worker\b/;

function call(ip: string, minute = 0, difference: Difference = {}) {
  return record('sqs', 'SetQueueAttributes', { minute, ip, by: role('orders', '0123456789abcdef'), ...difference });
}
const week = daily(7, (minute) => call(HOME, minute));
const DAY = 24 * 60;
const webIdFederationData = {
  federatedProvider: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com',
};
const CI = {
  by: { ...role('orders'), sessionContext: { ...(role('orders')['sessionContext'] as object), webIdFederationData } },
};
const console = { also: { sessionCredentialFromConsole: 'true' } };

/**
 * By role and day, not by session and hour: a role’s sessions are as many as its machines, and to remember each from where it
 * was used would cost an item a session. People roam; instances and functions have detections of their own.
 */
export default defineDetection({
  id: 'cred-session-many-ips',
  topic: 'C',
  title: 'Role’s credentials used from two networks',
  severity: 'high',
  attack: ['T1550.001'],
  why: 'A machine’s temporary credentials are used where the machine is. From their own network and a new one on the same day they are used by two: one of them copied them.',
  benign: [
    'A new way out to the internet, such as a second NAT gateway',
    'A second place where the same role runs',
    'Somebody assumes the machine’s role from a desk',
  ],
  runbook: [
    'Compare what the session {key} did from each address: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h} (sourceIPAddress, userAgent), in us-east-1 and every region you use.',
    'Find out whose address {ip} is; ask the owner of {principal} whether they know it.',
    'If nobody does, deny the open sessions of the role: aws iam put-role-policy with a Deny for aws:TokenIssueTime before now (console: Revoke sessions).',
    'Find where the credentials were taken from: the machine, its metadata, a log that prints its environment.',
  ],
  on: { first: 'network', identity: ['AssumedRole', 'FederatedUser'], outcome: 'any' },
  match: (event) => {
    const { principal } = event;
    if (networkOf(event) === undefined || event.invokedBy !== undefined || event.viaConsole) return false;
    // People’s laptops move, and take their sessions along; CI’s machines are somewhere else every time.
    if (principal.class === 'human' || principal.class === 'ci') return false;
    if (INSTANCE.test(principal.session ?? '') || IN_LAMBDA.test(event.userAgent)) return false;
    return {
      resource: `credentials of ${principal.name}`,
      target: principal.name,
      what: `used its temporary credentials from a second network, ${event.ip}`,
      // A block of addresses may be the same provider’s as the last one.
      severity: isPlaced(event) ? 'high' : 'medium',
      reasons: [whoseNetwork(event)],
      listed: [{ list: 'networks', names: [event.ip], severity: 'low' }],
    };
  },
  state: {
    firstSeen: { subject: (event) => event.principal.key, value: networkOf, noun: 'network', learnDays: 7 },
    count: {
      subject: (event) => event.principal.key,
      distinct: networkOf,
      atLeast: 2,
      withinMinutes: 1440,
      noun: 'networks',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a machine’s, places known',
        severity: 'high',
        places: PLACES,
        records: [...week, call(HOME), call(AWAY, 20)],
      },
      { title: 'a machine’s, places unknown', severity: 'medium', records: [...week, call(HOME), call(AWAY, 20)] },
      {
        title: 'another session of the same role',
        severity: 'medium',
        records: [
          ...week,
          call(HOME),
          call(AWAY, 20, { by: role('orders', 'fedcba9876543210', 'ASIAEXAMPLEEXAMPLE09') }),
        ],
      },
      {
        title: 'an own network is the second one',
        severity: 'low',
        places: PLACES,
        lists: { networks: ['203.0.113.0/24'] },
        records: [...week, call(HOME), call(AWAY, 20)],
      },
      {
        title: 'refused there',
        severity: 'high',
        places: PLACES,
        records: [...week, call(HOME), call(AWAY, 20, { error: { code: 'AccessDenied' } })],
      },
    ],
    quiet: [
      {
        title: 'two addresses of one network',
        places: PLACES,
        records: [...week, call(HOME), call('198.51.100.99', 20)],
      },
      { title: 'the same network over IPv6', places: PLACES, records: [...week, call(HOME), call('2001:db8::7', 20)] },
      { title: 'its own network is not used that day: it has moved', records: [...week, call(AWAY)] },
      {
        title: 'a second network that it had before',
        records: [...week, call(AWAY, -3 * DAY), call(HOME), call(AWAY, 20)],
      },
      { title: 'a role that is new', records: [call(HOME), call(AWAY, 20)] },
      {
        title: 'a person’s laptop',
        places: PLACES,
        records: [
          ...daily(8, (minute) => call(HOME, minute, { by: person() })),
          call(HOME, 0, { by: person() }),
          call(AWAY, 20, { by: person() }),
        ],
      },
      {
        title: 'a build, which runs somewhere else every time',
        places: PLACES,
        records: [...daily(7, (minute) => call(HOME, minute, CI)), call(HOME, 0, CI), call(AWAY, 20, CI)],
      },
      { title: 'in the console', places: PLACES, records: [...week, call(HOME), call(AWAY, 20, console)] },
      {
        title: 'a service with the session',
        places: PLACES,
        records: [
          ...week,
          call(HOME),
          call('athena.amazonaws.com', 20, { by: { ...role('orders'), invokedBy: 'athena.amazonaws.com' } }),
        ],
      },
      { title: 'through a VPC endpoint', places: PLACES, records: [...week, call(HOME), call('10.0.0.7', 20)] },
      {
        title: 'an instance, which cred-ec2-role-outside tells',
        places: PLACES,
        records: [HOME, AWAY].map((ip, index) => call(ip, index, { by: role('orders', 'i-0123456789abcdef0') })),
      },
      {
        title: 'a function, which cred-lambda-role-outside tells',
        places: PLACES,
        records: [...week, call(HOME), call(AWAY, 20, { agent: 'Boto3/1.40.1 exec-env/AWS_Lambda_python3.13' })],
      },
    ],
  }),
});
