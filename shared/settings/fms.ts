import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, filled } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';

/** What a Firewall Manager policy is about (`WAFV2`), whether it repairs, and what it leaves out. Empty for other calls. */
export function fmsSettings(event: TrailEvent): Setting[] {
  if (event.name !== 'PutPolicy') return [];
  const policy = at(event.params, 'policy');
  const of = filled(policy, 'policyId') ?? filled(event.response, 'policy', 'policyId');
  if (of === undefined) return [];
  return [
    { name: 'fms.policy.type', of, value: filled(policy, 'securityServicePolicyData', 'type') ?? '' },
    { name: 'fms.policy.remediationEnabled', of, value: settingValue(at(policy, 'remediationEnabled') ?? false) },
    { name: 'fms.policy.excludeMap', of, value: settingValue(at(policy, 'excludeMap') ?? '') },
  ];
}
