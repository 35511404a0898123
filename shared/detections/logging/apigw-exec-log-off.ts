import { saysDeployTool, shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, role } from '../example.ts';
import { named } from '../throttling/limits.ts';
import { silenced } from './execution-log.ts';

const PATH = '/*/*/logging/loglevel';
const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const socketStage = { apiId: 'w1w2w3w4w5', stageName: 'prod' };
const level = (value: string, difference = {}) => patch('UpdateStage', stage, [['replace', PATH, value]], difference);

export default defineDetection({
  id: 'apigw-exec-log-off',
  topic: 'L',
  title: 'Execution log of a stage switched off',
  severity: 'medium',
  attack: ['T1685.002'],
  why: 'The execution log tells why a call was refused, by which authorizer, and what the backend answered; without it abuse and errors look alike.',
  benign: ['Cost: the log is written for every call'],
  runbook: [
    'Ask {principal} why {resource} no longer writes its execution log (it was {before}).',
    'See the levels: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,methodSettings]" (WebSocket API: aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'At least errors are worth their price: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations "op=replace,path=/*/*/logging/loglevel,value=ERROR"',
    'See that the access log is still on, and what else {principal} changed from {time-1h} to {time+1h}.',
  ],
  on: { source: 'apigateway', names: ['UpdateStage'] },
  match: (event) => {
    const methods = silenced(event);
    return (
      methods.length > 0 && {
        // Terraform and CloudFormation write OFF for settings that never had a level, and remove all when they go.
        ...(event.omitted || saysDeployTool(event) ? { severity: 'low' as const } : shipped(event)),
        what: `switched off the execution log of ${named(methods)} of ${event.api?.resource}`,
      }
    );
  },
  state: {
    changed: {
      settings: [
        'apigateway.stage.*.*.logging.loglevel',
        'apigateway.stage.defaultRouteSettings.loggingLevel',
        'apigateway.stage.routeSettings.loggingLevel',
      ],
      judge: ({ before, now }) => {
        if ((now !== '' && now.toUpperCase() !== 'OFF') || before === '' || before?.toUpperCase() === 'OFF')
          return 'quiet';
        if (before === undefined) return { reason: 'whether it was on before is not known' };
        const reason = `its level was ${before}`;
        // All settings removed at once is how stages are taken down: how grave that is depends on who does it.
        return now === '' ? { reason } : { severity: 'medium', reason };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'all methods', severity: 'medium', records: [level('ERROR', { minute: -600 }), level('OFF')] },
      {
        title: 'all methods, known from an answer',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            minute: -600,
            response: { methodSettings: { '*/*': { loggingLevel: 'INFO' } } },
          }),
          level('OFF'),
        ],
      },
      {
        title: 'with all settings of a method',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [['replace', '/~1orders/GET/logging/loglevel', 'INFO']], { minute: -600 }),
          patch('UpdateStage', stage, [['remove', '/~1orders/GET']]),
        ],
      },
      {
        title: 'with all settings, by a template that takes the stage down',
        severity: 'low',
        records: [
          level('ERROR', { minute: -600 }),
          patch('UpdateStage', stage, [['remove', '/*/*']], {
            by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' },
          }),
        ],
      },
      { title: 'nothing known of before', severity: 'medium', records: [level('OFF')] },
      {
        title: 'by Terraform, nothing known of before',
        severity: 'low',
        records: [level('OFF', { by: role(), agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13' })],
      },
      {
        title: 'in a request too large to be logged, which names no API: ct-params-omitted tells the rest',
        severity: 'low',
        records: [
          patch('UpdateStage', stage, [], {
            params: { omitted: true, originalSize: 120_000, reason: 'requestParameters too large' },
            response: { methodSettings: { '*/*': { loggingLevel: 'OFF' } }, self: { ...stage, template: false } },
          }),
        ],
      },
      {
        title: 'a WebSocket API',
        severity: 'medium',
        records: [
          httpApi('UpdateStage', { ...socketStage, defaultRouteSettings: { loggingLevel: 'INFO' } }, { minute: -600 }),
          httpApi('UpdateStage', { ...socketStage, defaultRouteSettings: { loggingLevel: 'OFF' } }),
        ],
      },
      {
        title: 'one route of a WebSocket API',
        severity: 'medium',
        records: [httpApi('UpdateStage', { ...socketStage, routeSettings: { $connect: { loggingLevel: 'OFF' } } })],
      },
    ],
    quiet: [
      {
        title: 'errors of all routes of a WebSocket API',
        records: [httpApi('UpdateStage', { ...socketStage, defaultRouteSettings: { loggingLevel: 'ERROR' } })],
      },
      { title: 'a test that it is off', records: [patch('UpdateStage', stage, [['test', PATH, 'OFF']])] },
      {
        title: 'a WebSocket route that was off',
        records: [
          httpApi(
            'CreateStage',
            { ...socketStage, routeSettings: { $connect: { loggingLevel: 'OFF' } } },
            { minute: -600 },
          ),
          httpApi('UpdateStage', { ...socketStage, routeSettings: { $connect: { loggingLevel: 'OFF' } } }),
        ],
      },
      { title: 'only errors', records: [level('INFO', { minute: -600 }), level('ERROR')] },
      {
        title: 'off as before',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            minute: -600,
            response: { methodSettings: { '*/*': { loggingLevel: 'OFF' } } },
          }),
          level('OFF'),
        ],
      },
      {
        title: 'off and on again in one call',
        records: [
          patch('UpdateStage', stage, [
            ['replace', PATH, 'OFF'],
            ['replace', PATH, 'ERROR'],
          ]),
        ],
      },
      {
        title: 'full requests no longer logged',
        records: [patch('UpdateStage', stage, [['replace', '/*/*/logging/dataTrace', 'false']])],
      },
      {
        title: 'a stage variable that looks like a method',
        records: [patch('UpdateStage', stage, [['remove', '/variables/GETTER']])],
      },
      { title: 'refused', records: [level('OFF', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
