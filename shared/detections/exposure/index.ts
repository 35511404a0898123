import type { Detection } from '../define.ts';
import defaultEndpointEnabled from './apigw-default-endpoint-enabled.ts';
import domainMappingTakeover from './apigw-domain-mapping-takeover.ts';
import newRegion from './apigw-new-region.ts';
import policyPublic from './apigw-policy-public.ts';
import policyRemoved from './apigw-policy-removed.ts';
import privateMadePublic from './apigw-private-made-public.ts';
import lambdaUrlOpen from './lambda-url-open.ts';

/** One line a detection. */
export const exposure: readonly Detection[] = [
  defaultEndpointEnabled,
  domainMappingTakeover,
  newRegion,
  policyPublic,
  policyRemoved,
  privateMadePublic,
  lambdaUrlOpen,
];
