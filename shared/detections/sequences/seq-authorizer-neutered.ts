import { defineSequence } from '../define.ts';
import { daily, record, restApi, role } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const FUNCTION = 'arn:aws:lambda:eu-central-1:111111111111:function:check-token';
const guards = restApi(
  'CreateAuthorizer',
  { restApiId: 'a1b2c3d4e5' },
  {
    name: 'tokens',
    type: 'TOKEN',
    authorizerUri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
  },
  { minute: -20_000, by: role('ci'), response: { id: 'q1w2e3', name: 'tokens' } },
);
const replaced = (minute: number, functionName = 'check-token') =>
  record('lambda', 'UpdateFunctionCode20150331v2', { minute, params: { functionName } });
const known = daily(7, (minute) => accessLog({ user: 'user-17', minute }));
const open = (minute: number) => accessLog({ minute });

export default defineSequence({
  id: 'seq-authorizer-neutered',
  topic: 'T',
  title: 'Authorizer changed, then strangers let in',
  severity: 'critical',
  attack: ['T1556', 'T1078'],
  why: 'The function that decides who may call was changed, and since then the API answers callers without an identity: the check is gone while everything looks as before.',
  benign: ['A release that makes a path public on purpose'],
  runbook: [
    'Publish the version of the function before {time-24h} again, or point its alias back: aws lambda list-versions-by-function --function-name {target} --region {region}.',
    'Flush what the authorizer allowed: aws apigateway flush-stage-authorizers-cache --rest-api-id {api} --stage-name STAGE --region {region}.',
    'Read in the access log of {api} what callers without an identity got since the change.',
    'Compare the code with what the pipeline built: aws lambda get-function --function-name {target} --region {region} (CodeSha256), and ask who of {principal} shipped it.',
  ],
  key: 'api',
  withinHours: 24,
  ordered: true,
  steps: [
    {
      title: 'authorizer changed',
      detections: ['lambda-authorizer-code-changed', 'apigw-authorizer-lambda-swapped', 'apigw-authorizer-detached'],
    },
    { title: 'answered without an identity', detections: ['al-open-after-change'] },
  ],
  examples: () => ({
    fires: [
      {
        title: 'new code, then an open answer',
        severity: 'critical',
        records: [guards, ...known, replaced(-30), open(0)],
      },
    ],
    quiet: [
      { title: 'only new code', records: [guards, ...known, replaced(-30)] },
      { title: 'only an open answer', records: [guards, ...known, open(0)] },
      { title: 'the code of another function', records: [guards, ...known, replaced(-30, 'orders'), open(0)] },
      { title: 'an open answer first', records: [guards, ...known, open(0), replaced(30)] },
      { title: 'the day before yesterday', records: [guards, ...known, replaced(-2900), open(0)] },
    ],
  }),
});
