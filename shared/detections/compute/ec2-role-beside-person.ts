import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, person, record, role } from '../example.ts';
import { networkOf } from '../network.ts';
import { instanceSession, KNOWN_ACCOUNT } from './example-instances.ts';

/** EC2 names the session of an instance's role after the instance. */
const INSTANCE = /^i-[0-9a-f]{8,17}$/i;

/** Sessions of instances, and of people: the others need not be looked at. */
const CALLERS = /\/m?i-[0-9a-f]{8,17}$|:user\/|@|AWSReservedSSO_/i;

/** Who calls from an address, as far as it matters here: an instance with its role, or a person. */
function callerKind(event: TrailEvent): 'instance' | 'person' | undefined {
  const { principal } = event;
  if (principal.session !== undefined && INSTANCE.test(principal.session)) return 'instance';
  // An IAM user may be an application's: its key belongs on no instance that has a role, so it counts too.
  return principal.class === 'human' || principal.class === 'user' ? 'person' : undefined;
}

const call = (by: Record<string, unknown>, minute: number, difference: Difference = {}) =>
  record('sts', 'GetCallerIdentity', { by, minute, ip: '203.0.113.77', ...difference });

// Where an instance's credentials are used is not told by its address: the log doesn't hold the addresses of instances. That
// a person calls from the same one within the hour says that it is no instance's, unless people go out through the same NAT
// gateway, which is known after a day.
export default defineDetection({
  id: 'ec2-role-beside-person',
  topic: 'X',
  title: 'Instance credentials used beside a person',
  severity: 'high',
  attack: ['T1552.005', 'T1078.004'],
  why: 'The credentials of an instance’s role and a person’s came from one address. Either somebody took the credentials off the machine, or works from that machine with credentials that do not belong there.',
  benign: [
    'People whose VPN leaves through the NAT gateway of the instances',
    'A bastion on which people use their own keys',
  ],
  runbook: [
    'Find out what {ip} is: aws ec2 describe-addresses --region {region} --public-ips {ip}; aws ec2 describe-nat-gateways --region {region} --filter Name=state,Values=available --query "NatGateways[].NatGatewayAddresses[].PublicIp". If it is yours, people and instances share a way out.',
    'If it is not, somebody holds the instance’s credentials. See what they did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
    'Revoke the role’s sessions (IAM console, Revoke active sessions), isolate the instance, and stop the person’s key as well.',
    'Find out how they left the machine: commands by Systems Manager, sign-ins, or a web flaw that reads the metadata service; require IMDSv2.',
  ],
  on: { first: 'ip', outcome: 'any', identity: ['AssumedRole', 'IAMUser'], arn: (arn) => CALLERS.test(arn) },
  match: (event) => {
    const kind = callerKind(event);
    if (kind === undefined || event.invokedBy !== undefined || networkOf(event) === undefined) return false;
    const { name, session } = event.principal;
    return kind === 'instance'
      ? {
          resource: `role ${name}`,
          target: name,
          what: `used the role of instance ${session} from ${event.ip}, as a person did`,
        }
      : { resource: event.ip, what: `called from ${event.ip}, from which an instance’s role is used too` };
  },
  state: {
    firstSeen: {
      subject: (event) => event.ip,
      value: callerKind,
      noun: 'kind of caller at this address',
      learnDays: 3,
      learnFrom: 'account',
      learning: 'medium',
    },
    count: {
      subject: (event) => event.ip,
      distinct: callerKind,
      atLeast: 2,
      withinMinutes: 60,
      noun: 'kinds of callers (instance and person)',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a stolen key, then the instance’s role',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, call(iamUser(), 0), call(instanceSession(1), 2)],
      },
      {
        title: 'the other way round',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, call(instanceSession(1), 0), call(person(), 30)],
      },
      {
        title: 'in an account just met',
        severity: 'medium',
        records: [call(iamUser(), 0), call(instanceSession(1), 2)],
      },
    ],
    quiet: [
      {
        title: 'two instances behind one NAT gateway',
        records: [call(instanceSession(1), 0), call(instanceSession(2), 1)],
      },
      { title: 'two people in one office', records: [call(iamUser(), 0), call(person(), 1)] },
      { title: 'a pipeline on an instance', records: [call(instanceSession(1), 0), call(role('deploy'), 1)] },
      { title: 'more than an hour later', records: [call(iamUser(), 0), call(instanceSession(1), 60.6)] },
      {
        title: 'other addresses',
        records: [call(iamUser(), 0), call(instanceSession(1), 1, { ip: '198.51.100.20' })],
      },
      {
        title: 'private addresses',
        records: [call(iamUser(), 0, { ip: '10.0.0.5' }), call(instanceSession(1), 1, { ip: '10.0.0.5' })],
      },
      {
        title: 'a server of the office beside its people',
        records: [call(role('hybrid', 'mi-0123456789abcdef0'), 0), call(person(), 1)],
      },
      {
        title: 'a server of the office beside an instance',
        records: [call(role('hybrid', 'mi-0123456789abcdef0'), 0), call(instanceSession(1), 1)],
      },
    ],
  }),
});
