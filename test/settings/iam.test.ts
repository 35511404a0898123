import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../shared/cloudtrail/event.ts';
import { type Difference, record } from '../../shared/detections/example.ts';
import { iamSettings } from '../../shared/settings/iam.ts';
import { mayWriteSettings, settingsOf } from '../../shared/settings/index.ts';
import { secretName } from '../../shared/settings/secret.ts';

const START = Date.UTC(2026, 10, 2, 10);
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';

function event(service: string, name: string, params: unknown, difference: Difference = {}) {
  return new TrailEvent(record(service, name, { params, ...difference }), 'e', 0, START);
}
const told = (name: string, params: unknown, difference?: Difference) =>
  iamSettings(event('iam', name, params, difference)).map(
    ({ name: setting, of, value }) => `${setting} of ${of}: ${value}`,
  );
const toldBy = (service: string, name: string, params: unknown) => {
  expect(mayWriteSettings(service, name)).toBe(true);
  return settingsOf(event(service, name, params)).map(
    ({ name: setting, of, value }) => `${setting} of ${of}: ${value}`,
  );
};

describe('iamSettings', () => {
  it('tells when a key was made, and each switch with its day', () => {
    const response = { accessKey: { userName: 'bob', accessKeyId: 'AKIA1', status: 'Active' } };
    expect(told('CreateAccessKey', { userName: 'bob' }, { response })).toEqual([
      'iam.user.accessKeyId of bob: AKIA1',
      'iam.accessKey.created of AKIA1: 2026-11-02',
      'iam.accessKey.status of AKIA1: Active 2026-11-02',
    ]);
    expect(told('UpdateAccessKey', { accessKeyId: 'AKIA1', status: 'Inactive' })).toEqual([
      'iam.accessKey.status of AKIA1: Inactive 2026-11-02',
    ]);
  });

  it('tells which policies a group was given and lost, for all regions', () => {
    expect(told('AttachGroupPolicy', { groupName: 'ops', policyArn: ADMIN })).toEqual([
      `iam.group.policy of 111111111111/ops: attached ${ADMIN}`,
    ]);
    expect(told('DetachGroupPolicy', { groupName: 'ops', policyArn: ADMIN })).toEqual([
      `iam.group.policy of 111111111111/ops: detached ${ADMIN}`,
    ]);
    expect(told('PutGroupPolicy', { groupName: 'ops', policyName: 'all', policyDocument: '{}' })).toEqual([
      'iam.group.policy of 111111111111/ops: inline all {}',
    ]);
    expect(told('DeleteGroupPolicy', { groupName: 'ops', policyName: 'all' })).toEqual([
      'iam.group.policy of 111111111111/ops: deleted all',
    ]);
    const [setting] = iamSettings(event('iam', 'AttachGroupPolicy', { groupName: 'ops', policyArn: ADMIN }));
    expect(setting?.anywhere).toBe(true);
  });

  it('keeps of a role only policies that sound wide', () => {
    expect(told('AttachRolePolicy', { roleName: 'app', policyArn: ADMIN })).toEqual([
      `iam.role.policy of 111111111111/app: attached ${ADMIN}`,
    ]);
    const narrow = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    expect(told('AttachRolePolicy', { roleName: 'app', policyArn: narrow })).toEqual([]);
    expect(told('PutRolePolicy', { roleName: 'app', policyName: 'x', policyDocument: '{}' })).toEqual([]);
  });

  it('tells boundaries put, removed and given at birth, and nothing of those made without one', () => {
    expect(told('PutUserPermissionsBoundary', { userName: 'bob', permissionsBoundary: ADMIN })).toEqual([
      `iam.user.permissionsBoundary of bob: ${ADMIN}`,
    ]);
    expect(told('DeleteRolePermissionsBoundary', { roleName: 'app' })).toEqual([
      'iam.role.permissionsBoundary of app: ',
    ]);
    expect(told('CreateUser', { userName: 'bob', permissionsBoundary: ADMIN })).toEqual([
      `iam.user.permissionsBoundary of bob: ${ADMIN}`,
    ]);
    expect(told('CreateUser', { userName: 'bob' })).toEqual([]);
    expect(told('DeleteUser', { userName: 'bob' })).toEqual([]);
  });

  it('tells who made a role', () => {
    expect(told('CreateRole', { roleName: 'app', assumeRolePolicyDocument: '{}' })).toContain(
      'iam.role.maker of 111111111111/app|111111111111/sso/PowerUser/alice@example.com: alice@example.com',
    );
  });

  it.each(['AttachGroupPolicy', 'PutGroupPolicy', 'UpdateAccessKey', 'PutRolePermissionsBoundary'])(
    'survives %s without parameters',
    (name) => expect(told(name, null)).toEqual([]),
  );
});

describe('permission sets', () => {
  it('tell what they hold and what they are called', () => {
    expect(
      toldBy('sso', 'AttachManagedPolicyToPermissionSet', { permissionSetArn: SET, managedPolicyArn: ADMIN }),
    ).toEqual([`sso.permissionSet.policy of ${SET}: attached ${ADMIN}`]);
    expect(
      toldBy('sso', 'DetachManagedPolicyFromPermissionSet', { permissionSetArn: SET, managedPolicyArn: ADMIN }),
    ).toEqual([`sso.permissionSet.policy of ${SET}: detached ${ADMIN}`]);
    expect(toldBy('sso', 'PutInlinePolicyToPermissionSet', { permissionSetArn: SET, inlinePolicy: '{}' })).toEqual([
      `sso.permissionSet.policy of ${SET}: inline policy {}`,
    ]);
    expect(toldBy('sso', 'DeleteInlinePolicyFromPermissionSet', { permissionSetArn: SET })).toEqual([
      `sso.permissionSet.policy of ${SET}: deleted policy`,
    ]);
  });
});

describe('secrets', () => {
  it('tell their policy under one name, from name and ARN', () => {
    expect(toldBy('secretsmanager', 'PutResourcePolicy', { secretId: 'prod/db', resourcePolicy: '{}' })).toEqual([
      'secretsmanager.secret.resourcePolicy of prod/db: {}',
    ]);
    const secretId = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:prod/db-AbCdEf';
    expect(toldBy('secretsmanager', 'DeleteResourcePolicy', { secretId })).toEqual([
      'secretsmanager.secret.resourcePolicy of prod/db: ',
    ]);
    expect(secretName(undefined)).toBeUndefined();
  });
});
