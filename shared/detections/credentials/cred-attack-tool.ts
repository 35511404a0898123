import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { iamUser, record } from '../example.ts';

/** Tools by what they write into the user agent; letters around a name would make it another word. */
const TOOLS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Stratus Red Team', alone('stratus-red-team')],
  ['Pacu', alone('pacu')],
  ['TruffleHog', alone('trufflehog')],
  ['ScoutSuite', alone('scout ?suite')],
  ['CloudFox', alone('cloudfox')],
  ['enumerate-iam', alone('enumerate-iam')],
  ['CloudSploit', alone('cloudsploit')],
  ['WeirdAAL', alone('weirdaal')],
  ['PMapper', alone('p(?:rincipal)?mapper')],
  ['Grimoire', alone('grimoire')],
  ['S3 Browser', alone('s3 ?browser')],
  // The AWS CLI writes the kernel's release and the distribution: `Linux/6.6.9-kali1-amd64 exe/x86_64.kali.2025`.
  ['Kali Linux', alone('kali')],
  ['Parrot OS', alone('parrot')],
  ['Pentoo', alone('pentoo')],
];
const SYSTEMS = new Set(['Kali Linux', 'Parrot OS', 'Pentoo']);

function alone(name: string): RegExp {
  return new RegExp(`(?<![a-z])${name}(?![a-z])`, 'i');
}

function toolIn(userAgent: string): string | undefined {
  return TOOLS.find(([, sign]) => sign.test(userAgent))?.[0];
}

function subject(event: TrailEvent): string | undefined {
  const tool = toolIn(event.userAgent);
  return tool === undefined ? undefined : `${event.principal.key} ${tool}`;
}

const KALI =
  'aws-cli/2.15.10 Python/3.11.6 Linux/6.6.9-kali1-amd64 exe/x86_64.kali.2025 prompt/off command/sts.get-caller-identity';

export default defineDetection({
  id: 'cred-attack-tool',
  topic: 'C',
  title: 'Attack tool at work',
  severity: 'high',
  attack: ['T1580'],
  why: 'The user agent names a tool made for attacking or taking stock of AWS accounts. Few who use a stolen key take the trouble to change it.',
  benign: ['An authorised penetration test or exercise', 'Somebody who likes S3 Browser for daily work'],
  runbook: [
    'Ask {principal}, and whoever orders penetration tests, whether one was running at {time} from {ip}.',
    'See all the tool did, refused calls included: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}; IAM’s own calls are in us-east-1.',
    'If nobody ordered it, the credentials are stolen. For a user’s key: aws iam update-access-key --access-key-id {key} --status Inactive --user-name {principal}; for a role’s session: revoke the role’s active sessions.',
    'Look for what was left behind: users, access keys, roles and trust policies made since {time-1h}.',
  ],
  on: { outcome: 'any', agent: (userAgent) => toolIn(userAgent) !== undefined },
  match: (event) => {
    const tool = toolIn(event.userAgent);
    if (tool === undefined) return false;
    return {
      what: `called ${event.service}:${event.name} ${SYSTEMS.has(tool) ? 'from' : 'with'} ${tool}`,
      reasons: [`the user agent says ${tool}`],
    };
  },
  state: {
    // A scan makes thousands of calls: the first of a run is told.
    count: { subject, atLeast: 1, withinMinutes: 60, noun: 'calls of it' },
  },
  examples: () => ({
    fires: [
      {
        title: 'Kali Linux',
        severity: 'high',
        records: [record('sts', 'GetCallerIdentity', { by: iamUser(), agent: KALI })],
      },
      {
        title: 'Pacu, refused',
        severity: 'high',
        records: [record('iam', 'ListUsers', { by: iamUser(), agent: 'Pacu', error: { code: 'AccessDenied' } })],
      },
      {
        title: 'Stratus Red Team',
        severity: 'high',
        records: [record('ec2', 'DescribeVpcs', { agent: 'stratus-red-team_6a7ec681-49a5-4403-99a2-d3c1229e8063' })],
      },
      {
        title: 'S3 Browser, as S3 writes user agents',
        severity: 'high',
        records: [record('s3', 'ListBuckets', { agent: '[S3 Browser/11.6.7 (https://s3browser.com)]' })],
      },
    ],
    quiet: [
      {
        title: 'names that are part of other words',
        records: [
          record('s3', 'ListBuckets', { agent: 'capacuity/1.4 alkaline/2.0 s3browserify/3.1' }),
          record('s3', 'ListBuckets', { agent: 'aws-cli/2.31.0 Linux/6.6.9-generic exe/x86_64.ubuntu.24' }),
        ],
      },
      { title: 'no user agent', records: [record('sts', 'GetCallerIdentity', { also: { userAgent: null } })] },
    ],
  }),
});
