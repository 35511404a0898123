import type { HttpApi } from './organisation.ts';
import type { Call, Fields } from './record.ts';

/** Calls of the HTTP API side of API Gateway (v2): flat parameters, only the members sent, no host in tlsDetails. */
export const httpCall = (name: string, request: Fields | null = null, response: Fields | null = null): Call => ({
  service: 'apigateway',
  name,
  request,
  response,
  noHost: true,
});

export const updateRoute = (api: HttpApi, authorization: Fields): Call =>
  httpCall(
    'UpdateRoute',
    { routeId: api.routeId, ...authorization, apiId: api.apiId },
    {
      routeId: api.routeId,
      apiKeyRequired: false,
      routeKey: api.routeKey,
      ...authorization,
      target: `integrations/${api.integrationId}`,
    },
  );

export const createRoute = (api: HttpApi, routeKey: string, routeId: string, authorization: Fields): Call => {
  const route = { routeKey, ...authorization, target: `integrations/${api.integrationId}` };
  return httpCall('CreateRoute', { ...route, apiId: api.apiId }, { ...route, routeId, apiKeyRequired: false });
};

export function updateJwtAuthorizer(api: HttpApi, issuer: string): Call {
  const jwtConfiguration = { issuer, audience: [api.audience] };
  return httpCall(
    'UpdateAuthorizer',
    { authorizerId: api.authorizerId, jwtConfiguration, apiId: api.apiId },
    {
      name: 'jwt',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration,
      authorizerId: api.authorizerId,
      authorizerType: 'JWT',
    },
  );
}

export function updateLambdaIntegration(api: HttpApi, integrationUri: string): Call {
  return httpCall(
    'UpdateIntegration',
    { integrationId: api.integrationId, integrationUri, payloadFormatVersion: '2.0', apiId: api.apiId },
    {
      integrationMethod: 'POST',
      integrationType: 'AWS_PROXY',
      integrationId: api.integrationId,
      payloadFormatVersion: '2.0',
      integrationUri,
      connectionType: 'INTERNET',
      timeoutInMillis: 30000,
    },
  );
}

export const createHttpDeployment = (api: HttpApi, deploymentId: string): Call => ({
  ...httpCall(
    'CreateDeployment',
    { apiId: api.apiId },
    { deploymentStatus: 'DEPLOYED', autoDeployed: false, deploymentId },
  ),
  dated: 'createdDate',
});

export interface RouteThrottle {
  /** Requests a second. */
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
}

/** The request escapes the stage name (`%24default`), the answer does not. */
export const updateDefaultStage = (api: HttpApi, deploymentId: string, throttle: RouteThrottle): Call => {
  const defaultRouteSettings = { detailedMetricsEnabled: false, ...throttle };
  const update = httpCall(
    'UpdateStage',
    { stageName: '%24default', deploymentId, defaultRouteSettings, apiId: api.apiId },
    {
      stageName: '$default',
      createdDate: api.createdDate,
      routeSettings: {},
      autoDeploy: false,
      deploymentId,
      defaultRouteSettings,
      stageVariables: '***',
      tags: {},
    },
  );
  return { ...update, dated: 'lastUpdatedDate' };
};
