import { nameOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import { identityOf } from '../users/identity.ts';

const QUARANTINE = /^AWSCompromisedKeyQuarantine/;

function attached(policyArn: string, error?: { code: string }) {
  return record('iam', 'AttachUserPolicy', {
    region: 'us-east-1',
    params: { userName: 'legacy-ci', policyArn },
    ...(error === undefined ? {} : { error }),
  });
}

export default defineDetection({
  id: 'iam-quarantine-attached',
  topic: 'C',
  title: 'AWS put a leaked key into quarantine',
  severity: 'critical',
  attack: ['T1552.001'],
  why: 'AWS found an access key of this user in public and attached a policy that blocks the costliest abuse only. Whoever found it too can still read, call APIs and assume roles.',
  benign: ['Somebody attaches the policy by hand to stop a key'],
  runbook: [
    'Take it as true: find which key of {target} leaked, from the notice in the AWS Health Dashboard or: aws health describe-events --region us-east-1 --filter services=RISK.',
    'Switch all its keys off: aws iam list-access-keys --user-name {target}, then for each aws iam update-access-key --user-name {target} --access-key-id ID --status Inactive. Leave the policy attached.',
    'See what the key was used for: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time-30d} --end-time {time+1d}, in us-east-1 and in every region you use.',
    'Look for ways back in that were made since: access keys, users, roles, console passwords. Then give what needed the key a role instead.',
  ],
  on: { source: 'iam', names: ['AttachUserPolicy', 'AttachGroupPolicy', 'AttachRolePolicy', 'PutUserPolicy'] },
  match: (event) => {
    const policy = nameOf(filled(event.params, 'policyArn') ?? filled(event.params, 'policyName') ?? '');
    if (!QUARANTINE.test(policy)) return false;
    const identity = identityOf(event);
    return {
      ...(identity === undefined ? {} : { resource: identity.words, target: identity.name }),
      what: `attached ${policy} to ${identity?.words ?? 'somebody'}`,
      reasons: ['AWS attaches this policy when it finds an access key in public'],
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'version 2',
        severity: 'critical',
        records: [attached('arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2')],
      },
      {
        title: 'version 3',
        severity: 'critical',
        records: [attached('arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3')],
      },
      {
        title: 'as an inline policy',
        severity: 'critical',
        records: [
          record('iam', 'PutUserPolicy', {
            region: 'us-east-1',
            params: { userName: 'legacy-ci', policyName: 'AWSCompromisedKeyQuarantine', policyDocument: '{}' },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'another policy of AWS', records: [attached('arn:aws:iam::aws:policy/AWSDenyAll')] },
      {
        title: 'refused',
        records: [attached('arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2', { code: 'AccessDenied' })],
      },
      {
        title: 'detached again, which iam-quarantine-detached tells',
        records: [
          record('iam', 'DetachUserPolicy', {
            region: 'us-east-1',
            params: { userName: 'legacy-ci', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2' },
          }),
        ],
      },
    ],
  }),
});
