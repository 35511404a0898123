import type { Detection } from '../define.ts';
import apiKeyCreated from './apigw-api-key-created.ts';
import authorizerDetached from './apigw-authorizer-detached.ts';
import authorizerLambdaSwapped from './apigw-authorizer-lambda-swapped.ts';
import authorizerRemoved from './apigw-authorizer-removed.ts';
import jwtIssuerChanged from './apigw-jwt-issuer-changed.ts';
import methodAuthNone from './apigw-method-auth-none.ts';
import methodCreatedOpen from './apigw-method-created-open.ts';
import mtlsRemoved from './apigw-mtls-removed.ts';
import routeAuthNone from './apigw-route-auth-none.ts';

/** One line a detection. */
export const tokens: readonly Detection[] = [
  apiKeyCreated,
  authorizerDetached,
  authorizerLambdaSwapped,
  authorizerRemoved,
  jwtIssuerChanged,
  methodAuthNone,
  methodCreatedOpen,
  mtlsRemoved,
  routeAuthNone,
];
