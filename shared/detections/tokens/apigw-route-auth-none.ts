import { filled, text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { httpApi } from '../example.ts';
import { liveAtOnce, noLongerAsked } from './live.ts';

const none = { apiId: 'h1j2k3l4m5', routeId: 'r1s2t3u', authorizationType: 'NONE' };
const answer = { routeId: 'r1s2t3u', routeKey: 'GET /v1/profile', authorizationType: 'NONE', apiKeyRequired: false };
const opened = httpApi('UpdateRoute', none, { response: answer });
const jwt = httpApi('UpdateRoute', { ...none, authorizationType: 'JWT', authorizerId: 'a1z2y3' }, { minute: -600 });
const whole = httpApi('UpdateRoute', { ...none, routeKey: 'GET /v1/profile', target: 'integrations/i1j2k3' });
const stage = (autoDeploy: boolean, minute = -900) =>
  httpApi('CreateStage', { apiId: none.apiId, stageName: '$default', autoDeploy }, { minute });

export default defineDetection({
  id: 'apigw-route-auth-none',
  topic: 'T',
  title: 'HTTP route authorization switched off',
  severity: 'high',
  attack: ['T1556'],
  why: 'The route answers anyone: at once where its stage deploys automatically, else with the next deployment.',
  benign: ['A route that is meant to be public'],
  runbook: [
    'Ask {principal} whether {resource} is meant to be public; authorizationType was {before}.',
    'See what every route requires now: aws apigatewayv2 get-routes --api-id {api} --region {region}',
    'See whether it is live: aws apigatewayv2 get-stages --api-id {api} --region {region} (AutoDeploy true, or a deployment after {time}).',
    'If it was not meant: aws apigatewayv2 update-route with the authorization type and authorizer id it had, and deploy.',
    'If it is live, look in the access log for callers without an identity since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateRoute'] },
  match: ({ api }) => {
    if (api === undefined || text(api.input, 'authorizationType')?.toUpperCase() !== 'NONE') return false;
    // What a WebSocket lets in is decided by $connect alone, which apigw-websocket-connect-open looks at.
    if (/^(OPTIONS |\$connect$)/i.test(api.routeKey ?? '')) return false;
    // CloudFormation sends the whole route at every change, so that NONE may be nothing new; a person sends what changes.
    const wholeRoute = filled(api.input, 'target') !== undefined;
    return {
      severity: wholeRoute ? 'medium' : 'high',
      what: `set the authorization of ${api.resource} to NONE`,
    };
  },
  state: {
    changed: noLongerAsked('apigateway.route.authorizationType', 'how callers were authorized before is not known'),
    given: liveAtOnce('critical'),
  },
  examples: () => ({
    fires: [
      { title: 'authorizationType set to NONE', severity: 'high', records: [opened] },
      { title: 'it was JWT before', severity: 'high', records: [jwt, opened] },
      {
        title: 'JWT before, and the stage deploys by itself',
        severity: 'critical',
        records: [stage(true), jwt, opened],
      },
      {
        title: 'JWT before, and the stage is deployed by hand',
        severity: 'high',
        records: [stage(false), jwt, opened],
      },
      {
        title: 'automatic deployment was switched off since',
        severity: 'high',
        records: [
          stage(true),
          httpApi('UpdateStage', { apiId: none.apiId, stageName: '%24default', autoDeploy: false }, { minute: -800 }),
          opened,
        ],
      },
      { title: 'a whole route whose past is not known', severity: 'medium', records: [stage(true), whole] },
      { title: 'a whole route that was JWT', severity: 'high', records: [jwt, whole] },
      {
        title: 'it was NONE already',
        severity: 'low',
        records: [stage(true), { ...opened, eventTime: '2026-11-02T09:00:00Z' }, opened],
      },
    ],
    quiet: [
      {
        title: 'IAM in place of JWT',
        records: [jwt, httpApi('UpdateRoute', { ...none, authorizationType: 'AWS_IAM' })],
      },
      {
        title: 'another change of an open route',
        records: [
          httpApi(
            'UpdateRoute',
            { apiId: none.apiId, routeId: none.routeId, target: 'integrations/i1j2k3' },
            { response: answer },
          ),
        ],
      },
      {
        title: 'a preflight route',
        records: [httpApi('UpdateRoute', none, { response: { ...answer, routeKey: 'OPTIONS /{proxy+}' } })],
      },
      {
        title: 'the $connect route of a WebSocket, which is told elsewhere',
        records: [httpApi('UpdateRoute', none, { response: { ...answer, routeKey: '$connect' } })],
      },
      {
        title: 'refused',
        records: [
          httpApi('UpdateRoute', none, {
            error: { code: 'BadRequestException' },
            response: { message: 'Unable to update route.' },
          }),
        ],
      },
    ],
  }),
});
