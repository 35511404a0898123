import { amount } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';
import { named, STAGE_LIMITS, stageLimits } from './limits.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const httpStage = { apiId: 'h1h2h3h4h5', stageName: '%24default' };
const RATE = '/*/*/throttling/rateLimit';

export default defineDetection({
  id: 'apigw-throttle-raised',
  topic: 'H',
  title: 'Throttle raised to more than twice its last value',
  severity: 'medium',
  attack: ['T1499.003'],
  why: 'A limit that never bites is no limit: the backend can be exhausted, and secrets guessed or content scraped faster.',
  benign: ['A campaign or load test', 'A limit that was too low from the start'],
  runbook: [
    'Ask {principal} what {resource} needs the higher limit for, and until when (it was {before}).',
    'See all limits of its stages: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,methodSettings]" (HTTP API: aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'If not meant, set it back to {before}.',
    'Look in the access log between {time} and {time+6h} for a caller whose requests jump.',
  ],
  on: { source: 'apigateway', names: ['UpdateStage'] },
  match: (event) => {
    const limits = stageLimits(event).filter(({ value }) => value !== undefined && value > 0);
    if (limits.length === 0 || event.api?.apiId === undefined || event.api.stage === undefined) return false;
    const told = limits.map(({ of, kind, value }) => `the ${kind} of ${of} to ${value}`);
    return { what: `set ${named(told)}, on ${event.api.resource}` };
  },
  state: {
    changed: {
      settings: STAGE_LIMITS,
      // Unknown or no limit before: nothing was raised. From 0: an emergency stop ends.
      judge: ({ setting, before, now }) => {
        const [was, is] = [amount(before), amount(now)];
        if (was === undefined || is === undefined || was <= 0 || is <= 2 * was) return 'quiet';
        return { reason: `${/burst/i.test(setting) ? 'burst' : 'rate'} limit raised from ${was} to ${is}` };
      },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a hundredfold',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [['replace', RATE, '100']], { minute: -60 }),
          patch('UpdateStage', stage, [['replace', RATE, '10000']]),
        ],
      },
      {
        title: 'one route of an HTTP API',
        severity: 'medium',
        records: [
          httpApi(
            'UpdateStage',
            { ...httpStage, routeSettings: { 'GET /orders': { throttlingBurstLimit: 10 } } },
            { minute: -60 },
          ),
          httpApi('UpdateStage', { ...httpStage, routeSettings: { 'GET /orders': { throttlingBurstLimit: 500 } } }),
        ],
      },
      {
        title: 'default of an HTTP API, known since the stage was created',
        severity: 'medium',
        records: [
          httpApi(
            'CreateStage',
            { apiId: 'h1h2h3h4h5', stageName: '$default', defaultRouteSettings: { throttlingRateLimit: 20 } },
            { minute: -60 },
          ),
          httpApi('UpdateStage', { ...httpStage, defaultRouteSettings: { throttlingRateLimit: 2000 } }),
        ],
      },
      {
        title: 'a low one threefold',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [['replace', RATE, '1']], { minute: -60 }),
          patch('UpdateStage', stage, [['replace', RATE, '3']]),
        ],
      },
    ],
    quiet: [
      {
        title: 'twice as much',
        records: [
          patch('UpdateStage', stage, [['replace', RATE, '100']], { minute: -60 }),
          patch('UpdateStage', stage, [['replace', RATE, '200']]),
        ],
      },
      {
        title: 'nothing known of before',
        records: [patch('UpdateStage', stage, [['replace', RATE, '10000']])],
      },
      {
        title: 'another method had the low limit',
        records: [
          patch('UpdateStage', stage, [['replace', '/~1orders/GET/throttling/rateLimit', '10']], { minute: -60 }),
          patch('UpdateStage', stage, [['replace', '/~1orders/POST/throttling/rateLimit', '100']]),
        ],
      },
      {
        title: 'an emergency stop ends',
        records: [
          patch('UpdateStage', stage, [['replace', RATE, '0']], { minute: -60 }),
          patch('UpdateStage', stage, [['replace', RATE, '100']]),
        ],
      },
    ],
  }),
});
