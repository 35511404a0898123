import type { Detection } from '../define.ts';
import authBruteforce from './al-auth-bruteforce.ts';
import authorizerFailing from './al-authorizer-failing.ts';
import keyGuessing from './al-key-guessing.ts';
import openAfterChange from './al-open-after-change.ts';
import apiKeyChosenValue from './apigw-api-key-chosen-value.ts';
import apiKeyCreated from './apigw-api-key-created.ts';
import apiKeyNotRequired from './apigw-api-key-not-required.ts';
import apiKeyReenabled from './apigw-api-key-reenabled.ts';
import apiKeysKilled from './apigw-api-keys-killed.ts';
import authorizerDetached from './apigw-authorizer-detached.ts';
import authorizerForeignCreated from './apigw-authorizer-foreign-created.ts';
import authorizerIdentitySource from './apigw-authorizer-identity-source.ts';
import authorizerLambdaSwapped from './apigw-authorizer-lambda-swapped.ts';
import authorizerRegexRemoved from './apigw-authorizer-regex-removed.ts';
import authorizerRemoved from './apigw-authorizer-removed.ts';
import authorizerTtlRaised from './apigw-authorizer-ttl-raised.ts';
import cacheAuthOff from './apigw-cache-auth-off.ts';
import clientCertRemoved from './apigw-client-cert-removed.ts';
import cognitoProviderChanged from './apigw-cognito-provider-changed.ts';
import jwtAudienceWidened from './apigw-jwt-audience-widened.ts';
import jwtIssuerChanged from './apigw-jwt-issuer-changed.ts';
import methodAuthNone from './apigw-method-auth-none.ts';
import methodCreatedOpen from './apigw-method-created-open.ts';
import mtlsRemoved from './apigw-mtls-removed.ts';
import mtlsTruststoreChanged from './apigw-mtls-truststore-changed.ts';
import routeAuthNone from './apigw-route-auth-none.ts';
import routeCreatedOpen from './apigw-route-created-open.ts';
import scopesRemoved from './apigw-scopes-removed.ts';
import websocketConnectDeleted from './apigw-websocket-connect-deleted.ts';
import websocketConnectOpen from './apigw-websocket-connect-open.ts';
import cognitoAdminTakeover from './cognito-admin-takeover.ts';
import cognitoBruteforce from './cognito-bruteforce.ts';
import cognitoCallbackChanged from './cognito-callback-changed.ts';
import cognitoClientSecretAdded from './cognito-client-secret-added.ts';
import cognitoClientSecretRead from './cognito-client-secret-read.ts';
import cognitoClientWeakFlow from './cognito-client-weak-flow.ts';
import cognitoMfaOff from './cognito-mfa-off.ts';
import cognitoPoolDeleted from './cognito-pool-deleted.ts';
import cognitoRiskOff from './cognito-risk-off.ts';
import cognitoSelfSignupOn from './cognito-self-signup-on.ts';
import cognitoTokenLifeExtended from './cognito-token-life-extended.ts';
import cognitoTriggerChanged from './cognito-trigger-changed.ts';
import lambdaAuthorizerCodeChanged from './lambda-authorizer-code-changed.ts';

/** One line a detection. */
export const tokens: readonly Detection[] = [
  authBruteforce,
  authorizerFailing,
  keyGuessing,
  openAfterChange,
  apiKeyChosenValue,
  apiKeyCreated,
  apiKeyNotRequired,
  apiKeyReenabled,
  apiKeysKilled,
  authorizerDetached,
  authorizerForeignCreated,
  authorizerIdentitySource,
  authorizerLambdaSwapped,
  authorizerRegexRemoved,
  authorizerRemoved,
  authorizerTtlRaised,
  cacheAuthOff,
  clientCertRemoved,
  cognitoProviderChanged,
  jwtAudienceWidened,
  jwtIssuerChanged,
  methodAuthNone,
  methodCreatedOpen,
  mtlsRemoved,
  mtlsTruststoreChanged,
  routeAuthNone,
  routeCreatedOpen,
  scopesRemoved,
  websocketConnectDeleted,
  websocketConnectOpen,
  cognitoAdminTakeover,
  cognitoBruteforce,
  cognitoCallbackChanged,
  cognitoClientSecretAdded,
  cognitoClientSecretRead,
  cognitoClientWeakFlow,
  cognitoMfaOff,
  cognitoPoolDeleted,
  cognitoRiskOff,
  cognitoSelfSignupOn,
  cognitoTokenLifeExtended,
  cognitoTriggerChanged,
  lambdaAuthorizerCodeChanged,
];
