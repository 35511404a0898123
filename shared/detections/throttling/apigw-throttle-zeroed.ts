import { filled } from '../../cloudtrail/field.ts';
import { segments } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';
import { kindOf, limitIn, named, planApis, stageLimits } from './limits.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const plan = { usagePlanId: 'p1l2a3' };

export default defineDetection({
  id: 'apigw-throttle-zeroed',
  topic: 'H',
  title: 'API throttled to zero',
  severity: 'high',
  attack: ['T1499.003'],
  why: 'With a limit of 0 every request is answered with 429: the API is down without anything being deleted.',
  benign: ['An emergency stop by its owner', 'A template that writes 0 where it means no limit'],
  runbook: [
    'Ask the owner of {resource} whether this is a planned stop; if not, callers are being turned away since {time}.',
    'See the limits: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,methodSettings]" (HTTP API: aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'Put the limit back: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/*/*/throttling/rateLimit,value=RATE op=replace,path=/*/*/throttling/burstLimit,value=BURST.',
    'See what else {principal} did between {time-1h} and {time+1h}.',
  ],
  on: { source: 'apigateway', names: ['UpdateStage', 'UpdateUsagePlan'] },
  match: (event) => {
    const call = event.api;
    if (call === undefined) return false;
    if (event.name === 'UpdateStage') {
      const zero = stageLimits(event).filter(({ value }) => value === 0);
      if (zero.length === 0) return false;
      return { what: `set the ${zero[0]?.kind} of ${named(zero.map(({ of }) => of))} of ${call.resource} to 0` };
    }
    const zeroed = call
      .patched('/throttle/*', '/apiStages/*/throttle/**')
      .some((change) => kindOf(segments(change.path).at(-1)) !== undefined && limitIn(change) === 0);
    if (!zeroed) return false;
    const id = filled(event.params, 'usagePlanId') ?? '(unknown)';
    return {
      resource: `usage plan ${id}`,
      target: id,
      what: `set a throttle of usage plan ${id} to 0`,
      api: planApis(event),
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'rate limit of all methods',
        severity: 'high',
        records: [patch('UpdateStage', stage, [['replace', '/*/*/throttling/rateLimit', '0']])],
      },
      {
        title: 'burst limit of one method',
        severity: 'high',
        records: [patch('UpdateStage', stage, [['replace', '/~1orders/POST/throttling/burstLimit', '0']])],
      },
      {
        title: 'an HTTP API',
        severity: 'high',
        records: [
          httpApi('UpdateStage', {
            apiId: 'h1h2h3h4h5',
            stageName: '%24default',
            defaultRouteSettings: { throttlingRateLimit: 0, throttlingBurstLimit: 0 },
          }),
        ],
      },
      {
        title: 'everyone on a usage plan',
        severity: 'high',
        records: [patch('UpdateUsagePlan', plan, [['replace', '/throttle/rateLimit', '0']])],
      },
      {
        title: 'one method of a stage on a usage plan',
        severity: 'high',
        records: [
          patch('UpdateUsagePlan', plan, [
            ['replace', '/apiStages/a1b2c3d4e5:prod/throttle/~1orders/GET/rateLimit', '0'],
          ]),
        ],
      },
    ],
    quiet: [
      {
        title: 'a low limit of a usage plan',
        records: [patch('UpdateUsagePlan', plan, [['replace', '/throttle/rateLimit', '1']])],
      },
      {
        title: 'a test that the limit is 0',
        records: [patch('UpdateStage', stage, [['test', '/*/*/throttling/rateLimit', '0']])],
      },
      { title: 'a low limit', records: [patch('UpdateStage', stage, [['replace', '/*/*/throttling/rateLimit', '1']])] },
      { title: 'no limit', records: [patch('UpdateStage', stage, [['replace', '/*/*/throttling/rateLimit', '-1']])] },
      { title: 'another 0', records: [patch('UpdateStage', stage, [['replace', '/*/*/caching/ttlInSeconds', '0']])] },
      {
        title: 'a quota that starts on day 0',
        records: [patch('UpdateUsagePlan', plan, [['replace', '/quota/offset', '0']])],
      },
    ],
  }),
});
