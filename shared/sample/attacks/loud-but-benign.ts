import { at, SECOND } from '../calendar.ts';
import { fromIdentityCenter } from '../federation.ts';
import { createHttpDeployment, createRoute, httpCall, updateDefaultStage } from '../http-api.ts';
import { updateFunctionConfiguration } from '../lambda.ts';
import { invocationUri, MOBILE, ORDERS, PEOPLE, PRICING_STAGING, PROD, STAGING } from '../organisation.ts';
import { type Call, inOrder, type Logged } from '../record.ts';
import { createDeployment, restCall, updateIntegration } from '../rest-api.ts';
import type { Chance } from '../seed.ts';
import { workflow } from '../work/deploys.ts';
import { THROTTLE, whoAmI } from '../work/releases.ts';
import { call, type Story } from './story.ts';

const DAY = 10;

/** Terraform takes down an API that was only ever a trial, in staging, from the usual workflow. */
function teardown(chance: Chance): readonly Logged[] {
  const start = at(DAY, '09:48:10');
  const { actor, log } = workflow(chance, STAGING, start);
  const { restApiId, stage, resourceId, authorizerId, fn } = PRICING_STAGING;
  const steps: Call[] = [
    whoAmI,
    restCall('GetRestApi', { restApiId }),
    restCall('GetStage', { restApiId, stageName: stage }),
    restCall('DeleteStage', { restApiId, stageName: stage }),
    restCall('DeleteDeployment', { restApiId, deploymentId: 't6y7u8' }),
    restCall('DeleteIntegration', { restApiId, resourceId, httpMethod: 'GET' }),
    restCall('DeleteMethod', { restApiId, resourceId, httpMethod: 'GET' }),
    restCall('DeleteAuthorizer', { restApiId, authorizerId }),
    restCall('DeleteResource', { restApiId, resourceId }),
    restCall('DeleteRestApi', { restApiId }),
    call('lambda', 'DeleteFunction20150331', { functionName: fn }),
    call('logs', 'DeleteLogGroup', { logGroupName: `/aws/lambda/${fn}` }),
    call('iam', 'DetachRolePolicy', {
      roleName: fn,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    }),
    call('iam', 'DeleteRole', { roleName: fn }),
  ];
  return [...log, ...inOrder(chance, actor, start + 4 * SECOND, steps, 5)];
}

/** A health check has to answer without a token; the route comes with an ordinary release. */
function healthCheck(chance: Chance): readonly Logged[] {
  const start = at(DAY, '14:57:20');
  const { actor, log } = workflow(chance, PROD, start);
  const steps: Call[] = [
    whoAmI,
    httpCall('GetApi', { apiId: MOBILE.apiId }),
    httpCall('GetRoutes', { apiId: MOBILE.apiId }),
    createRoute(MOBILE, 'GET /health', 'h3a1t2h', { authorizationType: 'NONE' }),
    createHttpDeployment(MOBILE, 'v5b6n7'),
    updateDefaultStage(MOBILE, 'v5b6n7', THROTTLE),
  ];
  return [...log, ...inOrder(chance, actor, start + 4 * SECOND, steps, 5)];
}

/** Time-outs in production: whoever is on call gives the backend more time, by hand, and deploys. */
function hotFix(chance: Chance): readonly Logged[] {
  const onCall = PEOPLE.find(({ name }) => name.startsWith('platform-a'));
  if (!onCall) return [];
  const start = at(DAY, '16:21:30');
  const { actor, log } = fromIdentityCenter(chance, onCall, PROD, start);
  const uri = invocationUri(PROD, ORDERS.fn);
  const steps: Call[] = [
    call('monitoring', 'DescribeAlarms', { stateValue: 'ALARM', maxRecords: 100 }),
    restCall('GetRestApis', { limit: 500 }),
    restCall('GetResources', { restApiId: ORDERS.restApiId }),
    updateFunctionConfiguration(PROD, ORDERS.fn, { timeout: 25, memorySize: 1024 }),
    updateIntegration(ORDERS, 'POST', [{ op: 'replace', path: '/timeoutInMillis', value: '29000' }], uri),
    createDeployment(ORDERS, 'c7v8b9', { stageName: ORDERS.stage, description: 'hot fix: time-outs' }),
  ];
  return [...log, ...inOrder(chance, actor, start + 40 * SECOND, steps, 60)];
}

/** A day of things that look bad and are not. */
export function loudButBenign(chance: Chance): Story {
  return {
    id: 'loud-but-benign',
    title: 'A trial API torn down, a public health check, a hot fix by hand',
    day: DAY,
    intent: 'benign',
    log: [...teardown(chance), ...healthCheck(chance), ...hotFix(chance)],
    detections: [
      'apigw-deleted',
      'apigw-authorizer-removed',
      'ct-cwl-pipeline-cut',
      'apigw-route-created-open',
      'apigw-manual-deploy',
      'drift-manual-change',
    ],
  };
}
