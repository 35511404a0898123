import { httpCall } from '../../sample/http-api.ts';
import type { RestApi } from '../account.ts';
import type { Call } from '../record.ts';
import type { Scene } from '../request.ts';
import { type Task, task } from '../task.ts';
import { call } from './calls.ts';
import { freshId, newCode, newMethod, newSettings } from './releases.ts';
import { createDeployment, replace, restCall, updateMethod, updateRestApi, updateStage } from './rest-api.ts';

const throttle = (scene: Scene, api: RestApi): Call[] => {
  const rate = scene.chance.pick(['100', '120', '150']);
  return [
    restCall('GetStage', { restApiId: api.restApiId, stageName: api.stage }),
    updateStage(api, [replace('/*/*/throttling/rateLimit', rate)]),
  ];
};

const logging = (api: RestApi): Call[] => [
  restCall('GetStages', { restApiId: api.restApiId }),
  updateStage(api, [replace('/*/*/logging/loglevel', 'INFO'), replace('/*/*/metrics/enabled', 'true')]),
];

const describing = (scene: Scene, api: RestApi): Call[] => [
  restCall('GetRestApi', { restApiId: api.restApiId }),
  updateRestApi(api, [replace('/description', `owned by ${scene.chance.pick(scene.account.teams)}`)]),
];

const validating = (scene: Scene, api: RestApi): Call[] => [
  restCall('GetMethod', { restApiId: api.restApiId, resourceId: api.resourceId, httpMethod: 'POST' }),
  updateMethod(api, 'POST', [replace('/requestValidatorId', freshId(scene, 6))], {
    authorizationType: 'CUSTOM',
    authorizerId: api.authorizerId,
  }),
  createDeployment(api, freshId(scene, 6), api.stage, 'validate bodies'),
];

const handMade = (scene: Scene, api: RestApi): Call[] => [
  restCall('GetResources', { restApiId: api.restApiId }),
  ...newMethod(scene, api),
  createDeployment(api, freshId(scene, 6), api.stage),
];

const apiKeys = (scene: Scene): Call[] => [
  restCall('GetApiKeys', { includeValues: false }),
  {
    service: 'apigateway',
    name: 'CreateApiKey',
    request: {
      createApiKeyInput: { name: `partner-${scene.chance.int(1, 40)}`, enabled: true, generateDistinctId: false },
      template: false,
    },
    response: { id: freshId(scene, 10), enabled: true, self: { template: false } },
  },
];

/** Looking through the APIs, which most people who touch them do far more often than changing anything. */
const looking = (scene: Scene): Call[] => {
  const { restApiId } = scene.chance.pick(scene.account.restApis);
  const { apiId } = scene.chance.pick(scene.account.httpApis);
  return scene.chance.is(0.5)
    ? [
        restCall('GetRestApis', { limit: 500 }),
        restCall('GetResources', { restApiId }),
        restCall('GetStages', { restApiId }),
      ]
    : [httpCall('GetApis'), httpCall('GetRoutes', { apiId }), httpCall('GetStages', { apiId })];
};

const onRest = (name: string, calls: (scene: Scene, api: RestApi) => Call[]): Task =>
  task(`apigateway/${name}`, 'apigateway', (scene) => calls(scene, scene.chance.pick(scene.account.restApis)));

/** What developers do with APIs by hand. */
export const API_TASKS: readonly Task[] = [
  task('apigateway/look', 'apigateway', looking),
  onRest('logging', (_, api) => logging(api)),
  onRest('describe', describing),
  onRest('throttle', throttle),
  onRest('method', handMade),
  onRest('validate', validating),
  task('apigateway/keys', 'apigateway', apiKeys),
  task('lambda/code', 'lambda', (scene) => {
    const functionName = scene.chance.pick(scene.account.functions);
    return [call('lambda', 'GetFunction20150331v2', { functionName }), newCode(scene, functionName)];
  }),
  task('lambda/settings', 'lambda', (scene) => {
    const functionName = scene.chance.pick(scene.account.functions);
    return [call('lambda', 'GetFunctionConfiguration20150331v2', { functionName }), newSettings(scene, functionName)];
  }),
];
