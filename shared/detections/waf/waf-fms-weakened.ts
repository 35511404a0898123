import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { aclName } from './api-stage.ts';

const ID = '11111111-2222-3333-4444-555555555555';

function fms(name: string, params: unknown = null, difference = {}) {
  return record('fms', name, { params, ...difference });
}
function put(more: Record<string, unknown>, difference = {}, type = 'WAFV2') {
  const policy = {
    policyId: ID,
    policyName: 'edge',
    securityServicePolicyData: { type },
    remediationEnabled: true,
    ...more,
  };
  return fms('PutPolicy', { policy }, difference);
}

function change(event: TrailEvent): Match | undefined {
  const policy = filled(event.params, 'policyId') ?? filled(event.params, 'policy', 'policyId');
  switch (event.name) {
    case 'DisassociateAdminAccount':
      return {
        resource: `Firewall Manager of ${event.account}`,
        what: 'gave up the administrator account of Firewall Manager',
      };
    case 'DeleteFirewallManagerRuleGroups': {
      const acl = `web ACL ${aclName(filled(event.params, 'webACLArn') ?? '(unknown)')}`;
      return { resource: acl, what: `removed the rule groups that Firewall Manager put into ${acl}` };
    }
    case 'PutPolicy': {
      if (policy === undefined) return undefined;
      const name = filled(event.params, 'policy', 'policyName') ?? policy;
      const what = `updated Firewall Manager policy ${name}`;
      return { resource: `Firewall Manager policy ${name}`, target: policy, what, severity: 'medium' };
    }
    default: {
      if (policy === undefined) return undefined;
      const whole = flag(event.params, 'deleteAllPolicyResources') === true;
      const what = `deleted Firewall Manager policy ${policy}${whole ? ' and took its web ACLs off everything' : ''}`;
      return { resource: `Firewall Manager policy ${policy}`, target: policy, what };
    }
  }
}

/** An update carries the whole policy: only what it is known to have taken away says something. */
function judge({ setting, before, now }: Change): Verdict {
  if (before === undefined || before === now) return 'quiet';
  if (setting === 'fms.policy.remediationEnabled')
    return before === 'true' ? { reason: 'resources without protection are not repaired any more' } : 'quiet';
  return now === ''
    ? 'quiet'
    : { reason: `what it leaves out changed from ${before || 'nothing'} to ${now.slice(0, 200)}` };
}

export default defineDetection({
  id: 'waf-fms-weakened',
  topic: 'W',
  title: 'Firewall Manager policy removed or weakened',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'Firewall Manager puts web ACLs back when somebody takes them off, in every account. Without it each account can be stripped on its own.',
  benign: ['The organization moves to another administrator account', 'A policy is replaced by another'],
  runbook: [
    'Ask {principal} and whoever runs Firewall Manager whether this was planned.',
    'See what is left: aws fms list-policies --region {region}; aws fms get-admin-account --region {region}.',
    'If not meant, put the policy back: the last PutPolicy for {target} in CloudTrail holds all of it; the administrator is set with aws fms associate-admin-account from the organization’s management account.',
    'Look for web ACLs taken off since {time}: DisassociateWebACL and UpdateWebACL in the accounts that the policy covered.',
  ],
  on: {
    source: ['fms', 'wafv2'],
    names: ['DeletePolicy', 'DisassociateAdminAccount', 'DeleteFirewallManagerRuleGroups', 'PutPolicy'],
  },
  match: change,
  state: {
    changed: { settings: ['fms.policy.remediationEnabled', 'fms.policy.excludeMap'], judge },
    // DeletePolicy names the policy by its id alone.
    given: {
      setting: 'fms.policy.type',
      of: (event) => filled(event.params, 'policyId') ?? filled(event.params, 'policy', 'policyId'),
      judge: (type) =>
        /WAF|SHIELD/.test(type) ? undefined : { severity: 'medium', reason: `it is about ${type}, not WAF` },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a policy',
        severity: 'high',
        records: [fms('DeletePolicy', { policyId: ID, deleteAllPolicyResources: true })],
      },
      {
        title: 'a policy that is about security groups',
        severity: 'medium',
        records: [put({}, { minute: -60 }, 'SECURITY_GROUPS_COMMON'), fms('DeletePolicy', { policyId: ID })],
      },
      { title: 'the administrator', severity: 'high', records: [fms('DisassociateAdminAccount')] },
      {
        title: 'its rule groups in one ACL',
        severity: 'high',
        records: [
          record('wafv2', 'DeleteFirewallManagerRuleGroups', {
            params: {
              webACLArn: 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/edge/x',
              webACLLockToken: 't',
            },
          }),
        ],
      },
      {
        title: 'repairs nothing any more',
        severity: 'medium',
        records: [put({}, { minute: -60 }), put({ remediationEnabled: false })],
      },
      {
        title: 'leaves out an account',
        severity: 'medium',
        records: [put({}, { minute: -60 }), put({ excludeMap: { ACCOUNT: ['222222222222'] } })],
      },
      {
        title: 'a policy that is known to be about WAF',
        severity: 'high',
        records: [put({}, { minute: -60 }), fms('DeletePolicy', { policyId: ID })],
      },
    ],
    quiet: [
      { title: 'repairs from now on', records: [put({ remediationEnabled: false }, { minute: -60 }), put({})] },
      {
        title: 'leaves out nobody any more',
        records: [put({ excludeMap: { ACCOUNT: ['222222222222'] } }, { minute: -60 }), put({})],
      },
      { title: 'updated as it was', records: [put({}, { minute: -60 }), put({})] },
      {
        title: 'it never repaired',
        records: [put({ remediationEnabled: false }, { minute: -60 }), put({ remediationEnabled: false })],
      },
      { title: 'nothing known of before', records: [put({ remediationEnabled: false })] },
      { title: 'denied', records: [fms('DeletePolicy', null, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
