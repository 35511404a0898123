/**
 * What a v1 PATCH of API Gateway (or a member that v2 sends) touches, worse than an ordinary write: patterns of
 * `pathFits`, where `*` is an id, a name or a method path. What an Update call means stands in its paths alone, so a path
 * that is not here is an ordinary write, whatever the plain operation is.
 */
interface Patches {
  /** Who may call, what the API may call with, and whether anybody sees it. */
  readonly tier3?: readonly string[];
  /** Where requests go, how many, and what is checked on the way. */
  readonly tier2?: readonly string[];
}

export const PATCHES: Readonly<Record<string, Patches>> = {
  UpdateAccount: { tier3: ['/cloudwatchRoleArn'] },
  UpdateApi: {
    tier3: ['/disableExecuteApiEndpoint'],
    tier2: ['/apiKeySelectionExpression', '/corsConfiguration/**', '/credentialsArn', '/routeKey', '/target'],
  },
  UpdateApiKey: { tier2: ['/enabled', '/stages/**'] },
  UpdateApiMapping: { tier2: ['/**'] },
  UpdateAuthorizer: {
    tier3: [
      '/authorizerCredentials',
      '/authorizerCredentialsArn',
      '/authorizerUri',
      '/authType',
      '/identitySource/**',
      '/identityValidationExpression',
      '/jwtConfiguration/**',
      '/providerARNs/**',
      '/type',
    ],
    tier2: ['/authorizerResultTtlInSeconds'],
  },
  UpdateBasePathMapping: { tier2: ['/**'] },
  UpdateDomainName: {
    tier3: [
      '/endpointConfiguration/**',
      '/managementPolicy',
      '/mutualTlsAuthentication/**',
      '/policy',
      '/securityPolicy',
    ],
    tier2: [
      '/certificateArn',
      '/certificateName',
      '/domainNameConfigurations/**',
      '/endpointAccessMode',
      '/regionalCertificateArn',
      '/regionalCertificateName',
      '/routingMode',
    ],
  },
  UpdateGatewayResponse: { tier2: ['/**'] },
  UpdateIntegration: {
    tier3: ['/credentials', '/credentialsArn'],
    tier2: [
      '/connectionId',
      '/connectionType',
      '/httpMethod',
      '/integrationMethod',
      '/integrationSubtype',
      '/integrationTarget',
      '/integrationType',
      '/integrationUri',
      '/tlsConfig/**',
      '/type',
      '/uri',
    ],
  },
  UpdateMethod: {
    tier3: ['/apiKeyRequired', '/authorizationScopes/**', '/authorizationType', '/authorizerId'],
    tier2: ['/requestValidatorId'],
  },
  UpdateRequestValidator: { tier2: ['/validateRequestBody', '/validateRequestParameters'] },
  UpdateRestApi: {
    tier3: ['/disableExecuteApiEndpoint', '/endpointConfiguration/**', '/policy'],
    tier2: ['/apiKeySource', '/endpointAccessMode', '/securityPolicy'],
  },
  UpdateRoute: {
    tier3: ['/apiKeyRequired', '/authorizationScopes/**', '/authorizationType', '/authorizerId'],
    tier2: ['/routeKey', '/target'],
  },
  UpdateStage: {
    tier3: ['/*/*/logging/*', '/accessLogSettings/**'],
    tier2: [
      // Removed without a setting's name: the method's limits and log level go together.
      '/*/*',
      '/*/*/caching/requireAuthorizationForCacheControl',
      '/*/*/caching/unauthorizedCacheControlHeaderStrategy',
      '/*/*/throttling/*',
      '/canarySettings/**',
      '/clientCertificateId',
      '/defaultRouteSettings/**',
      '/deploymentId',
      '/routeSettings/**',
      '/stageVariables/**',
      '/variables/**',
    ],
  },
  UpdateUsage: { tier2: ['/remaining'] },
  UpdateUsagePlan: { tier2: ['/apiStages/**', '/quota/**', '/throttle/**'] },
};
