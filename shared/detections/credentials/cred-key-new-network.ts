import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, record } from '../example.ts';
import { networkOf } from '../network.ts';
import { isProbing } from './probing.ts';
import { isPlaced, whoseNetwork } from './where.ts';

const HOME = '198.51.100.10';
const AWAY = '203.0.113.7';
const PLACES = {
  [HOME]: { asn: 64500, organization: 'Example Telecom', country: 'DE' },
  [AWAY]: { asn: 64510, organization: 'Example Hosting', country: 'VN' },
};

function call(service: string, name: string, ip: string, minute = 0, difference: Difference = {}) {
  return record(service, name, { minute, ip, by: iamUser(), ...difference });
}
const week = daily(5, (minute) => call('sqs', 'SetQueueAttributes', HOME, minute));
const work = (ip: string, difference: Difference = {}) => call('sqs', 'SetQueueAttributes', ip, 0, difference);
const who = (ip: string, difference: Difference = {}) => call('sts', 'GetCallerIdentity', ip, 0, difference);
const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io)';

export default defineDetection({
  id: 'cred-key-new-network',
  topic: 'C',
  title: 'Long-term key used from a new network',
  severity: 'high',
  attack: ['T1078.004'],
  why: 'A key works from anywhere. One that leaked shows up in a network where its user never was, and often begins by asking what it is good for.',
  benign: [
    'A new office or provider',
    'A build service whose machines change their addresses',
    'A developer who travels',
  ],
  runbook: [
    'Ask the owner of {principal} what ran at {time} from {ip}.',
    'See what the key did from there: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}, in us-east-1 and every region you use.',
    'If nobody knows it, the key has leaked: aws iam update-access-key --user-name {principal} --access-key-id {key} --status Inactive, and look for what it made: users, keys, roles, instances.',
    'Networks of your own belong into lists.networks of gatetrail.yml; better still, give what needs the key a role.',
  ],
  on: { first: 'network', identity: 'IAMUser', outcome: 'any' },
  match: (event) => {
    const network = networkOf(event);
    if (network === undefined || event.invokedBy !== undefined || !event.accessKeyId?.startsWith('AKIA')) return false;
    const probing = isProbing(event);
    // A block of addresses is weaker evidence than a network with a name: one provider has many, and machines move among them.
    const placed = isPlaced(event);
    return {
      resource: `access key ${event.accessKeyId}`,
      target: event.principal.name,
      what: `used its key from a new network, beginning with ${event.service}:${event.name}`,
      severity: placed ? (probing ? 'high' : 'medium') : probing ? 'medium' : 'low',
      reasons: [
        whoseNetwork(event),
        ...(event.outcome === 'denied' ? ['the first call from there was refused'] : []),
        ...(probing && event.outcome !== 'denied' ? ['the first call from there asks what the key is good for'] : []),
      ],
      listed: [{ list: 'networks', names: [event.ip], quiet: 'listed' }],
    };
  },
  state: {
    // By user: a new key of a user is used where the old one was.
    firstSeen: {
      subject: (event) => event.principal.key,
      value: networkOf,
      noun: 'network of this user',
      learnDays: 5,
    },
  },
  examples: () => ({
    fires: [
      { title: 'asks who it is', severity: 'high', places: PLACES, records: [...week, who(AWAY)] },
      {
        title: 'is refused',
        severity: 'high',
        places: PLACES,
        records: [...week, work(AWAY, { error: { code: 'AccessDenied' } })],
      },
      { title: 'goes on with its work', severity: 'medium', places: PLACES, records: [...week, work(AWAY)] },
      {
        title: 'Terraform, which asks who it is at every run',
        severity: 'medium',
        places: PLACES,
        records: [...week, who(AWAY, { agent: TERRAFORM })],
      },
      { title: 'a block that may be the old provider’s', severity: 'low', records: [...week, work(AWAY)] },
      { title: 'that, asking who it is', severity: 'medium', records: [...week, who(AWAY)] },
    ],
    quiet: [
      { title: 'the network of every day', places: PLACES, records: [...week, who(HOME)] },
      {
        title: 'an own network',
        places: PLACES,
        lists: { networks: ['203.0.113.0/24'] },
        records: [...week, who(AWAY)],
      },
      { title: 'a user of whom little is known', places: PLACES, records: [...week.slice(-4), who(AWAY)] },
      {
        title: 'a service on the user’s behalf',
        places: PLACES,
        records: [
          ...week,
          who('cloudformation.amazonaws.com', { by: { ...iamUser(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
      { title: 'through a VPC endpoint', places: PLACES, records: [...week, who('10.0.0.7')] },
      {
        title: 'a session, which other detections look at',
        places: PLACES,
        records: [...week, who(AWAY, { by: iamUser('legacy-ci', 'ASIAEXAMPLEEXAMPLE02') })],
      },
    ],
  }),
});
