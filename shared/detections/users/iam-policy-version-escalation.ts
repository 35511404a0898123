import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { adminGrants, parsePolicy } from '../../policy/index.ts';
import { defineDetection, type Match } from '../define.ts';
import { ACCOUNT, type Difference, record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const policyArn = `arn:aws:iam::${ACCOUNT}:policy/build-tools`;
const document = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

function create(action: string, difference: Difference = {}) {
  const params = { policyName: 'build-tools', policyDocument: document(action) };
  return record('iam', 'CreatePolicy', {
    region: 'us-east-1',
    params,
    response: { policy: { arn: policyArn } },
    ...difference,
  });
}

function newVersion(action: string, setAsDefault: boolean, difference: Difference & { version?: string } = {}) {
  const { version = 'v2', ...rest } = difference;
  const params = { policyArn, policyDocument: document(action), setAsDefault };
  const response = { policyVersion: { versionId: version, isDefaultVersion: setAsDefault } };
  return record('iam', 'CreatePolicyVersion', { region: 'us-east-1', params, response, ...rest });
}

function setDefault(versionId: string, difference: Difference = {}) {
  return record('iam', 'SetDefaultPolicyVersion', {
    region: 'us-east-1',
    params: { policyArn, versionId },
    ...difference,
  });
}

/**
 * Beyond the two calls of the classic escalation, a broad policy made by CreatePolicy counts too: attaching it later shows
 * nothing but its name.
 */
function match(event: TrailEvent): Match | false {
  const arn = filled(event.params, 'policyArn') ?? filled(event.response, 'policy', 'arn');
  const name = filled(event.params, 'policyName') ?? (arn === undefined ? undefined : nameOf(arn));
  if (name === undefined) return false;
  const about = { resource: arn ?? `policy ${name}`, target: name };
  if (event.name === 'SetDefaultPolicyVersion')
    return {
      ...about,
      what: `put version ${filled(event.params, 'versionId') ?? '(unknown)'} of policy ${name} in force`,
      severity: 'medium',
    };
  const policy = parsePolicy(event.params['policyDocument']);
  const grants = policy === undefined ? [] : adminGrants(policy);
  if (grants.length === 0) return false;
  const created = event.name === 'CreatePolicy';
  const inForce = !created && flag(event.params, 'setAsDefault') === true;
  return {
    ...about,
    what: created
      ? `created the broad policy ${name}`
      : `gave policy ${name} a broad ${inForce ? 'default ' : ''}version`,
    severity: inForce ? 'high' : 'medium',
    reasons: [
      `the policy ${grants.slice(0, 3).join('; ')}`,
      ...(inForce ? [] : [created ? 'nobody has it yet' : 'the version is not in force yet']),
    ],
  };
}

function judge({ setting, before, now }: Change): Verdict {
  if (setting === 'iam.policy.defaultVersion') return judgeVersion(before, now);
  const [was, is] = [before, now].map((text) => (text === undefined ? undefined : parsePolicy(text)));
  if (was === undefined || is === undefined) return now === '' ? 'quiet' : {};
  const known = new Set(adminGrants(was));
  return adminGrants(is).every((grant) => known.has(grant))
    ? { severity: 'low', reason: 'it was as broad before' }
    : {};
}

/** Old versions are forgotten by everybody but the policy: going back to one gives back what was taken away. */
function judgeVersion(before: string | undefined, now: string): Verdict {
  if (before === undefined) return { reason: 'no earlier default version is known' };
  const older = numberOf(now) < numberOf(before);
  return { ...(older ? { severity: 'high' } : {}), reason: `version ${before} was in force before` };
}

function numberOf(version: string): number {
  return Number(/^v(\d{1,9})/.exec(version)?.[1] ?? Number.NaN);
}

export default defineDetection({
  id: 'iam-policy-version-escalation',
  topic: 'U',
  title: 'Managed policy made broad',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'Everyone who has the policy gets the new rights at once, and nothing is attached that anyone would notice.',
  benign: ['A rollback to an earlier version', 'A policy of a platform team'],
  runbook: [
    'Ask {principal} what the change to {resource} is for.',
    'Read what is in force and what was: aws iam list-policy-versions --policy-arn {resource} and aws iam get-policy-version --policy-arn {resource} --version-id v1.',
    'See who has it: aws iam list-entities-for-policy --policy-arn {resource}.',
    'If not meant, put the earlier version back in force: aws iam set-default-policy-version --policy-arn {resource} --version-id v1, and delete the broad one.',
  ],
  on: { source: 'iam', names: ['CreatePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion'] },
  match,
  state: { changed: { settings: ['iam.policy.document', 'iam.policy.defaultVersion'], judge } },
  examples: () => ({
    fires: [
      { title: 'a default version that allows everything', severity: 'high', records: [newVersion('*', true)] },
      { title: 'a broad version that waits', severity: 'medium', records: [newVersion('iam:*', false)] },
      { title: 'a broad policy that nobody has yet', severity: 'medium', records: [create('*')] },
      {
        title: 'made broad',
        severity: 'high',
        records: [create('s3:ListAllMyBuckets', { minute: -60 }), newVersion('*', true)],
      },
      { title: 'as broad as before', severity: 'low', records: [create('*', { minute: -60 }), newVersion('*', true)] },
      { title: 'a version of unknown age', severity: 'medium', records: [setDefault('v3')] },
      {
        title: 'back to an older version',
        severity: 'high',
        records: [newVersion('s3:ListAllMyBuckets', true, { version: 'v4', minute: -60 }), setDefault('v1')],
      },
      {
        title: 'on to a newer version',
        severity: 'medium',
        records: [newVersion('s3:ListAllMyBuckets', true, { version: 'v4', minute: -60 }), setDefault('v5')],
      },
    ],
    quiet: [
      { title: 'a version that only reads', records: [newVersion('iam:Get*', true)] },
      { title: 'a policy for one service', records: [create('dynamodb:*')] },
      { title: 'denied', records: [newVersion('*', true, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
