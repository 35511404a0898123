import { accountOf, lambdaArnIn } from '../../cloudtrail/arn.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, httpApi, patch, restApi, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import type { Change, Verdict } from '../state-use.ts';
import { severityOf, variablesSet } from './stage-variables.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const set = (name: string, value: string, difference = {}) =>
  patch('UpdateStage', stage, [['replace', `/variables/${name}`, value]], difference);
const arn = (account: string) => `arn:aws:lambda:eu-central-1:${account}:function:orders`;

function judge({ before, now }: Change): Verdict {
  if (before === now || now === '') return 'quiet';
  if (before === undefined) return { reason: 'what it was before is not known' };
  return { reason: before === '' ? 'the stage had no such variable before' : `it was ${before} before` };
}

export default defineDetection({
  id: 'apigw-stage-variable-changed',
  topic: 'B',
  title: 'Stage variable set',
  severity: 'medium',
  attack: ['T1565.002'],
  why: 'Integrations and authorizers name their host or function by stage variables: one value leads a whole stage elsewhere, at once and without a deployment.',
  benign: ['A release that flips an alias or a color'],
  runbook: [
    'Ask {principal} which release set it: {before} became {after}.',
    'See what uses it: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (stageVariables in uri; HTTP API: aws apigatewayv2 get-integrations --api-id {api} --region {region}), and the authorizers likewise.',
    'If it was not meant: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/variables/NAME,value={before} (it acts at once).',
    'Treat tokens and bodies sent to {api} since {time} as read by the new backend; the access log names the callers.',
  ],
  on: { source: 'apigateway', names: ['UpdateStage', 'CreateDeployment'] },
  match: (event) => {
    const variables = variablesSet(event);
    const [first] = variables;
    if (first === undefined) return false;
    const rank: readonly Severity[] = ['high', 'medium', 'low'];
    const worst = rank.find((severity) => variables.some((one) => severityOf(one) === severity)) ?? 'low';
    const accounts = variables
      .map(({ value }) => accountOf(lambdaArnIn(value) ?? ''))
      .filter((one) => one !== undefined);
    const said = variables.slice(0, 3).map(({ name, value }) => (value === '***' ? name : `${name} to ${value}`));
    return {
      severity: worst,
      what: `set stage variables of ${event.api?.resource}: ${said.join(', ')}${variables.length > 3 ? ` and ${variables.length - 3} more` : ''}`,
      ...(first.value === '***' ? { reasons: ['CloudTrail does not log the variables of an HTTP API'] } : {}),
      ...(accounts.length === 0 ? {} : { foreign: { accounts, severity: 'critical' } }),
      // A release flips aliases; where a stranger's host or function comes in, it does not matter who did it.
      ...(accounts.length === 0 && worst === 'medium' ? shipped(event) : {}),
    };
  },
  state: {
    changed: {
      settings: ['apigateway.stage.variables.*', 'apigateway.stage.canarySettings.stageVariableOverrides.*'],
      judge,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a host',
        severity: 'medium',
        records: [set('backend', 'orders.example.com', { minute: -600 }), set('backend', 'orders.example.net')],
      },
      {
        title: 'an alias, by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [set('lambdaAlias', 'green', { by: role() })],
      },
      { title: 'an alias, nothing known', severity: 'medium', records: [set('lambdaAlias', 'green')] },
      {
        title: 'for a canary',
        severity: 'medium',
        records: [
          patch('UpdateStage', stage, [
            ['replace', '/canarySettings/stageVariableOverrides/url', 'https://orders.example.net'],
          ]),
        ],
      },
      {
        title: 'with a deployment',
        severity: 'medium',
        records: [
          restApi(
            'CreateDeployment',
            { restApiId: 'a1b2c3d4e5' },
            { stageName: 'prod', variables: { url: 'orders.example.net' } },
          ),
        ],
      },
      {
        title: 'in a request too large to be logged: the answer tells',
        severity: 'medium',
        records: [
          restApi('UpdateStage', stage, undefined, {
            params: { omitted: true, originalSize: 120_000, reason: 'requestParameters too large' },
            response: { variables: { url: 'b.example.com' }, self: { ...stage, template: false } },
          }),
        ],
      },
      { title: 'a tunnel', severity: 'high', records: [set('url', 'a1b2.ngrok-free.app')] },
      { title: 'a function of a foreign account', severity: 'critical', records: [set('fn', arn(FOREIGN))] },
      {
        title: 'a function of a trusted account',
        severity: 'medium',
        trusted: [FOREIGN],
        records: [set('fn', arn(FOREIGN))],
      },
      { title: 'a flag', severity: 'low', records: [set('debug', 'true')] },
      {
        title: 'of an HTTP API, which is not logged',
        severity: 'low',
        records: [httpApi('UpdateStage', { apiId: 'h1', stageName: '%24default', stageVariables: '***' })],
      },
      {
        title: 'a tunnel among others, by a role that ships infrastructure',
        severity: 'high',
        lists: { deployRoles: ['deploy'] },
        records: [
          patch(
            'UpdateStage',
            stage,
            [
              ['replace', '/variables/debug', 'true'],
              ['replace', '/variables/url', 'https://a1b2.ngrok-free.app'],
            ],
            { by: role() },
          ),
        ],
      },
      { title: 'a private address, as behind a VPC link', severity: 'medium', records: [set('upstream', '10.0.0.7')] },
      { title: 'a number', severity: 'low', records: [set('seconds', '10')] },
    ],
    quiet: [
      {
        title: 'the value it had',
        records: [
          restApi(
            'CreateStage',
            { restApiId: 'a1b2c3d4e5' },
            { stageName: 'prod', variables: { url: 'a.example.com' } },
            { minute: -600 },
          ),
          set('url', 'a.example.com'),
        ],
      },
      { title: 'a variable taken away', records: [patch('UpdateStage', stage, [['remove', '/variables/url']])] },
      {
        title: 'a deployment without',
        records: [restApi('CreateDeployment', { restApiId: 'a1b2c3d4e5' }, { stageName: 'prod' })],
      },
      {
        title: 'a new stage',
        records: [
          restApi(
            'CreateStage',
            { restApiId: 'a1b2c3d4e5' },
            { stageName: 'dev', variables: { url: 'a.example.com' } },
          ),
        ],
      },
      {
        title: 'another change of a stage with variables',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            response: { variables: { url: 'a.example.com' } },
          }),
        ],
      },
      { title: 'refused', records: [set('url', 'a1b2.ngrok.io', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
