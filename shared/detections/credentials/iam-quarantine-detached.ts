import { nameOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { iamUser, record } from '../example.ts';
import { identityOf } from '../users/identity.ts';

const QUARANTINE = /^AWSCompromisedKeyQuarantine/;

function detach(policy: string, by?: Record<string, unknown>, error?: { code: string }) {
  return record('iam', 'DetachUserPolicy', {
    region: 'us-east-1',
    params: { userName: 'legacy-ci', policyArn: `arn:aws:iam::aws:policy/${policy}` },
    ...(by === undefined ? {} : { by }),
    ...(error === undefined ? {} : { error }),
  });
}

export default defineDetection({
  id: 'iam-quarantine-detached',
  topic: 'C',
  title: 'Quarantine of a leaked key lifted',
  severity: 'critical',
  attack: ['T1685'],
  why: 'AWS had blocked the worst that a key found in public can do. Whoever lifts that while the key still works can start instances and make users with it again.',
  benign: ['The keys were replaced, and the policy is no longer needed'],
  runbook: [
    'See whether the keys of {target} were replaced: aws iam list-access-keys --user-name {target}; a key older than the quarantine must not be Active.',
    'If one is, put the policy back first: aws iam attach-user-policy --user-name {target} --policy-arn arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3, then switch the key off: aws iam update-access-key --user-name {target} --access-key-id ID --status Inactive.',
    'Ask {principal} whether they lifted it, and after which ticket (key {key}, from {ip}).',
    'See what {target} did since: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time}, and in every region you use.',
  ],
  // A refused attempt holds no policy's name (its request is null), so it can't be told from any other.
  on: { source: 'iam', names: ['DetachUserPolicy', 'DetachGroupPolicy', 'DetachRolePolicy', 'DeleteUserPolicy'] },
  match: (event) => {
    const policy = nameOf(filled(event.params, 'policyArn') ?? filled(event.params, 'policyName') ?? '');
    const identity = identityOf(event);
    if (identity === undefined || !QUARANTINE.test(policy)) return false;
    return {
      resource: identity.words,
      target: identity.name,
      what: `took ${policy} off ${identity.words}`,
      reasons: identity.own ? ['the user freed itself'] : [],
    };
  },
  examples: () => ({
    fires: [
      { title: 'version 2', severity: 'critical', records: [detach('AWSCompromisedKeyQuarantineV2')] },
      {
        title: 'by the user itself',
        severity: 'critical',
        records: [detach('AWSCompromisedKeyQuarantineV3', iamUser('legacy-ci'))],
      },
      {
        title: 'an inline one deleted',
        severity: 'critical',
        records: [
          record('iam', 'DeleteUserPolicy', {
            region: 'us-east-1',
            params: { userName: 'legacy-ci', policyName: 'AWSCompromisedKeyQuarantine' },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'another policy of AWS', records: [detach('AWSDenyAll')] },
      {
        title: 'there is none',
        records: [detach('AWSCompromisedKeyQuarantineV2', undefined, { code: 'NoSuchEntity' })],
      },
      {
        title: 'attached, which iam-quarantine-attached tells',
        records: [{ ...detach('AWSCompromisedKeyQuarantineV2'), eventName: 'AttachUserPolicy' }],
      },
    ],
  }),
});
