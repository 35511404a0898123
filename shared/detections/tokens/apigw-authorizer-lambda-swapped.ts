import { accountOf, lambdaArnIn } from '../../cloudtrail/arn.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, httpApi, patch, restApi } from '../example.ts';
import { requested } from '../requested.ts';
import type { Verdict } from '../state-use.ts';

const ARN = 'arn:aws:lambda:eu-central-1:111111111111:function:tokens';
const uri = (arn: string) => `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
const labels = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1l2m3' };
const created = restApi(
  'CreateAuthorizer',
  { restApiId: labels.restApiId },
  { name: 'tokens', type: 'TOKEN', authorizerUri: uri(ARN) },
  {
    minute: -600,
    response: { id: labels.authorizerId, name: 'tokens', type: 'TOKEN', authorizerUri: uri(ARN) },
  },
);
const swapped = (arn: string) => patch('UpdateAuthorizer', labels, [['replace', '/authorizerUri', uri(arn)]]);

export default defineDetection({
  id: 'apigw-authorizer-lambda-swapped',
  topic: 'T',
  title: 'Authorizer function changed',
  severity: 'high',
  attack: ['T1556'],
  why: 'The function decides who may call the API: another one can let anyone in, and sees every token on the way.',
  benign: ['A release that moves to a new function', 'An alias that takes the place of a version'],
  runbook: [
    'Ask {principal} for the release that changed the authorizer function from {before} to {after}.',
    'Look at who owns the new function and when its code changed: aws lambda get-function --function-name {target} --region {region}',
    'Its code must come from your own pipeline: compare CodeSha256 with the build.',
    'If it was not meant: set authorizerUri back to {before} (REST: and deploy), and flush the authorizer cache.',
    'Tokens sent since {time} were seen by the new function: revoke them.',
  ],
  on: { source: 'apigateway', names: ['UpdateAuthorizer'] },
  match: ({ api }) => {
    const wanted = api === undefined ? undefined : requested(api, 'authorizerUri');
    if (api === undefined || wanted === undefined || wanted === '') return false;
    const arn = lambdaArnIn(wanted);
    const account = arn === undefined ? undefined : accountOf(arn);
    return {
      what: `changed the function of ${api.resource} to ${arn ?? wanted}`,
      ...(arn === undefined ? {} : { target: functionOf(arn) }),
      ...(account === undefined ? {} : { foreign: { accounts: [account], severity: 'critical' } }),
    };
  },
  state: {
    changed: { settings: ['apigateway.authorizer.authorizerUri'], judge: ({ before, now }) => judge(before, now) },
  },
  examples: () => ({
    fires: [
      { title: 'a function whose predecessor is not known', severity: 'high', records: [swapped(`${ARN}-v2`)] },
      { title: 'another function', severity: 'high', records: [created, swapped(`${ARN}-v2`)] },
      {
        title: 'a function of a foreign account',
        severity: 'critical',
        records: [created, swapped(ARN.replace('111111111111', FOREIGN))],
      },
      {
        title: 'a function of a trusted account',
        severity: 'high',
        trusted: [FOREIGN],
        records: [created, swapped(ARN.replace('111111111111', FOREIGN))],
      },
      { title: 'another version of the same function', severity: 'medium', records: [created, swapped(`${ARN}:7`)] },
      {
        title: 'of an HTTP API',
        severity: 'critical',
        records: [
          httpApi('UpdateAuthorizer', {
            apiId: 'h1j2k3l4m5',
            authorizerId: 'a1z2y3',
            authorizerUri: ARN.replace('111111111111', FOREIGN),
          }),
        ],
      },
    ],
    quiet: [
      { title: 'the same function', records: [created, swapped(ARN)] },
      {
        title: 'another setting of the authorizer',
        records: [created, patch('UpdateAuthorizer', labels, [['replace', '/authorizerResultTtlInSeconds', '60']])],
      },
      {
        title: 'denied',
        records: [
          patch('UpdateAuthorizer', labels, [['replace', '/authorizerUri', uri(ARN)]], {
            error: { code: 'AccessDeniedException' },
          }),
        ],
      },
    ],
  }),
});

function judge(before: string | undefined, now: string): Verdict {
  if (before === undefined) return { reason: 'which function it was before is not known' };
  if (before === now) return 'quiet';
  const [old, next] = [lambdaArnIn(before), lambdaArnIn(now)];
  const reason = `it was ${old ?? before} before`;
  // A version or an alias follows the name, with which an ARN has seven parts.
  const name = (arn: string | undefined) => arn?.split(':').slice(0, 7).join(':');
  return old !== undefined && name(old) === name(next) ? { severity: 'medium', reason } : { reason };
}

function functionOf(arn: string): string {
  return arn.split(':')[6] ?? arn;
}
