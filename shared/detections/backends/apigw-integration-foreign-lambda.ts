import { accountOf, lambdaArnIn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, httpApi, patch, restApi } from '../example.ts';
import { definitionText, functionArnsIn } from './definition.ts';
import { BACKEND_WRITES, urisSet } from './integration.ts';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const arn = (account: string) => `arn:aws:lambda:eu-central-1:${account}:function:orders`;
const invoke = (account: string) =>
  `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arn(account)}/invocations`;

function put(account: string, difference = {}) {
  return restApi('PutIntegration', method, { httpMethod: 'POST', type: 'AWS_PROXY', uri: invoke(account) }, difference);
}
function imported(account: string) {
  const operation = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: invoke(account) } };
  const body = JSON.stringify({ openapi: '3.0.1', paths: { '/orders': { get: operation } } });
  return restApi('PutRestApi', { restApiId: 'a1b2c3d4e5', mode: 'overwrite', body });
}

function functionsOf(event: TrailEvent): string[] {
  const set = urisSet(event).map(lambdaArnIn);
  const text = definitionText(event);
  const all = [...set, ...(text === undefined ? [] : functionArnsIn(text))];
  return [...new Set(all.filter((found) => found !== undefined))].sort();
}

export default defineDetection({
  id: 'apigw-integration-foreign-lambda',
  topic: 'B',
  title: 'API traffic sent to a function of a foreign account',
  severity: 'critical',
  attack: ['T1565.002'],
  why: "A stranger's code receives every request with its tokens and answers in your name.",
  benign: ['A shared services account: put it on the trust list'],
  runbook: [
    'Ask {principal} whose account this is; the reason names it.',
    'See what is live: the change acts with the next deployment (aws apigateway get-deployments --rest-api-id {api} --region {region}); an HTTP API that deploys by itself acts at once (aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'If not meant, set the former function again (aws apigateway update-integration, or aws apigatewayv2 update-integration) and deploy.',
    'Treat tokens and bodies sent to {api} since {time} as stolen; the access log names the callers.',
    'If it is yours, add the account to accounts.trusted in gatetrail.yml.',
  ],
  on: { source: 'apigateway', names: BACKEND_WRITES },
  match: (event) => {
    const functions = functionsOf(event);
    const accounts = functions.map(accountOf).filter((account) => account !== undefined);
    if (accounts.length === 0) return false;
    const strange = functions.filter((one) => accountOf(one) !== event.account);
    return {
      what: `sent ${event.api?.resource} to ${(strange.length > 0 ? strange : functions).slice(0, 3).join(', ')}`,
      foreign: { accounts, severity: 'critical', required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'put on a method', severity: 'critical', records: [put(FOREIGN)] },
      {
        title: 'patched',
        severity: 'critical',
        records: [patch('UpdateIntegration', method, [['replace', '/uri', invoke(FOREIGN)]])],
      },
      {
        title: 'an HTTP API, with the bare ARN',
        severity: 'critical',
        records: [httpApi('UpdateIntegration', { apiId: 'h1', integrationId: 'i1', integrationUri: arn(FOREIGN) })],
      },
      {
        title: 'a quick-created API',
        severity: 'critical',
        records: [httpApi('CreateApi', { name: 'orders', protocolType: 'HTTP', target: arn(FOREIGN) })],
      },
      { title: 'in an imported definition', severity: 'critical', records: [imported(FOREIGN)] },
    ],
    quiet: [
      { title: 'an own function', records: [put('111111111111')] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [put(FOREIGN)] },
      { title: 'an account whose logs are read', records: [put(FOREIGN), put(FOREIGN, { account: FOREIGN })] },
      { title: 'an imported definition with own functions', records: [imported('111111111111')] },
      {
        title: 'a patch of something else',
        records: [patch('UpdateIntegration', method, [['replace', '/timeoutInMillis', '5000']])],
      },
    ],
  }),
});
