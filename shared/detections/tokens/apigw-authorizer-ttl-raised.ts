import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { asked, tooLarge } from './asked.ts';

const labels = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1l2m3' };
const MEMBER = '/authorizerResultTtlInSeconds';
const set = (seconds: string, difference = {}) =>
  patch('UpdateAuthorizer', labels, [['replace', MEMBER, seconds]], difference);
const known = (authorizerResultTtlInSeconds: number) =>
  restApi(
    'CreateAuthorizer',
    { restApiId: labels.restApiId },
    { type: 'TOKEN', authorizerResultTtlInSeconds },
    { minute: -600, response: { id: labels.authorizerId } },
  );
const http = { apiId: 'h1j2k3l4m5', authorizerId: 'a1z2y3' };

/** What API Gateway uses where nothing is set; 3600 is the most it takes. */
const DEFAULT = 300;
const MOST = 3600;

function seconds(value: string): number {
  const number = value === '' ? DEFAULT : Number(value);
  return Number.isFinite(number) ? number : DEFAULT;
}

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return seconds(now) < MOST ? 'quiet' : { reason: 'how long it was before is not known' };
  const was = seconds(before);
  if (seconds(now) <= was) return 'quiet';
  return { reason: was === 0 ? 'nothing was cached before' : `it was ${was} seconds before` };
}

export default defineDetection({
  id: 'apigw-authorizer-ttl-raised',
  topic: 'T',
  title: 'Authorizer decisions cached for longer',
  severity: 'low',
  attack: ['T1550.001'],
  why: 'A token that was stolen and then revoked keeps working until the cached decision runs out.',
  benign: ['Fewer calls of the authorizer function, to save time or cost'],
  runbook: [
    'Ask {principal} who is served by keeping decisions for {after} seconds (before: {before}).',
    'See the authorizer: aws apigateway get-authorizer --rest-api-id {api} --authorizer-id {target} --region {region} (HTTP API: aws apigatewayv2 get-authorizer --api-id {api} --authorizer-id {target} --region {region}).',
    'After tokens were revoked, flush the cache: aws apigateway flush-stage-authorizers-cache --rest-api-id {api} --stage-name STAGE --region {region} (HTTP API: aws apigatewayv2 reset-authorizers-cache --api-id {api} --stage-name STAGE --region {region}).',
  ],
  on: { source: 'apigateway', names: ['UpdateAuthorizer'] },
  match: (event) => {
    const { api } = event;
    const wanted = asked(event, 'authorizerResultTtlInSeconds');
    if (api === undefined || wanted === undefined) return false;
    // Less than the most can only be judged where it is known which authorizer it is.
    if (seconds(wanted) < MOST && (api.apiId === undefined || api.authorizerId === undefined)) return false;
    return {
      what: `made ${api.resource} keep its decisions for ${seconds(wanted)} seconds`,
      reasons: tooLarge(event),
      ...(api.authorizerId === undefined ? {} : { target: api.authorizerId }),
    };
  },
  state: { changed: { settings: ['apigateway.authorizer.authorizerResultTtlInSeconds'], judge } },
  examples: () => ({
    fires: [
      { title: 'longer than before', severity: 'low', records: [known(60), set('900')] },
      { title: 'an hour, nothing known', severity: 'low', records: [set('3600')] },
      { title: 'back to the default, which is longer', severity: 'low', records: [known(60), set('')] },
      { title: 'where nothing was cached', severity: 'low', records: [known(0), set('300')] },
      {
        title: 'of an HTTP API',
        severity: 'low',
        records: [
          httpApi(
            'CreateAuthorizer',
            { apiId: http.apiId, authorizerResultTtlInSeconds: 0 },
            { minute: -600, response: { authorizerId: http.authorizerId } },
          ),
          httpApi('UpdateAuthorizer', { ...http, authorizerResultTtlInSeconds: 900 }),
        ],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'low',
        records: [httpApi('UpdateAuthorizer', { omitted: true }, { response: { authorizerResultTtlInSeconds: 3600 } })],
      },
    ],
    quiet: [
      { title: 'shorter', records: [known(900), set('60')] },
      { title: 'an hour as before', records: [known(3600), set('3600')] },
      { title: 'half an hour, nothing known', records: [set('1800')] },
      {
        title: 'less than the most, too large to be logged',
        records: [httpApi('UpdateAuthorizer', { omitted: true }, { response: { authorizerResultTtlInSeconds: 900 } })],
      },
      {
        title: 'longer and back in one call',
        records: [
          known(60),
          patch('UpdateAuthorizer', labels, [
            ['replace', MEMBER, '3600'],
            ['replace', MEMBER, '60'],
          ]),
        ],
      },
      { title: 'refused', records: [set('3600', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
