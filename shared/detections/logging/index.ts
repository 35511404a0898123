import type { Detection } from '../define.ts';
import accessLogDisabled from './apigw-access-log-disabled.ts';
import accessLogRedirected from './apigw-access-log-redirected.ts';
import dataTraceOn from './apigw-data-trace-on.ts';
import gatewayResponseMasked from './apigw-gateway-response-masked.ts';
import cwlPipelineCut from './ct-cwl-pipeline-cut.ts';
import paramsOmitted from './ct-params-omitted.ts';
import selectorsNarrowed from './ct-selectors-narrowed.ts';
import stoppedDeleted from './ct-stopped-deleted.ts';
import weakened from './ct-weakened.ts';
import servicesOff from './sec-services-off.ts';

/** One line a detection. */
export const logging: readonly Detection[] = [
  accessLogDisabled,
  accessLogRedirected,
  dataTraceOn,
  gatewayResponseMasked,
  cwlPipelineCut,
  paramsOmitted,
  selectorsNarrowed,
  stoppedDeleted,
  weakened,
  servicesOff,
];
