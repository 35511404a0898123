import type { Name } from './names.ts';

/** The three kinds of APIs; each knows other variables. */
export type ApiKind = 'REST' | 'HTTP' | 'WEBSOCKET';

const ALL: readonly ApiKind[] = ['REST', 'HTTP', 'WEBSOCKET'];

interface Variable {
  readonly name: Name;
  /** Behind `$context.` */
  readonly variable: string;
  /** Where it is documented to exist; elsewhere it would print `-`. */
  readonly of: readonly ApiKind[];
}

/**
 * What the recommended format prints. What a client may choose stands first: should a value ever break out of its quotes, the
 * true fields behind it win, because of two keys of one name JSON takes the last. Never `identity.apiKey`: it is the secret itself.
 */
const VARIABLES: readonly Variable[] = [
  { name: 'userAgent', variable: 'identity.userAgent', of: ALL },
  { name: 'path', variable: 'path', of: ['REST', 'HTTP'] },
  { name: 'domainName', variable: 'domainName', of: ALL },
  { name: 'requestId', variable: 'requestId', of: ALL },
  { name: 'httpMethod', variable: 'httpMethod', of: ['REST', 'HTTP'] },
  { name: 'protocol', variable: 'protocol', of: ['REST', 'HTTP'] },
  { name: 'principalId', variable: 'authorizer.principalId', of: ALL },
  { name: 'sub', variable: 'authorizer.claims.sub', of: ['REST', 'HTTP'] },
  { name: 'certSubject', variable: 'identity.clientCert.subjectDN', of: ['REST', 'HTTP'] },
  { name: 'certSerial', variable: 'identity.clientCert.serialNumber', of: ['REST', 'HTTP'] },
  { name: 'errorMessage', variable: 'error.message', of: ALL },
  { name: 'authorizerError', variable: 'authorizer.error', of: ALL },
  { name: 'integrationError', variable: 'integration.error', of: ALL },
  { name: 'basePath', variable: 'customDomain.basePathMatched', of: ['REST', 'HTTP'] },
  { name: 'resourcePath', variable: 'resourcePath', of: ['REST'] },
  { name: 'routeKey', variable: 'routeKey', of: ['HTTP', 'WEBSOCKET'] },
  { name: 'status', variable: 'status', of: ALL },
  { name: 'responseLength', variable: 'responseLength', of: ['REST', 'HTTP'] },
  { name: 'responseType', variable: 'error.responseType', of: ALL },
  { name: 'apiKeyId', variable: 'identity.apiKeyId', of: ['REST', 'WEBSOCKET'] },
  { name: 'userArn', variable: 'identity.userArn', of: ALL },
  { name: 'caller', variable: 'identity.caller', of: ALL },
  { name: 'callerAccountId', variable: 'identity.accountId', of: ALL },
  { name: 'principalOrgId', variable: 'identity.principalOrgId', of: ['REST', 'HTTP'] },
  { name: 'cognitoIdentityId', variable: 'identity.cognitoIdentityId', of: ALL },
  { name: 'authorizerStatus', variable: 'authorizer.status', of: ['REST', 'WEBSOCKET'] },
  { name: 'authorizeError', variable: 'authorize.error', of: ['REST', 'WEBSOCKET'] },
  { name: 'authorizeStatus', variable: 'authorize.status', of: ['REST', 'WEBSOCKET'] },
  { name: 'authenticateError', variable: 'authenticate.error', of: ['REST', 'WEBSOCKET'] },
  { name: 'authenticateStatus', variable: 'authenticate.status', of: ['REST', 'WEBSOCKET'] },
  { name: 'wafResponseCode', variable: 'wafResponseCode', of: ['REST'] },
  { name: 'wafStatus', variable: 'waf.status', of: ['REST'] },
  { name: 'wafError', variable: 'waf.error', of: ['REST'] },
  { name: 'webaclArn', variable: 'webaclArn', of: ['REST'] },
  { name: 'integrationStatus', variable: 'integration.status', of: ALL },
  { name: 'sourceIp', variable: 'identity.sourceIp', of: ALL },
  { name: 'apiId', variable: 'apiId', of: ALL },
  { name: 'stage', variable: 'stage', of: ALL },
  { name: 'accountId', variable: 'accountId', of: ['REST', 'HTTP'] },
  { name: 'requestTimeEpoch', variable: 'requestTimeEpoch', of: ALL },
  { name: 'extendedRequestId', variable: 'extendedRequestId', of: ALL },
];

/**
 * The recommended format of a stage's access log, for `accessLogSettings.format`: JSON of one line. API Gateway has no
 * variable for the region, nor WebSocket APIs one for the account: whoever deploys fills them in.
 */
export function accessLogFormat(kind: ApiKind, region: string, account?: string): string {
  const printed = VARIABLES.filter(({ of }) => of.includes(kind)).map(({ name, variable }) => [
    name,
    `$context.${variable}`,
  ]);
  const literals = Object.entries({ accountId: kind === 'WEBSOCKET' ? account : undefined, region }).filter(
    ([, value]) => value !== undefined,
  );
  return JSON.stringify(Object.fromEntries([...printed, ...literals]));
}
