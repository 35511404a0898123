import {
  createHttpDeployment,
  createRoute,
  updateDefaultStage,
  updateLambdaIntegration,
  updateRoute,
} from '../../sample/http-api.ts';
import { type Account, functionArn, type HttpApi, invocationUri, type RestApi } from '../account.ts';
import type { Call } from '../record.ts';
import type { Scene } from '../request.ts';
import { call } from './calls.ts';
import {
  createDeployment,
  createResource,
  putIntegration,
  putMethod,
  replace,
  restCall,
  updateIntegration,
  updateStage,
} from './rest-api.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
export const freshId = ({ chance }: Scene, length: number): string => chance.letters(LOWER, length);

/** A new package for a function: Lambda puts the date of its API into the event name. */
export function newCode(scene: Scene, fn: string): Call {
  const { account, chance } = scene;
  const version = String(chance.int(2, 900));
  return {
    service: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    dated: 'lastModified',
    request: {
      functionName: fn,
      publish: true,
      dryRun: false,
      s3Bucket: artifacts(account),
      s3Key: `${fn}/${chance.hex(12)}.zip`,
    },
    response: {
      functionName: fn,
      functionArn: `${functionArn(account, fn)}:${version}`,
      runtime: 'nodejs22.x',
      role: `arn:aws:iam::${account.id}:role/${fn}-role`,
      handler: 'index.handler',
      timeout: 10,
      memorySize: 512,
      version,
      environment: {},
      revisionId: chance.uuid(),
      state: 'Active',
      packageType: 'Zip',
      architectures: ['arm64'],
    },
  };
}

const artifacts = ({ id }: Account): string => `artifacts-${id}`;

export function newSettings({ account, chance }: Scene, fn: string): Call {
  const settings = chance.pick([{ memorySize: 1024 }, { timeout: 20 }, { timeout: 30, memorySize: 512 }]);
  const state = { runtime: 'nodejs22.x', handler: 'index.handler', packageType: 'Zip', state: 'Active' };
  const request = { functionName: fn, ...settings };
  return call('lambda', 'UpdateFunctionConfiguration20150331v2', request, {
    ...request,
    functionArn: functionArn(account, fn),
    ...state,
  });
}

/** What a plan of Terraform reads of an API before it changes anything. */
function refresh(api: RestApi): Call[] {
  const labels = { restApiId: api.restApiId };
  const method = { ...labels, resourceId: api.resourceId, httpMethod: 'POST' };
  return [
    restCall('GetRestApi', labels),
    restCall('GetResources', labels),
    restCall('GetMethod', method),
    restCall('GetIntegration', method),
    restCall('GetStage', { ...labels, stageName: api.stage }),
    call('lambda', 'GetFunction20150331v2', { functionName: api.fn }),
    call('iam', 'GetRole', { roleName: `${api.fn}-role` }),
  ];
}

/** A release of a REST API by Terraform: new code, same backend, new deployment, the stage moved to it. */
export function restRelease(scene: Scene, api: RestApi): Call[] {
  const { account, chance } = scene;
  const deployment = freshId(scene, 6);
  const uri = invocationUri(account, api.fn);
  const grown = chance.is(0.12) ? newMethod(scene, api) : [];
  return [
    ...refresh(api),
    newCode(scene, api.fn),
    ...(chance.is(0.5) ? [updateIntegration(api, 'POST', [replace('/uri', uri)], uri)] : []),
    ...grown,
    createDeployment(api, deployment, '', `release ${chance.int(10, 900)}`),
    updateStage(api, [replace('/deploymentId', deployment)], { deploymentId: deployment }),
  ];
}

/** A new path, behind the API's authorizer. */
export function newMethod(scene: Scene, api: RestApi): Call[] {
  const resource = freshId(scene, 6);
  const verb = scene.chance.pick(['GET', 'POST', 'PUT']);
  return [
    createResource(api, resource, scene.chance.pick(['status', 'items', 'history', 'search', 'export', 'batch'])),
    putMethod(api, resource, verb),
    putIntegration(api, resource, verb, invocationUri(scene.account, api.fn)),
  ];
}

/** A release of an HTTP API by CloudFormation writes integration, route and stage again. */
export function httpRelease(scene: Scene, api: HttpApi): Call[] {
  const deployment = freshId(scene, 6);
  const authorization = { authorizationType: 'JWT', authorizerId: api.authorizerId };
  const route = `GET /v1/${scene.chance.pick(['status', 'items', 'offers', 'me'])}`;
  return [
    newCode(scene, api.fn),
    updateLambdaIntegration(api, functionArn(scene.account, api.fn)),
    updateRoute(api, authorization),
    ...(scene.chance.is(0.1) ? [createRoute(api, route, freshId(scene, 7), authorization)] : []),
    createHttpDeployment(api, deployment),
    updateDefaultStage(api, deployment, { throttlingRateLimit: 100, throttlingBurstLimit: 200 }),
  ];
}
