import { httpCall, updateJwtAuthorizer, updateRoute } from '../../sample/http-api.ts';
import type { Call } from '../record.ts';
import type { Scene } from '../request.ts';
import { refused } from '../request.ts';
import { allow, call } from '../work/calls.ts';
import { createUser } from '../work/identities.ts';
import { createDeployment, replace, restCall, updateMethod, updateRestApi, updateStage } from '../work/rest-api.ts';
import { type Family, inOrder, inPlace, sceneOf } from './attack.ts';
import { recon } from './recon.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Ways to more rights. */
const ESCALATIONS: readonly ((scene: Scene) => Call[])[] = [
  ({ account, chance }) => {
    const policyArn = `arn:aws:iam::${account.id}:policy/${chance.pick(account.names)}`;
    const policyDocument = allow(['*'], '*');
    return [
      call('iam', 'CreatePolicyVersion', { policyArn, policyDocument, setAsDefault: false }),
      call('iam', 'SetDefaultPolicyVersion', { policyArn, versionId: 'v9' }),
    ];
  },
  ({ account, chance }) => [
    call('iam', 'AttachUserPolicy', { userName: chance.pick(account.userNames), policyArn: ADMIN }),
  ],
  ({ account, chance, caller }) => {
    const roleName = chance.pick(account.roleNames);
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: caller }, Action: 'sts:AssumeRole' }],
    });
    const roleArn = `arn:aws:iam::${account.id}:role/${roleName}`;
    return [
      call('iam', 'UpdateAssumeRolePolicy', { roleName, policyDocument: trust }),
      call(
        'sts',
        'AssumeRole',
        { roleArn, roleSessionName: 'test' },
        { assumedRoleUser: { arn: `arn:aws:sts::${account.id}:assumed-role/${roleName}/test` } },
      ),
    ];
  },
  ({ account, chance }) => [
    call('iam', 'CreateLoginProfile', { userName: chance.pick(account.userNames), passwordResetRequired: false }),
  ],
  (scene) => {
    const roleName = scene.chance.pick(scene.account.roleNames);
    return [
      refused(call('iam', 'PutRolePolicy', { roleName, policyName: 'x' }), scene),
      refused(call('iam', 'AttachRolePolicy', { roleName, policyArn: ADMIN }), scene),
      refused(call('iam', 'CreatePolicyVersion'), scene),
    ];
  },
];

const escalation: Family = {
  id: 'A2',
  title: 'Person gives themselves more rights, from their own desk',
  victim: ({ kind, rights }) => kind === 'person' && rights !== 'admin',
  act(raid) {
    const held = inPlace(raid);
    if (held === undefined) return undefined;
    return { member: raid.member, log: inOrder(raid.chance, held, raid.chance.pick(ESCALATIONS)(sceneOf(raid, held))) };
  },
};

const roleInPlace: Family = {
  id: 'A4',
  title: 'Program made to ask what it never asks',
  victim: ({ kind }) => kind === 'role',
  act(raid) {
    const held = inPlace(raid);
    if (held === undefined) return undefined;
    const scene = sceneOf(raid, held);
    const { account } = raid.member;
    const last = raid.chance.pick([
      call('ssm', 'SendCommand', { documentName: 'AWS-RunShellScript' }),
      createUser(scene, 'svc-monitor'),
      call('sts', 'AssumeRole', { roleArn: `arn:aws:iam::${account.id}:role/admin`, roleSessionName: 'x' }),
    ]);
    return { member: raid.member, log: inOrder(raid.chance, held, [...recon(scene, 4, 0.6), refused(last, scene)]) };
  },
};

const PUBLIC = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
});

/** Ways to open an API, or to take its keys. */
function tampering(scene: Scene): Call[] {
  const { chance, account } = scene;
  const api = chance.pick(account.restApis);
  const { restApiId } = api;
  const http = chance.pick(account.httpApis);
  const deploy = createDeployment(api, chance.letters('abcdefghijklmnopqrstuvwxyz0123456789', 6), api.stage);
  const noAuth = [replace('/authorizationType', 'NONE'), { op: 'remove', path: '/authorizerId' }] as const;
  return chance.pick([
    () => [httpCall('GetApis'), updateRoute(http, { authorizationType: 'NONE' })],
    () => [
      httpCall('GetAuthorizers', { apiId: http.apiId }),
      updateJwtAuthorizer(http, 'https://login.idp-sync.example.net/oauth2'),
    ],
    () => [
      restCall('GetRestApis', { limit: 500 }),
      updateMethod(api, 'POST', noAuth, { authorizationType: 'NONE' }),
      restCall('DeleteAuthorizer', { restApiId, authorizerId: api.authorizerId }),
      deploy,
    ],
    () => [restCall('GetRestApi', { restApiId }), updateRestApi(api, [replace('/policy', PUBLIC)], PUBLIC), deploy],
    () => [
      restCall('GetApiKeys', { includeValues: true, limit: 500 }),
      call(
        'apigateway',
        'CreateApiKey',
        { createApiKeyInput: { name: 'internal-test', enabled: true, generateDistinctId: false }, template: false },
        { enabled: true },
      ),
    ],
    () => [
      updateStage(api, [{ op: 'remove', path: '/accessLogSettings' }]),
      updateStage(api, [
        { op: 'remove', path: '/*/*/throttling/rateLimit' },
        { op: 'remove', path: '/*/*/throttling/burstLimit' },
      ]),
      restCall('DeleteAuthorizer', { restApiId, authorizerId: api.authorizerId }),
    ],
  ])();
}

const apiTampering: Family = {
  id: 'A5',
  title: 'API opened by who may deploy it',
  victim: ({ kind, rights }) => kind === 'ci' || (kind === 'person' && rights === 'power'),
  act(raid) {
    const held = inPlace(raid);
    if (held === undefined) return undefined;
    return { member: raid.member, log: inOrder(raid.chance, held, tampering(sceneOf(raid, held))) };
  },
};

export const INSIDE_FAMILIES: readonly Family[] = [escalation, roleInPlace, apiTampering];
