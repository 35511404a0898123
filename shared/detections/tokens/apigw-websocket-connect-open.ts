import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag, text } from '../../cloudtrail/field.ts';
import { ROUTE_AUTHORIZATION } from '../../settings/route-key.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection, type Match } from '../define.ts';
import { type Difference, httpApi, role } from '../example.ts';
import { tooLarge } from './asked.ts';
import { liveAtOnce, noLongerAsked } from './live.ts';

const route = { apiId: 'w1x2y3z4a5', routeId: 'r1s2t3u' };
const answer = (authorizationType: string) => ({ routeKey: '$connect', routeId: route.routeId, authorizationType });

function created(authorizationType?: string, difference: Difference = {}, params: Record<string, unknown> = {}) {
  const asked = authorizationType === undefined ? {} : { authorizationType };
  return httpApi(
    'CreateRoute',
    { apiId: route.apiId, routeKey: '$connect', ...asked, ...params },
    {
      response: { ...answer(authorizationType ?? 'NONE'), ...params },
      ...difference,
    },
  );
}
function updated(authorizationType: string, difference: Difference = {}, params: Record<string, unknown> = {}) {
  return httpApi(
    'UpdateRoute',
    { ...route, authorizationType, ...params },
    { response: answer(authorizationType), ...difference },
  );
}
const before = { minute: -600 };
const pipeline = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };

/** A new $connect opens nothing: a WebSocket without one lets everybody connect. Taking authorization away from one does. */
function opened(event: TrailEvent): Match | false {
  const { api } = event;
  if (api?.version !== 2 || api.routeKey !== '$connect') return false;
  const isNew = event.name === 'CreateRoute';
  // An answer tells the whole route: it counts where the request says nothing of its own, or renames another route.
  const answered = isNew || event.omitted || filled(api.input, 'routeKey') !== undefined;
  const type = text(api.input, 'authorizationType') ?? (answered ? text(api.state, 'authorizationType') : undefined);
  if ((type ?? (isNew ? 'NONE' : '')).toUpperCase() !== 'NONE') return false;
  const keyed = flag(api.input, 'apiKeyRequired') ?? flag(api.state, 'apiKeyRequired');
  if (isNew && keyed === true) return false;
  // CloudFormation sends the whole route at every change, so that NONE may be nothing new.
  const isWhole = filled(api.input, 'target') !== undefined;
  return {
    severity: isNew ? (byPipeline(event) ? 'low' : 'medium') : isWhole ? 'medium' : 'high',
    what: isNew ? `created ${api.resource} without authorization` : `set the authorization of ${api.resource} to NONE`,
    reasons: [...(keyed === true ? ['an API key is still asked for'] : []), ...tooLarge(event)],
  };
}

export default defineDetection({
  id: 'apigw-websocket-connect-open',
  topic: 'T',
  title: 'WebSocket opened to everybody',
  severity: 'high',
  attack: ['T1190'],
  why: 'Only $connect can ask who opens a WebSocket: past it, anybody sends messages to every route until the connection ends.',
  benign: ['A public chat or ticker', 'A token that the backend checks in the first message'],
  runbook: [
    'Ask {principal} whether API {api} is meant to be open to everybody; $connect was authorized by {before}.',
    'See what it requires now: aws apigatewayv2 get-routes --api-id {api} --region {region} (RouteKey $connect; where there is none, everybody may connect).',
    'See whether it is live: aws apigatewayv2 get-stages --api-id {api} --region {region} (AutoDeploy true, or a deployment after {time}).',
    'If it was not meant: set AuthorizationType and AuthorizerId of $connect with aws apigatewayv2 update-route, and deploy.',
    'Connections live up to two hours: look in the access log for those opened since {time}, and end them: aws apigatewaymanagementapi delete-connection --endpoint-url https://{api}.execute-api.{region}.amazonaws.com/STAGE --connection-id ID',
  ],
  on: { source: 'apigateway', names: ['CreateRoute', 'UpdateRoute'] },
  match: opened,
  state: {
    changed: noLongerAsked(ROUTE_AUTHORIZATION, 'nothing is known of the route from before'),
    given: liveAtOnce('critical'),
  },
  examples: () => ({
    fires: [
      { title: 'a new $connect', severity: 'medium', records: [created('NONE')] },
      { title: 'a new $connect that says nothing', severity: 'medium', records: [created()] },
      { title: 'a new $connect, by CloudFormation', severity: 'low', records: [created('NONE', pipeline)] },
      { title: 'in place of one that asked', severity: 'high', records: [created('CUSTOM', before), created('NONE')] },
      { title: 'switched off', severity: 'high', records: [updated('NONE')] },
      { title: 'it was AWS_IAM', severity: 'high', records: [updated('AWS_IAM', before), updated('NONE')] },
      {
        title: 'live at once',
        severity: 'critical',
        records: [
          httpApi('CreateStage', { apiId: route.apiId, stageName: 'prod', autoDeploy: true }, { minute: -900 }),
          updated('CUSTOM', before),
          updated('NONE'),
        ],
      },
      { title: 'it was NONE before', severity: 'low', records: [updated('NONE', before), updated('NONE')] },
      {
        title: 'a whole route whose past is not known',
        severity: 'medium',
        records: [updated('NONE', {}, { routeKey: '$connect', target: 'integrations/i1j2k3' })],
      },
      {
        title: 'an open route becomes $connect',
        severity: 'high',
        records: [httpApi('UpdateRoute', { ...route, routeKey: '$connect' }, { response: answer('NONE') })],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'high',
        records: [httpApi('UpdateRoute', { omitted: true, originalSize: 120_000 }, { response: answer('NONE') })],
      },
    ],
    quiet: [
      { title: 'with an authorizer', records: [created('CUSTOM')] },
      { title: 'with an API key', records: [created('NONE', {}, { apiKeyRequired: true })] },
      {
        title: 'with an API key, as far as the answer tells',
        records: [created('NONE', { response: { ...answer('NONE'), apiKeyRequired: true } })],
      },
      {
        title: 'another change of an open $connect',
        records: [httpApi('UpdateRoute', { ...route, target: 'integrations/i2' }, { response: answer('NONE') })],
      },
      {
        title: 'a route for messages',
        records: [httpApi('CreateRoute', { apiId: route.apiId, routeKey: 'sendMessage', authorizationType: 'NONE' })],
      },
      { title: 'refused', records: [updated('NONE', { error: { code: 'BadRequestException' } })] },
    ],
  }),
});
