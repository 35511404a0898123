import { defineSequence } from '../define.ts';
import { iamUser, patch, restApi } from '../example.ts';
import { DEPLOYED } from './goes-live.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const stage = { ...api, stageName: 'prod' };
const opened = (minute = 0, of = api) =>
  patch(
    'UpdateMethod',
    { ...of, resourceId: 'x1y2z3', httpMethod: 'GET' },
    [['replace', '/authorizationType', 'NONE']],
    { minute },
  );
const deployed = (minute: number) => restApi('CreateDeployment', api, { stageName: 'prod' }, { minute, by: iamUser() });
const unlogged = (minute: number) => patch('UpdateStage', stage, [['remove', '/accessLogSettings']], { minute });
const executed = (minute: number) =>
  patch('UpdateStage', stage, [['replace', '/*/*/logging/loglevel', 'INFO']], { minute });
const unexecuted = (minute: number) =>
  patch('UpdateStage', stage, [['replace', '/*/*/logging/loglevel', 'OFF']], { minute });

export default defineSequence({
  id: 'seq-api-opened-then-blinded',
  topic: 'L',
  title: 'API opened and its log switched off',
  severity: 'critical',
  attack: ['T1556', 'T1685.002'],
  why: 'Whoever opens an API and takes its log away means to use it without being seen.',
  benign: ['A stage is taken down'],
  runbook: [
    'Close it first: put back the authorization that the events named here took away, and deploy.',
    'Switch the access log on again: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --patch-operations op=replace,path=/accessLogSettings/destinationArn,value=ARN --region {region}.',
    'For the time without a log read what the backend logged, WAF logs, and the Count and 5XXError metrics of {api} since {time-6h}.',
    'Take the credentials of {principal} (key {key}, from {ip}) away and look at what they did from {time-24h}.',
  ],
  key: 'api',
  withinHours: 2,
  ordered: false,
  steps: [
    {
      title: 'opened',
      // A change of the role that writes all logs of a region names no API: it is told by itself.
      detections: [
        'apigw-authorizer-detached',
        'apigw-authorizer-removed',
        'apigw-default-endpoint-enabled',
        'apigw-method-auth-none',
        'apigw-policy-public',
        'apigw-policy-removed',
        'apigw-route-auth-none',
      ],
      minSeverity: 'medium',
    },
    {
      title: 'log switched off',
      detections: ['apigw-access-log-disabled', 'apigw-access-log-redirected', 'apigw-exec-log-off'],
      minSeverity: 'medium',
    },
    // Where a stage deploys by itself there is no such call.
    { ...DEPLOYED, optional: true },
  ],
  examples: () => ({
    fires: [
      { title: 'opened, deployed, then the log', severity: 'critical', records: [opened(), deployed(5), unlogged(10)] },
      { title: 'the log first', severity: 'critical', records: [unlogged(0), opened(10), deployed(11)] },
      {
        title: 'the execution log, and no deployment',
        severity: 'critical',
        records: [executed(-600), opened(), unexecuted(60)],
      },
    ],
    quiet: [
      { title: 'only opened', records: [opened(), deployed(5)] },
      { title: 'only the log', records: [unlogged(0), deployed(5)] },
      { title: 'another API', records: [opened(0, { restApiId: 'z9y8x7w6v5' }), unlogged(5)] },
      { title: 'half a day apart', records: [opened(), unlogged(720)] },
    ],
  }),
});
