import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { type Difference, daily, FOREIGN, record, role } from '../example.ts';
import { networkOf } from '../network.ts';
import type { Severity } from '../severity.ts';
import { isProbing } from './probing.ts';
import { isAmazons, isPlaced, whoseNetwork } from './where.ts';

const NAT = '198.51.100.10';
const AWAY = '203.0.113.7';
const AMAZON = { asn: 16509, country: 'DE' };
const PLACES = {
  [NAT]: AMAZON,
  '198.51.100.20': AMAZON,
  [AWAY]: { asn: 64510, organization: 'Example Hosting', country: 'VN' },
};

/** The credentials that an instance gets from its metadata: the session is named after it. */
const INSTANCE = /^i-[0-9a-f]{8,17}$/;
const INSIDE = 'a VPC';

/** Whose VPC endpoint a call came through, when that is another account than the role's (record contents, eventVersion 1.09). */
function endpointOwner({ raw, principal }: TrailEvent): string | undefined {
  const owner = filled(raw['vpcEndpointAccountId']);
  return owner === principal.account ? undefined : owner;
}

/** From where the credentials were used, as it is remembered for the role. */
function whereUsed(event: TrailEvent): string {
  const owner = endpointOwner(event);
  return networkOf(event) ?? (owner === undefined ? INSIDE : `a VPC of account ${owner}`);
}

/** Version 1 of the metadata service gives credentials to whoever can make the instance fetch a URL. */
const RAISED: Readonly<Partial<Record<Severity, Severity>>> = { medium: 'high', high: 'critical' };

/**
 * Without a file of places a new block may be Amazon’s own: an instance that starts again, or a machine of a group, gets another
 * public address. A thief’s first call tells more.
 */
function severityOf(event: TrailEvent, network: string | undefined): Severity {
  if (isAmazons(event)) return 'medium';
  if (isPlaced(event) || network === undefined) return 'critical';
  return isProbing(event) ? 'high' : 'medium';
}

function match(event: TrailEvent): Match | false {
  const { principal } = event;
  if (event.invokedBy !== undefined) return false;
  const owner = endpointOwner(event);
  const network = networkOf(event);
  if (network === undefined && owner === undefined) return { learnOnly: true };
  const usual = severityOf(event, network);
  const first = filled(event.raw.userIdentity, 'sessionContext', 'ec2RoleDelivery') === '1.0';
  return {
    resource: `role ${principal.name}`,
    target: principal.session ?? principal.name,
    what: `used the credentials of instance ${principal.session} from ${network === undefined ? whereUsed(event) : event.ip}`,
    severity: (first ? RAISED[usual] : undefined) ?? usual,
    reasons: [
      ...(network === undefined ? [] : [whoseNetwork(event)]),
      ...(first ? ['they were fetched with version 1 of the metadata service'] : []),
    ],
    listed: [{ list: 'networks', names: [event.ip], quiet: 'listed' }],
    ...(network === undefined && owner !== undefined ? { foreign: { accounts: [owner], required: true } } : {}),
  };
}

function call(ip: string, difference: Difference & { delivery?: string; instance?: string } = {}) {
  const { delivery = '2.0', instance = 'i-0123456789abcdef0', ...rest } = difference;
  const session = role('web', instance);
  const by = { ...session, sessionContext: { ...(session['sessionContext'] as object), ec2RoleDelivery: delivery } };
  return record('sqs', 'SetQueueAttributes', { ip, by, ...rest });
}
const week = daily(5, (minute) => call(NAT, { minute }));
const endpoint = (vpcEndpointAccountId: string, minute = 0) =>
  call('10.0.0.7', { minute, also: { vpcEndpointId: 'vpce-0123456789abcdef0', vpcEndpointAccountId } });

export default defineDetection({
  id: 'cred-ec2-role-outside',
  topic: 'C',
  title: 'Instance’s credentials used outside of it',
  severity: 'critical',
  attack: ['T1552.005'],
  why: 'Somebody has taken the credentials from an instance, often through a web application that fetches any URL, and has the role’s rights for hours, from anywhere.',
  benign: ['A new NAT gateway or public address', 'A proxy of your own that instances go through'],
  runbook: [
    'Find out whether {ip} is yours: aws ec2 describe-addresses --region {region} --public-ips {ip}; aws ec2 describe-nat-gateways --region {region} --query "NatGateways[].NatGatewayAddresses[].PublicIp".',
    'If not, deny the open sessions of the role first (console: Revoke sessions; or a Deny for aws:TokenIssueTime before now).',
    'See what was done from there: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h}, in us-east-1 and every region you use.',
    'Require version 2 of the metadata service: aws ec2 modify-instance-metadata-options --region {region} --instance-id {target} --http-tokens required; find the hole through which the credentials left, and isolate {target}.',
  ],
  on: {
    first: 'ip',
    identity: 'AssumedRole',
    outcome: 'any',
    arn: (arn) => INSTANCE.test(arn.slice(arn.lastIndexOf('/') + 1)),
  },
  match,
  state: {
    // By role, not by instance: the machines of a group come and go behind the same ways out.
    firstSeen: {
      subject: (event) => event.principal.key,
      value: whereUsed,
      noun: 'network of this role’s instances',
      learnDays: 5,
    },
  },
  examples: () => ({
    fires: [
      { title: 'from elsewhere', severity: 'critical', places: PLACES, records: [...week, call(AWAY)] },
      { title: 'places unknown', severity: 'medium', records: [...week, call(AWAY)] },
      {
        title: 'places unknown, beginning with what a thief asks first',
        severity: 'high',
        records: [...week, record('sts', 'GetCallerIdentity', { ip: AWAY, by: role('web', 'i-0123456789abcdef0') })],
      },
      {
        title: 'places unknown, with version 1 of the metadata service',
        severity: 'high',
        records: [...week, call(AWAY, { delivery: '1.0' })],
      },
      {
        title: 'from Amazon, where no instance of the role was before',
        severity: 'medium',
        places: PLACES,
        records: [...daily(7, (minute) => endpoint('111111111111', minute)), call(NAT)],
      },
      {
        title: 'through somebody else’s VPC endpoint',
        severity: 'critical',
        places: PLACES,
        records: [...daily(5, (minute) => endpoint('111111111111', minute)), endpoint(FOREIGN)],
      },
      {
        title: 'refused',
        severity: 'critical',
        places: PLACES,
        records: [...week, call(AWAY, { error: { code: 'AccessDenied' } })],
      },
    ],
    quiet: [
      {
        title: 'another instance behind the same gateway',
        records: [...week, call(NAT, { instance: 'i-0fedcba987654321' })],
      },
      { title: 'another address of Amazon', places: PLACES, records: [...week, call('198.51.100.20')] },
      { title: 'through a VPC endpoint', records: [...week, endpoint('111111111111')] },
      { title: 'through the endpoint of a trusted account', trusted: [FOREIGN], records: [...week, endpoint(FOREIGN)] },
      { title: 'a proxy of one’s own', lists: { networks: ['203.0.113.0/24'] }, records: [...week, call(AWAY)] },
      { title: 'a role of which little is known', records: [...week.slice(-4), call(AWAY)] },
      { title: 'a session that is no instance’s', records: [...week, call(AWAY, { instance: 'deploy' })] },
      {
        title: 'a service that acts for the instance',
        records: [
          ...week,
          call(AWAY, { by: { ...role('web', 'i-0123456789abcdef0'), invokedBy: 'athena.amazonaws.com' } }),
        ],
      },
    ],
  }),
});
