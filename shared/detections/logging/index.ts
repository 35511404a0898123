import type { Detection } from '../define.ts';
import silence from './al-silence.ts';
import accessLogDisabled from './apigw-access-log-disabled.ts';
import accessLogFormatWeakened from './apigw-access-log-format-weakened.ts';
import accessLogLeaksKey from './apigw-access-log-leaks-key.ts';
import accessLogRedirected from './apigw-access-log-redirected.ts';
import accountLogRoleRemoved from './apigw-account-log-role-removed.ts';
import dataTraceOn from './apigw-data-trace-on.ts';
import execLogOff from './apigw-exec-log-off.ts';
import gatewayResponseMasked from './apigw-gateway-response-masked.ts';
import cognitoLogsOff from './cognito-logs-off.ts';
import ctBucketTampered from './ct-bucket-tampered.ts';
import cwlPipelineCut from './ct-cwl-pipeline-cut.ts';
import ctEventbridgeCut from './ct-eventbridge-cut.ts';
import ctKmsKeyBroken from './ct-kms-key-broken.ts';
import ctLakeOrInsightsOff from './ct-lake-or-insights-off.ts';
import ctObjectsDeleted from './ct-objects-deleted.ts';
import paramsOmitted from './ct-params-omitted.ts';
import selectorsNarrowed from './ct-selectors-narrowed.ts';
import ctSilenceOrBrokenDigest from './ct-silence-or-broken-digest.ts';
import stoppedDeleted from './ct-stopped-deleted.ts';
import weakened from './ct-weakened.ts';
import servicesOff from './sec-services-off.ts';
import selfPipelineTampered from './self-pipeline-tampered.ts';
import wafLoggingFiltered from './waf-logging-filtered.ts';
import wafLoggingOff from './waf-logging-off.ts';

/** One line a detection. */
export const logging: readonly Detection[] = [
  silence,
  accessLogDisabled,
  accessLogFormatWeakened,
  accessLogLeaksKey,
  accessLogRedirected,
  accountLogRoleRemoved,
  dataTraceOn,
  execLogOff,
  gatewayResponseMasked,
  cognitoLogsOff,
  ctBucketTampered,
  cwlPipelineCut,
  ctEventbridgeCut,
  ctKmsKeyBroken,
  ctLakeOrInsightsOff,
  ctObjectsDeleted,
  paramsOmitted,
  selectorsNarrowed,
  ctSilenceOrBrokenDigest,
  stoppedDeleted,
  weakened,
  servicesOff,
  selfPipelineTampered,
  wafLoggingFiltered,
  wafLoggingOff,
];
