import { defineSequence } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';

const byUser = { by: iamUser(), region: 'us-east-1' };
const QUESTIONS = [
  'ListUsers',
  'ListRoles',
  'ListGroups',
  'ListPolicies',
  'GetAccountSummary',
  'ListAccessKeys',
  'ListMFADevices',
  'ListAccountAliases',
  'GetAccountPasswordPolicy',
  'ListInstanceProfiles',
  'ListOpenIDConnectProviders',
  'ListSAMLProviders',
];
const whoAmI = (minute = 0, difference: Difference = {}) =>
  record('sts', 'GetCallerIdentity', { minute, ...byUser, ...difference });
const recon = (from = 1, difference: Difference = {}) =>
  burst(
    QUESTIONS.length,
    (index, minute) =>
      record('iam', QUESTIONS[index] ?? 'ListUsers', { ...byUser, ...difference, minute: from + minute }),
    0.1,
  );
const persisted = (minute: number, difference: Difference = {}) =>
  record('iam', 'CreateUser', { minute, ...byUser, params: { userName: 'backup-svc' }, ...difference });

export default defineSequence({
  id: 'seq-leaked-key-playbook',
  topic: 'C',
  title: 'Leaked key tried, explored and made permanent',
  severity: 'critical',
  attack: ['T1078.004', 'T1087.004', 'T1098.001'],
  why: 'Who am I, what may I do, how do I stay: the three questions of everybody who finds an access key.',
  benign: ['A first run of a tool that sets an account up'],
  runbook: [
    'Switch the key off now: aws iam update-access-key --access-key-id {key} --status Inactive --user-name USER.',
    'Take away what was made to stay: the last event named here; then everything else {principal} made since {time-6h} (users, keys, roles, policies, functions).',
    'Find where the key leaked: repositories, images, build logs, laptops; AWS quarantines keys it finds in public.',
    'Read all calls of the key in every region you use: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-6h}.',
  ],
  key: 'principal',
  withinHours: 2,
  ordered: true,
  steps: [
    {
      title: 'asked who it is',
      on: { source: 'sts', names: ['GetCallerIdentity'] },
      match: (event) => event.accessKeyId?.startsWith('AKIA') === true && { what: 'asked whose key it holds' },
    },
    { title: 'explored', detections: ['cred-denied-burst', 'cred-recon-burst'], minSeverity: 'medium' },
    {
      title: 'made permanent',
      on: {
        source: ['iam', 'sts'],
        names: [
          'CreateAccessKey',
          'CreateLoginProfile',
          'CreateRole',
          'CreateUser',
          'GetFederationToken',
          'UpdateAssumeRolePolicy',
        ],
      },
      match: (event) => ({ what: `called ${event.service}:${event.name}` }),
    },
  ],
  examples: () => ({
    fires: [
      { title: 'all within minutes', severity: 'critical', records: [whoAmI(), ...recon(), persisted(10)] },
      {
        title: 'a federation token',
        severity: 'critical',
        records: [
          whoAmI(),
          ...recon(),
          record('sts', 'GetFederationToken', { minute: 30, ...byUser, params: { name: 'x' } }),
        ],
      },
    ],
    quiet: [
      { title: 'nothing made', records: [whoAmI(), ...recon()] },
      { title: 'nothing explored', records: [whoAmI(), persisted(10)] },
      { title: 'made first', records: [persisted(-5), whoAmI(), ...recon()] },
      {
        title: 'the making refused',
        records: [whoAmI(), ...recon(), persisted(10, { error: { code: 'AccessDenied' } })],
      },
      {
        title: 'made by somebody else',
        records: [whoAmI(), ...recon(), persisted(10, { by: iamUser('alice', 'AKIAEXAMPLEEXAMPLE88') })],
      },
      { title: 'the next day', records: [whoAmI(), ...recon(), persisted(1440)] },
    ],
  }),
});
