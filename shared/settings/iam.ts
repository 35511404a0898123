import type { TrailEvent } from '../cloudtrail/event.ts';
import { accessKeySettings, accessKeyStatus } from './access-key.ts';
import { boundarySettings } from './boundary.ts';
import { heldPolicies, roleMaker } from './held-policies.ts';
import { passwordPolicy } from './password-policy.ts';
import { policySettings } from './policies.ts';
import type { Setting } from './setting.ts';

/** What a call of IAM says about keys, the password policy, policy documents, who holds which policy, and boundaries. */
export function iamSettings(event: TrailEvent): Setting[] {
  if (event.name.endsWith('AccountPasswordPolicy')) return passwordPolicy(event);
  if (!event.name.endsWith('AccessKey'))
    return [...policySettings(event), ...heldPolicies(event), ...roleMaker(event), ...boundarySettings(event)];
  return [...(event.name === 'UpdateAccessKey' ? [] : accessKeySettings(event)), ...accessKeyStatus(event)];
}
