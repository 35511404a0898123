import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../shared/cloudtrail/event.ts';
import { record } from '../../shared/detections/example.ts';
import { mayWriteSettings } from '../../shared/settings/index.ts';
import { policySettings } from '../../shared/settings/policies.ts';

const policyArn = 'arn:aws:iam::111111111111:policy/build-tools';

function told(service: string, name: string, params: unknown, response: unknown = null) {
  expect(mayWriteSettings(service, name)).toBe(true);
  return policySettings(new TrailEvent(record(service, name, { params, response }), 'e', 0, 0)).map(
    (setting) => `${setting.name} of ${setting.of}: ${setting.value}`,
  );
}

describe('policySettings', () => {
  it('reads a trust policy under one name from both calls that write it', () => {
    const created = told('iam', 'CreateRole', { roleName: 'batch', assumeRolePolicyDocument: '{"a":1}' });
    const updated = told('iam', 'UpdateAssumeRolePolicy', { roleName: 'batch', policyDocument: '{"a":2}' });
    expect([...created, ...updated]).toEqual([
      'iam.role.trustPolicy of batch: {"a":1}',
      'iam.role.trustPolicy of batch: {"a":2}',
    ]);
  });

  it('knows which version of a managed policy is in force', () => {
    const params = { policyArn, policyDocument: '{}', setAsDefault: true };
    expect(told('iam', 'CreatePolicyVersion', params, { policyVersion: { versionId: 'v4' } })).toEqual([
      `iam.policy.document of ${policyArn}: {}`,
      `iam.policy.defaultVersion of ${policyArn}: v4`,
    ]);
  });

  it('leaves what is in force alone when a new version is not the default', () => {
    const params = { policyArn, policyDocument: '{}', setAsDefault: false };
    expect(told('iam', 'CreatePolicyVersion', params, { policyVersion: { versionId: 'v4' } })).toEqual([]);
  });

  it('forgets the document when an older version comes back into force', () => {
    expect(told('iam', 'SetDefaultPolicyVersion', { policyArn, versionId: 'v1' })).toEqual([
      `iam.policy.document of ${policyArn}: `,
      `iam.policy.defaultVersion of ${policyArn}: v1`,
    ]);
  });

  it('takes an organization policy from the answer when the request leaves it out', () => {
    const response = { policy: { content: '{"b":1}', policySummary: { id: 'p-1a2b3c4d' } } };
    expect(told('organizations', 'CreatePolicy', null, response)).toEqual([
      'organizations.policy.content of p-1a2b3c4d: {"b":1}',
    ]);
  });

  it('says nothing of a role whose name is not in the record', () => {
    expect(told('iam', 'CreateRole', { roleName: ['batch'], assumeRolePolicyDocument: '{}' })).toEqual([]);
  });
});
