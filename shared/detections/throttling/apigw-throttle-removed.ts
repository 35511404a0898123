import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, role } from '../example.ts';
import { named, STAGE_LIMITS, stageLimits } from './limits.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const httpStage = { apiId: 'h1h2h3h4h5', stageName: '%24default' };
const RATE = '/*/*/throttling/rateLimit';

export default defineDetection({
  id: 'apigw-throttle-removed',
  topic: 'H',
  title: 'Throttle of a stage or method removed',
  severity: 'medium',
  attack: ['T1499.003'],
  why: 'Only the account-wide limit is left: one caller can exhaust the backend, or guess and scrape as fast as the account allows.',
  benign: ['Terraform writes -1 where a method never had a limit', 'The limit moved into a usage plan'],
  runbook: [
    'Ask {principal} why {resource} lost its limit (it was {before}), and whether a usage plan or a WAF rate rule takes its place.',
    'See what is left: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,methodSettings]" (HTTP API: aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'Put it back: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/*/*/throttling/rateLimit,value=RATE op=replace,path=/*/*/throttling/burstLimit,value=BURST.',
    'Look in the access log between {time-1h} and {time+6h} for a caller whose requests jump after the change.',
  ],
  on: { source: 'apigateway', names: ['UpdateStage', 'DeleteRouteSettings'] },
  match: (event) => {
    const gone = stageLimits(event).filter(({ value }) => value === undefined);
    if (gone.length === 0) return false;
    const what = `removed the throttle of ${named(gone.map(({ of }) => of))} of ${event.api?.resource}`;
    return { what, ...shipped(event) };
  },
  state: {
    changed: {
      settings: STAGE_LIMITS,
      judge: ({ setting, before, now }) => {
        if (now !== '' && now !== '-1') return 'quiet';
        if (before === '' || before === '-1') return 'quiet';
        const reason = `the ${/burst/i.test(setting) ? 'burst' : 'rate'} limit was ${before ?? 'not known'}`;
        // Removed is what a stage’s settings are when it is taken down: how grave that is depends on who does it.
        if (now === '') return { reason };
        if (before !== undefined) return { severity: 'medium', reason };
        // Terraform and CloudFormation write -1 when they make method settings without a limit.
        return { severity: 'low', reason: 'whether there was a limit before is not known' };
      },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'limit of all methods removed',
        severity: 'medium',
        records: [patch('UpdateStage', stage, [['remove', RATE]])],
      },
      {
        title: 'all settings of a method removed, limit known',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [['replace', '/~1orders/GET/throttling/rateLimit', '50']], { minute: -60 }),
          patch('UpdateStage', stage, [['remove', '/~1orders/GET']]),
        ],
      },
      {
        title: 'all settings removed by a template that takes the stage down',
        severity: 'low',
        records: [
          patch('UpdateStage', stage, [['replace', RATE, '100']], { minute: -60 }),
          patch('UpdateStage', stage, [['remove', '/*/*']], {
            by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' },
          }),
        ],
      },
      {
        title: 'known limit set to -1',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [['replace', RATE, '100']], { minute: -60 }),
          patch('UpdateStage', stage, [['replace', RATE, '-1']]),
        ],
      },
      {
        title: 'set to -1, nothing known',
        severity: 'low',
        records: [patch('UpdateStage', stage, [['replace', RATE, '-1']])],
      },
      {
        title: 'route settings of an HTTP API deleted',
        severity: 'medium',
        records: [httpApi('DeleteRouteSettings', { ...httpStage, routeKey: 'GET%20%2Forders' })],
      },
    ],
    quiet: [
      {
        title: 'where there was none, beside another limit that changes',
        records: [
          patch('UpdateStage', stage, [['replace', RATE, '50']], {
            minute: -60,
            response: { methodSettings: { '*/*': { throttlingRateLimit: 50, throttlingBurstLimit: -1 } } },
          }),
          patch('UpdateStage', stage, [
            ['replace', RATE, '100'],
            ['remove', '/*/*/throttling/burstLimit'],
          ]),
        ],
      },
      { title: 'another limit', records: [patch('UpdateStage', stage, [['replace', RATE, '100']])] },
      {
        title: 'another member of the stage',
        records: [patch('UpdateStage', stage, [['remove', '/variables/GET_x']])],
      },
      {
        title: 'denied',
        records: [patch('UpdateStage', stage, [['remove', RATE]], { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
