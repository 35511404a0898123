import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import type { Match } from '../define.ts';

/** Policy types that forbid nothing to anyone. Any other, also one that is not known yet, counts as a guardrail. */
const NO_GUARDRAIL = new Set(['AISERVICES_OPT_OUT_POLICY', 'BACKUP_POLICY', 'CHATBOT_POLICY', 'TAG_POLICY']);

/** These allow everything: without them less is allowed, not more. */
const FULL_ACCESS = new Set(['p-FullAWSAccess', 'p-RCPFullAWSAccess']);

/** Services that watch over the member accounts through the organization. */
const WATCHING =
  /^(access-analyzer|cloudtrail|config|config-multiaccountsetup|detective|fms|guardduty|iam|inspector2|macie|malware-protection\.guardduty|securityhub|sso)\./;

/** What a call takes away, worst case: `critical` where accounts are left without limits. */
type Removal = Match & Required<Pick<Match, 'resource' | 'target' | 'what' | 'severity'>>;

const REMOVALS: ReadonlyMap<string, (event: TrailEvent) => Removal | undefined> = new Map([
  ['LeaveOrganization', ({ account }) => leaving(account, 'took the account out of its organization')],
  ['RemoveAccountFromOrganization', (event) => removed(filled(event.params, 'accountId'))],
  ['DeleteOrganization', ({ account }) => leaving(account, 'deleted the organization')],
  ['DetachPolicy', detached],
  ['UpdatePolicy', updated],
  ['DisablePolicyType', typeDisabled],
  ['DisableAWSServiceAccess', (event) => accessDisabled(filled(event.params, 'servicePrincipal'))],
]);

export const GUARDRAIL_CALLS: readonly string[] = [...REMOVALS.keys()];

/** How a call weakens what the organization enforces; undefined when it doesn't. */
export function guardrailRemoved(event: TrailEvent): Removal | undefined {
  return REMOVALS.get(event.name)?.(event);
}

function leaving(account: string, what: string): Removal {
  return { resource: `organization of account ${account}`, target: account, what, severity: 'critical' };
}

function removed(account = '(unknown)'): Removal {
  return leaving(account, `removed account ${account} from the organization`);
}

function detached({ params }: TrailEvent): Removal | undefined {
  const policy = filled(params, 'policyId') ?? '(unknown)';
  const target = filled(params, 'targetId') ?? '(unknown)';
  if (FULL_ACCESS.has(policy)) return undefined;
  const what = `detached organization policy ${policy} from ${target}`;
  // From a root (r-…) or an organizational unit (ou-…), all accounts below are set free.
  const many = target.startsWith('r-') || target.startsWith('ou-');
  return { resource: `organization policy ${policy}`, target, what, severity: many ? 'critical' : 'high' };
}

/** Severity of an unknown former content; state compares the two (`organizations.policy.content`). */
function updated({ params, response }: TrailEvent): Removal | undefined {
  const type = filled(response, 'policy', 'policySummary', 'type') ?? '';
  const policy = filled(params, 'policyId') ?? '(unknown)';
  if (NO_GUARDRAIL.has(type) || filled(params, 'content') === undefined) return undefined;
  const what = `changed organization policy ${filled(response, 'policy', 'policySummary', 'name') ?? policy}`;
  return { resource: `organization policy ${policy}`, target: policy, what, severity: 'high' };
}

function typeDisabled({ params }: TrailEvent): Removal | undefined {
  const type = filled(params, 'policyType') ?? '(unknown)';
  if (NO_GUARDRAIL.has(type)) return undefined;
  const what = `switched off every ${type} of the organization`;
  return { resource: `organization policies of type ${type}`, target: type, what, severity: 'critical' };
}

function accessDisabled(service = '(unknown)'): Removal {
  const what = `ended the access of ${service} to the organization`;
  return {
    resource: `access of ${service}`,
    target: service,
    what,
    severity: WATCHING.test(service) ? 'critical' : 'medium',
  };
}
