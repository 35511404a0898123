import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record, role } from '../example.ts';
import { audienceOf } from '../sharing.ts';
import { eased } from './deploys.ts';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('organizations', name, { params, region: 'us-east-1', ...difference });
}
const delegate = (servicePrincipal: string, difference = {}) =>
  call('RegisterDelegatedAdministrator', { accountId: '222222222222', servicePrincipal }, difference);

/** Services whose administrator can change other accounts, not only look at them. */
const POWERFUL =
  /^(sso|member\.org\.stacksets\.cloudformation|stacksets\.cloudformation|iam|account|ssm|ram|fms|config-multiaccountsetup|backup)\./;

function delegated({ params }: TrailEvent): Match {
  const account = filled(params, 'accountId') ?? '(unknown)';
  const service = filled(params, 'servicePrincipal') ?? '(unknown)';
  return {
    what: `made account ${account} administrator of ${service} for the organization`,
    resource: `${service} in the organization`,
    target: account,
    severity: POWERFUL.test(service) ? 'high' : 'medium',
  };
}

function delegationPolicy(event: TrailEvent): Match | undefined {
  const audience = audienceOf(event.params['content']);
  if (audience === undefined) return undefined;
  const accounts = audience.accounts;
  return {
    what: `let ${audience.everyone ? 'anyone' : accounts.length === 0 ? 'others' : `account ${accounts.join(', ')}`} manage the organization's policies`,
    resource: 'resource policy of the organization',
    target: 'organization',
    severity: audience.everyone ? 'critical' : 'high',
    foreign: { accounts, severity: 'critical' },
  };
}

export default defineDetection({
  id: 'org-delegated-admin-added',
  topic: 'X',
  title: 'Member account given rights over the organization',
  severity: 'high',
  attack: ['T1098', 'T1484'],
  why: 'A delegated administrator acts on every account: with Identity Center it hands out access, with stack sets it installs what it likes.',
  benign: ['A security or platform account takes a service over'],
  runbook: [
    'Ask {principal} and the owners of the organization why {target} needs it.',
    'See who has what: aws organizations list-delegated-administrators; aws organizations list-delegated-services-for-account --account-id {target}; aws organizations describe-resource-policy.',
    'Take it back: aws organizations deregister-delegated-administrator --account-id {target} --service-principal SERVICE; aws organizations delete-resource-policy.',
    'See what account {target} did since {time}: permission sets, stack sets, documents.',
  ],
  on: { source: 'organizations', names: ['RegisterDelegatedAdministrator', 'PutResourcePolicy'] },
  match: (event) => {
    const match = event.name === 'PutResourcePolicy' ? delegationPolicy(event) : delegated(event);
    return match !== undefined && eased(event, match, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'of Identity Center', severity: 'high', records: [delegate('sso.amazonaws.com')] },
      { title: 'of GuardDuty', severity: 'medium', records: [delegate('guardduty.amazonaws.com')] },
      {
        title: 'of policies',
        severity: 'critical',
        records: [
          call('PutResourcePolicy', {
            content: JSON.stringify({
              Statement: [{ Effect: 'Allow', Principal: { AWS: FOREIGN }, Action: 'organizations:*', Resource: '*' }],
            }),
          }),
        ],
      },
      {
        title: 'by the landing zone',
        severity: 'low',
        lists: { deployRoles: ['landing-zone'] },
        records: [delegate('sso.amazonaws.com', { by: role('landing-zone') })],
      },
    ],
    quiet: [
      {
        title: 'taken back',
        records: [
          call('DeregisterDelegatedAdministrator', {
            accountId: '222222222222',
            servicePrincipal: 'sso.amazonaws.com',
          }),
        ],
      },
      { title: 'refused', records: [delegate('sso.amazonaws.com', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
