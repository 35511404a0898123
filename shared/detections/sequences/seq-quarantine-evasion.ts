import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineSequence, type Match } from '../define.ts';
import { type Difference, iamUser, record } from '../example.ts';

const POLICY = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
const QUARANTINE = /AWSCompromisedKeyQuarantine/;
const call = (name: string, minute: number, params: Record<string, unknown>, difference: Difference = {}) =>
  record('iam', name, { minute, region: 'us-east-1', params, ...difference });
const attached = (minute = 0, policyArn = POLICY) => call('AttachUserPolicy', minute, { userName: 'ci', policyArn });
const byUser = { by: iamUser('ci') };

function about(event: TrailEvent, user: string | undefined, what: string): Match | false {
  return user !== undefined && { key: `${event.account}/${user}`, target: user, resource: `IAM user ${user}`, what };
}

function policyOf({ params }: TrailEvent): string {
  return filled(params, 'policyArn') ?? filled(params, 'policyName') ?? '';
}

export default defineSequence({
  id: 'seq-quarantine-evasion',
  topic: 'C',
  title: 'Quarantined key gets around its quarantine',
  severity: 'critical',
  attack: ['T1685', 'T1098.001'],
  why: 'AWS found the key in public and tied its hands. Whoever holds it is in the account now, and is undoing that or making new keys.',
  benign: ['The owner takes the quarantine off after the key was replaced'],
  runbook: [
    'Switch every key of IAM user {target} off: aws iam list-access-keys --user-name {target}; aws iam update-access-key --user-name {target} --status Inactive --access-key-id KEY for each.',
    'Take away what was made since: the events named here, and aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time-24h}.',
    'Put the quarantine back until the user is replaced: aws iam attach-user-policy --user-name {target} --policy-arn arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3.',
    'Find where the key was published (the AWS Health event and mail name the place) and take it down.',
  ],
  key: 'match',
  withinHours: 24,
  ordered: true,
  steps: [
    {
      title: 'AWS quarantined a key',
      on: { source: 'iam', names: ['AttachUserPolicy', 'PutUserPolicy'] },
      match: (event) =>
        QUARANTINE.test(policyOf(event)) && about(event, filled(event.params, 'userName'), 'quarantined a leaked key'),
    },
    {
      title: 'the quarantine evaded',
      on: {
        source: 'iam',
        names: [
          'AttachUserPolicy',
          'CreateAccessKey',
          'CreateLoginProfile',
          'CreateRole',
          'CreateUser',
          'DeleteUserPolicy',
          'DetachUserPolicy',
          'UpdateAssumeRolePolicy',
        ],
      },
      match: (event) => {
        const what = `called iam:${event.name}`;
        const lifted = event.name === 'DetachUserPolicy' || event.name === 'DeleteUserPolicy';
        if (lifted) return QUARANTINE.test(policyOf(event)) && about(event, filled(event.params, 'userName'), what);
        if (QUARANTINE.test(policyOf(event))) return false;
        return event.identityType === 'IAMUser' && about(event, event.principal.name, what);
      },
    },
  ],
  examples: () => ({
    fires: [
      {
        title: 'taken off by anybody',
        severity: 'critical',
        records: [attached(), call('DetachUserPolicy', 60, { userName: 'ci', policyArn: POLICY })],
      },
      {
        title: 'a new key made by the user',
        severity: 'critical',
        records: [attached(), call('CreateAccessKey', 30, { userName: 'other' }, byUser)],
      },
      {
        title: 'an inline quarantine deleted',
        severity: 'critical',
        records: [
          call('PutUserPolicy', 0, {
            userName: 'ci',
            policyName: 'AWSCompromisedKeyQuarantineV2',
            policyDocument: '{}',
          }),
          call('DeleteUserPolicy', 60, { userName: 'ci', policyName: 'AWSCompromisedKeyQuarantineV2' }),
        ],
      },
    ],
    quiet: [
      { title: 'only quarantined', records: [attached()] },
      {
        title: 'another user makes a key',
        records: [attached(), call('CreateAccessKey', 30, { userName: 'ci' }, { by: iamUser('admin') })],
      },
      {
        title: 'another policy taken off',
        records: [
          attached(),
          call('DetachUserPolicy', 60, { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
        ],
      },
      {
        title: 'another policy was attached',
        records: [attached(0, 'arn:aws:iam::aws:policy/ReadOnlyAccess'), call('CreateAccessKey', 30, {}, byUser)],
      },
      {
        title: 'refused, as it should be',
        records: [attached(), call('CreateAccessKey', 30, {}, { ...byUser, error: { code: 'AccessDenied' } })],
      },
      {
        title: 'a new quarantine policy beside the old',
        records: [
          attached(),
          call('AttachUserPolicy', 5, { userName: 'ci', policyArn: POLICY.replace('V3', 'V2') }, byUser),
        ],
      },
      {
        title: 'two days later',
        records: [attached(), call('DetachUserPolicy', 2880, { userName: 'ci', policyArn: POLICY })],
      },
    ],
  }),
});
