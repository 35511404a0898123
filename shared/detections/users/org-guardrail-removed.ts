import { parsePolicy, weakened } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { GUARDRAIL_CALLS, guardrailRemoved } from './guardrails.ts';

const scp = (...denied: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: denied, Resource: '*' }] });

function organizations(name: string, params: Record<string, unknown> | null, difference: Difference = {}) {
  return record('organizations', name, { region: 'us-east-1', params, ...difference });
}

function update(content: string | undefined, difference: Difference & { type?: string } = {}) {
  const { type = 'SERVICE_CONTROL_POLICY', ...rest } = difference;
  const policySummary = { id: 'p-1a2b3c4d', name: 'baseline', type };
  const params = { policyId: 'p-1a2b3c4d', ...(content === undefined ? { name: 'baseline' } : { content }) };
  return organizations('UpdatePolicy', params, { response: { policy: { policySummary, content } }, ...rest });
}

const denied = {
  code: 'AccessDenied',
  message:
    'User: arn:aws:sts::111111111111:assumed-role/deploy/run-1 is not authorized to perform: organizations:LeaveOrganization on resource: * because no identity-based policy allows the organizations:LeaveOrganization action',
};

/** Only a comparison tells whether a changed policy forbids less. */
function judge({ before, now }: Change): Verdict {
  const [was, is] = [before, now].map((text) => (text === undefined ? undefined : parsePolicy(text)));
  if (was === undefined || is === undefined) return { reason: 'what it forbade before is not known' };
  const weaker = weakened(was, is);
  if (weaker.length === 0) return { severity: 'low', reason: 'it forbids no less than before' };
  return { severity: 'critical', reason: weaker.slice(0, 3).join('; ') };
}

export default defineDetection({
  id: 'org-guardrail-removed',
  topic: 'U',
  title: 'Organization guardrail removed',
  severity: 'critical',
  attack: ['T1666'],
  why: 'Service control policies are the only limit that even administrators and root of an account can’t lift. Outside of the organization nobody else watches either.',
  benign: ['A redesign of the organization', 'An account that is handed over'],
  runbook: [
    'Ask {principal} and the owners of the organization whether {resource} was meant to change.',
    'See what else was changed: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=EventSource,AttributeValue=organizations.amazonaws.com --start-time {time-1h} --end-time {time+1h}, in the management account.',
    'Put it back: aws organizations attach-policy, update-policy, enable-policy-type or enable-aws-service-access, or invite the account again (invite-account-to-organization).',
    'Look at what {principal} did in account {account} since {time}: nothing held it back.',
  ],
  on: { source: 'organizations', names: GUARDRAIL_CALLS, outcome: 'any' },
  match: (event) => {
    const removal = guardrailRemoved(event);
    if (removal === undefined) return false;
    if (event.outcome === 'success') return removal;
    // Nobody tries to leave by accident; other calls fail for many reasons, and only a refusal says something.
    const leaves = event.name === 'LeaveOrganization';
    if (!leaves && event.outcome !== 'denied') return false;
    const { resource, target } = removal;
    const reasons = [`refused: ${event.error?.code ?? 'unknown'}`];
    const what = leaves
      ? 'tried to take the account out of its organization'
      : `tried to call organizations:${event.name}`;
    return { resource, target, what, severity: leaves ? 'high' : 'medium', reasons };
  },
  state: { changed: { settings: ['organizations.policy.content'], judge } },
  examples: () => ({
    fires: [
      { title: 'left', severity: 'critical', records: [organizations('LeaveOrganization', null)] },
      {
        title: 'not allowed to leave',
        severity: 'high',
        records: [organizations('LeaveOrganization', null, { by: role(), error: denied })],
      },
      {
        title: 'a policy taken off an organizational unit',
        severity: 'critical',
        records: [organizations('DetachPolicy', { policyId: 'p-1a2b3c4d', targetId: 'ou-ab12-34cd56ef' })],
      },
      {
        title: 'a policy taken off one account',
        severity: 'high',
        records: [organizations('DetachPolicy', { policyId: 'p-1a2b3c4d', targetId: '222222222222' })],
      },
      {
        title: 'not allowed to detach',
        severity: 'medium',
        records: [organizations('DetachPolicy', null, { error: denied })],
      },
      {
        title: 'all service control policies off',
        severity: 'critical',
        records: [organizations('DisablePolicyType', { rootId: 'r-ab12', policyType: 'SERVICE_CONTROL_POLICY' })],
      },
      {
        title: 'GuardDuty loses the organization',
        severity: 'critical',
        records: [organizations('DisableAWSServiceAccess', { servicePrincipal: 'guardduty.amazonaws.com' })],
      },
      { title: 'a policy changed, unknown from what', severity: 'high', records: [update(scp('iam:CreateUser'))] },
      {
        title: 'a policy forbids less',
        severity: 'critical',
        records: [
          update(scp('iam:CreateUser', 'cloudtrail:StopLogging'), { minute: -60 }),
          update(scp('iam:CreateUser')),
        ],
      },
      {
        title: 'a policy forbids more',
        severity: 'low',
        records: [
          update(scp('iam:CreateUser'), { minute: -60 }),
          update(scp('iam:CreateUser', 'cloudtrail:StopLogging')),
        ],
      },
    ],
    quiet: [
      {
        title: 'the policy that allows everything goes',
        records: [organizations('DetachPolicy', { policyId: 'p-FullAWSAccess', targetId: 'ou-ab12-34cd56ef' })],
      },
      {
        title: 'tag policies off',
        records: [organizations('DisablePolicyType', { rootId: 'r-ab12', policyType: 'TAG_POLICY' })],
      },
      { title: 'a new name only', records: [update(undefined)] },
      { title: 'a tag policy changed', records: [update('{"tags":{}}', { type: 'TAG_POLICY' })] },
      {
        title: 'it was not attached',
        records: [
          organizations(
            'DetachPolicy',
            { policyId: 'p-1a2b3c4d', targetId: '222222222222' },
            {
              error: { code: 'PolicyNotAttachedException' },
            },
          ),
        ],
      },
    ],
  }),
});
