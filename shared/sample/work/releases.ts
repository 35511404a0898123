import {
  createHttpDeployment,
  httpCall,
  updateDefaultStage,
  updateJwtAuthorizer,
  updateLambdaIntegration,
  updateRoute,
} from '../http-api.ts';
import { updateFunctionCode } from '../lambda.ts';
import {
  functionArn,
  HOME_REGION,
  type HttpApi,
  invocationUri,
  ORDERS,
  PROD,
  type RestApi,
  WEB_ACL,
} from '../organisation.ts';
import type { Call } from '../record.ts';
import { createDeployment, restCall, updateIntegration, updateRestApi, updateStage } from '../rest-api.ts';
import type { Chance } from '../seed.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
export const whoAmI: Call = { service: 'sts', name: 'GetCallerIdentity' };
const TOO_MANY = { code: 'TooManyRequestsException', message: 'Too Many Requests' };
export const THROTTLE = { throttlingRateLimit: 100, throttlingBurstLimit: 200 };

/** The orders API may only be called from the partners' networks. */
const ORDERS_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: `arn:aws:execute-api:${HOME_REGION}:${PROD}:${ORDERS.restApiId}/*`,
      Condition: { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } },
    },
  ],
});

function role(roleName: string): Call[] {
  const names = ['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies'];
  return names.map((name) => ({ service: 'iam', name, request: { roleName } }));
}

/** A release of a REST API by Terraform: new code, same backend, new deployment, stage moved to it. */
export function restRelease(chance: Chance, account: string, api: RestApi, day: number): Call[] {
  const labels = { restApiId: api.restApiId };
  const method = { ...labels, resourceId: api.resourceId, httpMethod: 'POST' };
  const id = chance.letters(LOWER, 6);
  const uri = invocationUri(account, api.fn);
  const backend = updateIntegration(api, 'POST', [{ op: 'replace', path: '/uri', value: uri }], uri);
  const { response: _, ...refused } = backend;
  return [
    whoAmI,
    ...role(api.fn),
    restCall('GetRestApi', labels),
    restCall('GetMethod', method),
    restCall('GetIntegration', method),
    { service: 'lambda', name: 'GetFunction20150331v2', request: { functionName: api.fn } },
    updateFunctionCode(account, api.fn, String(40 + day), chance.uuid()),
    // Every few runs meet the API's own rate limit and try again.
    ...(chance.next() < 0.3 ? [{ ...refused, failed: TOO_MANY }] : []),
    backend,
    createDeployment(api, id, { stageName: '', description: `release ${day}` }),
    restCall('GetStage', { ...labels, stageName: api.stage }),
    updateStage(api, [{ op: 'replace', path: '/deploymentId', value: id }], { deploymentId: id }),
  ];
}

/** On the first day the whole configuration is applied, which tells what it was before the attacks. */
export function configuration(): Call[] {
  const destinationArn = `arn:aws:logs:${HOME_REGION}:${PROD}:log-group:orders-access`;
  const stage = `arn:aws:apigateway:${HOME_REGION}::/restapis/${ORDERS.restApiId}/stages/${ORDERS.stage}`;
  const settings = [
    { op: 'replace', path: '/accessLogSettings/destinationArn', value: destinationArn },
    { op: 'replace', path: '/*/*/throttling/rateLimit', value: '100' },
    { op: 'replace', path: '/*/*/throttling/burstLimit', value: '200' },
  ] as const;
  return [
    updateRestApi(ORDERS, [{ op: 'replace', path: '/description', value: 'Orders, by Terraform' }], ORDERS_POLICY),
    updateStage(ORDERS, settings, { accessLogSettings: { destinationArn }, webAclArn: WEB_ACL }),
    { service: 'wafv2', name: 'AssociateWebACL', request: { webACLArn: WEB_ACL, resourceArn: stage } },
  ];
}

/**
 * A release of an HTTP API: Terraform or CloudFormation write integration, route and stage again.
 * The authorizer was last written in the first week, so that nobody undoes what happens to it later.
 */
export function httpRelease(chance: Chance, account: string, api: HttpApi, day: number): Call[] {
  const labels = { apiId: api.apiId };
  const id = chance.letters(LOWER, 6);
  return [
    httpCall('GetApi', labels),
    httpCall('GetRoutes', labels),
    httpCall('GetIntegrations', labels),
    updateFunctionCode(account, api.fn, String(70 + day), chance.uuid()),
    updateLambdaIntegration(api, functionArn(account, api.fn)),
    ...(day <= 5 ? [updateJwtAuthorizer(api, api.issuer)] : []),
    updateRoute(api, { authorizationType: 'JWT', authorizerId: api.authorizerId }),
    createHttpDeployment(api, id),
    updateDefaultStage(api, id, THROTTLE),
  ];
}
