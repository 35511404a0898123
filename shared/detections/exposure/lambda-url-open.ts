import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, text } from '../../cloudtrail/field.ts';
import { functionName } from '../../settings/names.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';

const name = { functionName: 'arn:aws:lambda:eu-central-1:111111111111:function:export' };
const config = (operation: string, authType: string, minute = 0) =>
  record('lambda', operation, { minute, params: { ...name, authType } });
const permission = (params: Record<string, unknown>, difference = {}) =>
  record('lambda', 'AddPermission20150331v2', {
    params: { ...name, statementId: 'url', action: 'lambda:InvokeFunctionUrl', ...params },
    ...difference,
  });

export default defineDetection({
  id: 'lambda-url-open',
  topic: 'P',
  title: 'Function URL without IAM',
  severity: 'high',
  attack: ['T1133'],
  why: 'The function answers anyone at its own URL, around the API, its authorizers, throttles and WAF; attackers use it as a back door.',
  benign: ['A webhook that checks signatures itself'],
  runbook: [
    'Ask {principal} why function {target} needs a URL without authorization.',
    'See it: aws lambda get-function-url-config --function-name {target} --region {region}; aws lambda get-policy --function-name {target} --region {region}',
    'If it was not meant: aws lambda delete-function-url-config --function-name {target} --region {region}, and remove the permission for everyone: aws lambda remove-permission.',
    'See how often it was called: metric UrlRequestCount of {target} since {time}; what it may do: the role in aws lambda get-function-configuration --function-name {target} --region {region}.',
  ],
  on: {
    source: 'lambda',
    names: ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig', 'AddPermission'],
  },
  match: (event) => {
    if (!opens(event)) return false;
    const target = functionName(filled(event.params, 'functionName'));
    const what =
      event.name === 'AddPermission'
        ? `let everyone call the URL of function ${target ?? '(unknown)'}`
        : `opened a URL without authorization on function ${target ?? '(unknown)'}`;
    return { what, ...(target === undefined ? {} : { target, resource: `function ${target}` }) };
  },
  state: {
    changed: {
      settings: ['lambda.url.authType'],
      judge: ({ before, now }) => {
        if (before === undefined) return undefined;
        return before === now ? 'quiet' : { reason: `callers were authorized by ${before} before` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'created open', severity: 'high', records: [config('CreateFunctionUrlConfig', 'NONE')] },
      {
        title: 'opened later',
        severity: 'high',
        records: [config('CreateFunctionUrlConfig', 'AWS_IAM', -60), config('UpdateFunctionUrlConfig', 'NONE')],
      },
      {
        title: 'permission for everyone',
        severity: 'high',
        records: [permission({ principal: '*', functionUrlAuthType: 'NONE' })],
      },
    ],
    quiet: [
      { title: 'created with IAM', records: [config('CreateFunctionUrlConfig', 'AWS_IAM')] },
      {
        title: 'other settings of a URL',
        records: [
          record('lambda', 'UpdateFunctionUrlConfig', {
            params: { ...name, cors: { allowOrigins: ['https://www.example.com'] } },
          }),
        ],
      },
      {
        title: 'permission for everyone whom IAM knows',
        records: [permission({ principal: '*', functionUrlAuthType: 'AWS_IAM' })],
      },
      {
        title: 'permission for one account',
        records: [permission({ principal: '111111111111', functionUrlAuthType: 'NONE' })],
      },
      {
        title: 'permission for API Gateway',
        records: [permission({ principal: 'apigateway.amazonaws.com', action: 'lambda:InvokeFunction' })],
      },
      {
        title: 'refused',
        records: [
          permission({ principal: '*', functionUrlAuthType: 'NONE' }, { error: { code: 'PublicPolicyException' } }),
        ],
      },
    ],
  }),
});

function opens({ name: operation, params }: TrailEvent): boolean {
  if (operation !== 'AddPermission') return text(params, 'authType')?.toUpperCase() === 'NONE';
  return text(params, 'functionUrlAuthType')?.toUpperCase() === 'NONE' && text(params, 'principal') === '*';
}
