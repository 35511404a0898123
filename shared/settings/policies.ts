import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled, flag } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';

/**
 * Policy documents of IAM and Organizations. Each operation has its own name for the same document, and a managed policy has
 * versions of which one is in force, so a table of members can't tell them. Empty for every other operation.
 */
export function policySettings(event: TrailEvent): Setting[] {
  const { service, name, params, response } = event;
  switch (`${service}:${name}`) {
    case 'iam:CreateRole':
      return settings(filled(params, 'roleName'), {
        'iam.role.trustPolicy': filled(params, 'assumeRolePolicyDocument'),
      });
    case 'iam:UpdateAssumeRolePolicy':
      return settings(filled(params, 'roleName'), { 'iam.role.trustPolicy': filled(params, 'policyDocument') });
    case 'iam:CreatePolicy':
      return inForce(filled(response, 'policy', 'arn'), filled(params, 'policyDocument'), 'v1');
    case 'iam:CreatePolicyVersion': {
      const version = filled(response, 'policyVersion', 'versionId');
      if (flag(params, 'setAsDefault') !== true) return [];
      return inForce(filled(params, 'policyArn'), filled(params, 'policyDocument'), version);
    }
    // What an older version says is not remembered: from here on the document in force is not known.
    case 'iam:SetDefaultPolicyVersion':
      return inForce(filled(params, 'policyArn'), '', filled(params, 'versionId'));
    case 'organizations:CreatePolicy':
    case 'organizations:UpdatePolicy':
      return settings(filled(params, 'policyId') ?? filled(response, 'policy', 'policySummary', 'id'), {
        'organizations.policy.content': filled(params, 'content') ?? filled(response, 'policy', 'content'),
      });
    default:
      return [];
  }
}

function inForce(arn: string | undefined, document: string | undefined, version: string | undefined): Setting[] {
  return settings(arn, { 'iam.policy.document': document, 'iam.policy.defaultVersion': version });
}

function settings(of: string | undefined, values: Readonly<Record<string, string | undefined>>): Setting[] {
  if (of === undefined) return [];
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, of, value: settingValue(value) }],
  );
}
