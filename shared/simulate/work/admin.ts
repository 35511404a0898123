import { iso } from '../clock.ts';
import { userKey } from '../identity.ts';
import type { Call } from '../record.ts';
import type { Scene } from '../request.ts';
import { type Task, task } from '../task.ts';
import { allow, call, trustService } from './calls.ts';
import { createAccessKey, createRole, createUser, readSecret } from './identities.ts';
import { replace, restCall, updateRestApi } from './rest-api.ts';

/** A name for something new: what somebody makes by hand is numbered, dated or called after a ticket. */
const fresh = ({ chance, account }: Scene): string => `${chance.pick(account.names)}-${chance.int(2, 60)}`;

const newUser = (scene: Scene): Call[] => {
  const userName = `svc-${fresh(scene)}`;
  const policyArn = `arn:aws:iam::${scene.account.id}:policy/${scene.chance.pick(scene.account.names)}-read`;
  return [
    call('iam', 'ListUsers', { maxItems: 1000 }),
    createUser(scene, userName),
    call('iam', 'AttachUserPolicy', { userName, policyArn }),
    createAccessKey(scene, userName),
  ];
};

const newRole = (scene: Scene): Call[] => {
  const roleName = `${fresh(scene)}-role`;
  const document = allow(
    ['dynamodb:GetItem', 'dynamodb:Query'],
    `arn:aws:dynamodb:*:*:table/${scene.chance.pick(scene.account.tables)}`,
  );
  return [
    createRole(scene, roleName, trustService('lambda.amazonaws.com')),
    call('iam', 'AttachRolePolicy', {
      roleName,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    }),
    call('iam', 'PutRolePolicy', { roleName, policyName: 'tables', policyDocument: document }),
  ];
};

const rotateKey = (scene: Scene): Call[] => {
  const userName = scene.chance.pick(scene.account.userNames);
  const old = userKey(scene.chance);
  return [
    call('iam', 'ListAccessKeys', { userName }),
    createAccessKey(scene, userName),
    call('iam', 'UpdateAccessKey', { userName, accessKeyId: old, status: 'Inactive' }),
    call('iam', 'DeleteAccessKey', { userName, accessKeyId: old }),
  ];
};

const newPolicyVersion = (scene: Scene): Call[] => {
  const { account, chance } = scene;
  const policyArn = `arn:aws:iam::${account.id}:policy/${chance.pick(account.names)}`;
  const versionId = `v${chance.int(3, 40)}`;
  const policyDocument = allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${chance.pick(account.buckets)}/*`);
  const made = { policyVersion: { versionId, isDefaultVersion: true, createDate: iso(scene.time) } };
  return [
    call('iam', 'GetPolicy', { policyArn }),
    call('iam', 'ListPolicyVersions', { policyArn }),
    call('iam', 'CreatePolicyVersion', { policyArn, policyDocument, setAsDefault: true }, made),
  ];
};

/** A lost phone: the old second factor goes, the next one is set up by its owner. */
const resetMfa = (scene: Scene): Call[] => {
  const userName = scene.chance.pick(scene.account.userNames);
  const serialNumber = `arn:aws:iam::${scene.account.id}:mfa/${userName}`;
  return [
    call('iam', 'ListMFADevices', { userName }),
    call('iam', 'DeactivateMFADevice', { userName, serialNumber }),
    call('iam', 'DeleteVirtualMFADevice', { serialNumber }),
  ];
};

const openPort = (scene: Scene): Call[] => {
  const { chance, account } = scene;
  const groupId = chance.pick(account.securityGroups);
  const port = chance.pick([443, 8080, 5432, 6379]);
  const cidrIp = chance.pick([`${account.vpc}.0.0/16`, '192.0.2.0/24', '10.0.0.0/8']);
  const items = [
    {
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      groups: {},
      ipRanges: { items: [{ cidrIp, description: 'ticket' }] },
      ipv6Ranges: {},
      prefixListIds: {},
    },
  ];
  return [
    call('ec2', 'DescribeSecurityGroups', {
      securityGroupSet: {},
      securityGroupIdSet: { items: [{ groupId }] },
      filterSet: {},
    }),
    call(
      'ec2',
      'AuthorizeSecurityGroupIngress',
      { groupId, ipPermissions: { items } },
      { requestId: chance.uuid(), _return: true },
    ),
  ];
};

const session = (scene: Scene): Call[] => {
  const target = scene.chance.pick(scene.account.instances);
  const sessionId = `ops-${scene.chance.hex(17)}`;
  return [
    call('ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }),
    call('ssm', 'DescribeInstanceInformation', { filters: [{ key: 'InstanceIds', values: [target] }] }),
    call('ssm', 'StartSession', { target }, { sessionId, tokenValue: 'Value hidden due to security reasons.' }),
    call('ssm', 'TerminateSession', { sessionId }, { sessionId }),
  ];
};

const rotateSecret = (scene: Scene): Call[] => {
  const secretId = scene.chance.pick(scene.account.secrets);
  return [
    call('secretsmanager', 'DescribeSecret', { secretId }),
    ...readSecret(scene, secretId),
    call('secretsmanager', 'PutSecretValue', { secretId, clientRequestToken: scene.chance.uuid() }, { arn: secretId }),
  ];
};

/** Settings of the trail are written again as they are, by hand or by code. */
const touchTrail = ({ account }: Scene): Call[] => {
  const name = account.trail;
  const same = { includeGlobalServiceEvents: true, isMultiRegionTrail: true };
  const trailARN = `arn:aws:cloudtrail:${account.region}:${account.id}:trail/${name}`;
  return [
    call('cloudtrail', 'GetTrailStatus', { name }),
    call(
      'cloudtrail',
      'UpdateTrail',
      { name, ...same, enableLogFileValidation: true },
      { name, ...same, trailARN, logFileValidationEnabled: true },
    ),
  ];
};

/** The partners' addresses in an API's policy: one more of them. */
const partnerPolicy = (scene: Scene): Call[] => {
  const api = scene.chance.pick(scene.account.restApis);
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: `arn:aws:execute-api:${scene.region}:${scene.account.id}:${api.restApiId}/*`,
        Condition: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', `203.0.113.${scene.chance.int(0, 15) * 16}/28`] } },
      },
    ],
  });
  return [
    restCall('GetRestApi', { restApiId: api.restApiId }),
    updateRestApi(api, [replace('/policy', policy)], policy),
  ];
};

const tagKey = (scene: Scene): Call[] => {
  const keyId = scene.chance.pick(scene.account.keys);
  return [
    call('kms', 'DescribeKey', { keyId }),
    call('kms', 'GetKeyPolicy', { keyId, policyName: 'default' }),
    call('kms', 'EnableKeyRotation', { keyId }),
  ];
};

/** Ordinary work of administrators that looks like an attack to who sees only names. */
export const ADMIN_TASKS: readonly Task[] = [
  task('admin/open-port', 'ec2', openPort),
  task('admin/policy-version', 'iam', newPolicyVersion),
  task('admin/role', 'iam', newRole),
  task('admin/session', 'ssm', session),
  task('admin/rotate-secret', 'secretsmanager', rotateSecret),
  task('admin/rotate-key', 'iam', rotateKey),
  task('admin/user', 'iam', newUser),
  task('admin/key-rotation', 'kms', tagKey),
  task('admin/api-policy', 'apigateway', partnerPolicy),
  task('admin/mfa', 'iam', resetMfa),
  task('admin/trail', 'cloudtrail', touchTrail),
];

/** Reading a secret by hand, as whoever debugs does. */
export const SECRET_TASK: Task = task('secret/read', 'secretsmanager', (scene) => {
  const secretId = scene.chance.pick(scene.account.secrets);
  return [call('secretsmanager', 'ListSecrets', { maxResults: 100 }), ...readSecret(scene, secretId)];
});
