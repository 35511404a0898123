import type { Detection } from '../define.ts';
import defaultEndpointUsed from './al-default-endpoint-used.ts';
import newCaller from './al-new-caller.ts';
import pathEnumeration from './al-path-enumeration.ts';
import corsWildcard from './apigw-cors-wildcard.ts';
import defaultEndpointEnabled from './apigw-default-endpoint-enabled.ts';
import domainMappingTakeover from './apigw-domain-mapping-takeover.ts';
import domainModeOrCertChanged from './apigw-domain-mode-or-cert-changed.ts';
import newRegion from './apigw-new-region.ts';
import policyConditionDropped from './apigw-policy-condition-dropped.ts';
import policyForeignAccount from './apigw-policy-foreign-account.ts';
import policyPublic from './apigw-policy-public.ts';
import policyRemoved from './apigw-policy-removed.ts';
import portalOpen from './apigw-portal-open.ts';
import privateDomainShared from './apigw-private-domain-shared.ts';
import privateMadePublic from './apigw-private-made-public.ts';
import privatePathChanged from './apigw-private-path-changed.ts';
import privatePathToInternet from './apigw-private-path-to-internet.ts';
import publicApiCreated from './apigw-public-api-created.ts';
import quickCreate from './apigw-quick-create.ts';
import lambdaUrlOpen from './lambda-url-open.ts';

/** One line a detection. */
export const exposure: readonly Detection[] = [
  defaultEndpointUsed,
  newCaller,
  pathEnumeration,
  corsWildcard,
  defaultEndpointEnabled,
  domainMappingTakeover,
  domainModeOrCertChanged,
  newRegion,
  policyConditionDropped,
  policyForeignAccount,
  policyPublic,
  policyRemoved,
  portalOpen,
  privateDomainShared,
  privateMadePublic,
  privatePathChanged,
  privatePathToInternet,
  publicApiCreated,
  quickCreate,
  lambdaUrlOpen,
];
