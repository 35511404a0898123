import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';
import { accessLogDestination } from './access-log.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const httpStage = { apiId: 'h1h2h3h4h5', stageName: '%24default' };
const DESTINATION = '/accessLogSettings/destinationArn';
const GROUP = 'arn:aws:logs:eu-central-1:111111111111:log-group:/aws/apigateway/orders';

export default defineDetection({
  id: 'apigw-access-log-disabled',
  topic: 'L',
  title: 'Access log of a stage switched off',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'CloudTrail does not record calls to an API, the access log does. Without it nobody can tell who called what, nor see an abuse that starts now.',
  benign: ['The API is being taken down', 'The log moves and is switched on again elsewhere'],
  runbook: [
    'Ask {principal} why {resource} lost its access log (it went to {before}).',
    'See how it is now: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,accessLogSettings]" (HTTP API: aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'Switch it on again: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/accessLogSettings/destinationArn,value=ARN op=replace,path=/accessLogSettings/format,value=FORMAT.',
    'Treat calls between {time} and then as unseen: look at the backend’s own logs and at WAF’s, and at what else changed on {api}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventSource,AttributeValue=apigateway.amazonaws.com --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: { source: 'apigateway', names: ['UpdateStage', 'DeleteAccessLogSettings'] },
  match: (event) =>
    accessLogDestination(event) === '' && { what: `switched off the access log of ${event.api?.resource}` },
  state: {
    changed: {
      settings: ['apigateway.stage.accessLogSettings.destinationArn'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'where the log went before is not known' };
        return before === ''
          ? { severity: 'low', reason: 'it was off before' }
          : { reason: `the log went to ${before}` };
      },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'settings removed',
        severity: 'high',
        records: [patch('UpdateStage', stage, [['remove', '/accessLogSettings']])],
      },
      {
        title: 'destination emptied',
        severity: 'high',
        records: [patch('UpdateStage', stage, [['replace', DESTINATION, '']])],
      },
      { title: 'HTTP API', severity: 'high', records: [httpApi('DeleteAccessLogSettings', httpStage)] },
      {
        title: 'known to be on before',
        severity: 'high',
        records: [
          patch('UpdateStage', stage, [['replace', DESTINATION, GROUP]], { minute: -60 }),
          patch('UpdateStage', stage, [['remove', '/accessLogSettings']]),
        ],
      },
      {
        title: 'off before',
        severity: 'low',
        records: [
          patch('UpdateStage', stage, [['remove', '/accessLogSettings']], { minute: -60 }),
          patch('UpdateStage', stage, [['remove', '/accessLogSettings']]),
        ],
      },
      {
        title: 'HTTP API, off before',
        severity: 'low',
        records: [
          httpApi('DeleteAccessLogSettings', httpStage, { minute: -60 }),
          httpApi('DeleteAccessLogSettings', httpStage),
        ],
      },
      {
        title: 'HTTP API, settings emptied',
        severity: 'high',
        records: [httpApi('UpdateStage', { ...httpStage, accessLogSettings: {} })],
      },
    ],
    quiet: [
      {
        title: 'HTTP API, another format',
        records: [httpApi('UpdateStage', { ...httpStage, accessLogSettings: { format: '$context.requestId' } })],
      },
      { title: 'switched on', records: [patch('UpdateStage', stage, [['replace', DESTINATION, GROUP]])] },
      {
        title: 'removed and set again in one call',
        records: [
          patch('UpdateStage', stage, [
            ['remove', '/accessLogSettings'],
            ['add', DESTINATION, GROUP],
          ]),
        ],
      },
      {
        title: 'another format',
        records: [patch('UpdateStage', stage, [['replace', '/accessLogSettings/format', '$context.requestId']])],
      },
      { title: 'HTTP API, another member', records: [httpApi('UpdateStage', { ...httpStage, autoDeploy: true })] },
      {
        title: 'refused',
        records: [httpApi('DeleteAccessLogSettings', httpStage, { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
