import type { ApiCall } from '../cloudtrail/apigateway.ts';
import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { deletedSettings } from './deleted.ts';
import { patchedSettings } from './patched.ts';
import { routeSettings } from './route-settings.ts';
import { membersIn, type Setting, type Thing } from './setting.ts';
import { stageMaps } from './stage-maps.ts';

const SERVICE = 'apigateway';

/** API Gateway's things, v1 and v2 together: they share member names where they share meaning. */
const THINGS: readonly Thing[] = [
  {
    name: 'method',
    operations: /^(Put|Update)Method$/,
    of: inApi((call) => both(call.resourceId, call.httpMethod)),
    members: ['authorizationType', 'authorizerId', 'authorizationScopes', 'apiKeyRequired', 'requestValidatorId'],
  },
  {
    name: 'route',
    operations: /^(Create|Update)Route$/,
    of: inApi((call, event) => filled(event.params, 'routeId') ?? filled(call.state, 'routeId')),
    members: ['authorizationType', 'authorizerId', 'authorizationScopes', 'apiKeyRequired', 'target', 'routeKey'],
  },
  {
    name: 'authorizer',
    operations: /^(Create|Update)Authorizer$/,
    of: inApi((call) => call.authorizerId),
    members: [
      'authorizerUri',
      'authorizerCredentials',
      'authorizerCredentialsArn',
      'providerARNs',
      'identitySource',
      'identityValidationExpression',
      'authorizerResultTtlInSeconds',
      'jwtConfiguration/issuer',
      'jwtConfiguration/audience',
    ],
  },
  {
    name: 'integration',
    operations: /^(Put|Create|Update)Integration$/,
    of: inApi(
      (call, event) =>
        both(call.resourceId, call.httpMethod) ??
        filled(event.params, 'integrationId') ??
        filled(call.state, 'integrationId'),
    ),
    members: [
      'uri',
      'integrationUri',
      'credentials',
      'credentialsArn',
      'connectionType',
      'connectionId',
      'tlsConfig/insecureSkipVerification',
    ],
  },
  {
    name: 'stage',
    // A deployment may set the variables of the stage that it goes to.
    operations: /^(Create|Update)Stage$|^CreateDeployment$/,
    of: inApi((call) => call.stage),
    members: [
      'accessLogSettings/destinationArn',
      'accessLogSettings/format',
      'clientCertificateId',
      'deploymentId',
      'variables/*',
      'canarySettings/stageVariableOverrides/*',
      '*/*/logging/loglevel',
      '*/*/logging/dataTrace',
      '*/*/throttling/rateLimit',
      '*/*/throttling/burstLimit',
      '*/*/caching/requireAuthorizationForCacheControl',
      '*/*/caching/dataEncrypted',
      'defaultRouteSettings/loggingLevel',
      'defaultRouteSettings/throttlingRateLimit',
      'defaultRouteSettings/throttlingBurstLimit',
      'webAclArn',
    ],
  },
  {
    name: 'api',
    operations: /^(Create|Update|Import|Put|Reimport)(RestApi|Api)$/,
    of: (event) => event.api?.apiId,
    members: [
      'policy',
      'endpointConfiguration/types',
      'endpointConfiguration/vpcEndpointIds',
      'disableExecuteApiEndpoint',
      'apiKeySource',
      'protocolType',
      'securityPolicy',
      'endpointAccessMode',
      'corsConfiguration/allowOrigins',
      'corsConfiguration/allowCredentials',
      'disableSchemaValidation',
      'target',
      'name',
    ],
  },
  {
    name: 'domain',
    operations: /^(Create|Update)DomainName$/,
    of: (event) => event.api?.domainName,
    members: [
      'securityPolicy',
      'domainNameConfigurations/securityPolicy',
      'domainNameConfigurations/certificateArn',
      'domainNameConfigurations/ownershipVerificationCertificateArn',
      'endpointAccessMode',
      'mutualTlsAuthentication/truststoreUri',
      'mutualTlsAuthentication/truststoreVersion',
      'certificateArn',
      'regionalCertificateArn',
      'ownershipVerificationCertificateArn',
      'routingMode',
      'policy',
      'managementPolicy',
    ],
  },
  {
    name: 'mapping',
    operations: /^(Create|Update)(BasePathMapping|ApiMapping)$/,
    of: (event) =>
      both(
        event.api?.domainName,
        filled(event.params, 'basePath') ??
          filled(event.params, 'apiMappingKey') ??
          filled(event.api?.input, 'basePath') ??
          filled(event.api?.state, 'basePath') ??
          filled(event.api?.state, 'apiMappingKey') ??
          '(none)',
      ),
    members: ['restApiId', 'apiId', 'stage'],
  },
  {
    name: 'routingRule',
    operations: /^(Create|Put)RoutingRule$/,
    of: (event) =>
      both(event.api?.domainName, filled(event.params, 'routingRuleId') ?? filled(event.api?.state, 'routingRuleId')),
    members: ['actions'],
  },
  {
    name: 'usagePlan',
    operations: /^(Create|Update)UsagePlan$/,
    of: (event) => filled(event.params, 'usagePlanId') ?? filled(event.response, 'id'),
    members: ['throttle/rateLimit', 'throttle/burstLimit', 'quota/limit', 'quota/period', 'apiStages/*/throttle/**'],
  },
  {
    name: 'requestValidator',
    operations: /^(Create|Update)RequestValidator$/,
    of: inApi((call, event) => filled(event.params, 'requestValidatorId') ?? filled(call.state, 'id')),
    members: ['validateRequestBody', 'validateRequestParameters'],
  },
  { name: 'account', operations: /^UpdateAccount$/, of: () => 'region', members: ['cloudwatchRoleArn'] },
];

/**
 * What an API Gateway call says about settings. The response is the full new state (v1 and v2), so it is believed first;
 * a patch or the request's own member is next, when the response is absent or leaves it out.
 */
export function apiGatewaySettings(event: TrailEvent): Setting[] {
  const call = event.api;
  const thing = THINGS.find(({ operations }) => operations.test(event.name));
  const of = thing?.of(event);
  if (call === undefined || thing === undefined || of === undefined)
    return [...routeSettings(event), ...deletedSettings(event, THINGS, SERVICE)];
  const found = new Map<string, Setting>();
  const requested =
    call.version === 1 && call.patches.length > 0
      ? patchedSettings(call, thing, of, SERVICE)
      : membersIn(call.input, thing, of, SERVICE);
  const maps = thing.name === 'stage' ? stageMaps(event, thing, of, SERVICE) : [];
  // A method's limits are patched one by one, and its answer shows the account's quota where it has none: the patch is believed.
  for (const setting of [...maps, ...requested, ...membersIn(call.state, thing, of, SERVICE)])
    found.set(`${setting.name}#${setting.of}`, setting);
  return [...found.values(), ...routeSettings(event)];
}

function inApi(rest: (call: ApiCall, event: TrailEvent) => string | undefined): Thing['of'] {
  return (event) => {
    const call = event.api;
    return call === undefined ? undefined : both(call.apiId, rest(call, event));
  };
}

function both(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || b === undefined ? undefined : `${a}/${b}`;
}
