import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { type Difference, httpApi, role } from '../example.ts';
import { liveAtOnce } from './live.ts';

const route = { apiId: 'w1x2y3z4a5', routeId: 'r1s2t3u' };
const deleted = (difference: Difference = {}) => httpApi('DeleteRoute', route, difference);

function created(routeKey: string, authorizationType: string) {
  const asked = { routeKey, authorizationType };
  const response = { ...asked, routeId: route.routeId };
  return httpApi('CreateRoute', { apiId: route.apiId, ...asked }, { minute: -600, response });
}

function routeOf(event: TrailEvent): string | undefined {
  const routeId = filled(event.params, 'routeId');
  const apiId = event.api?.apiId;
  return apiId === undefined || routeId === undefined ? undefined : `${apiId}/${routeId}`;
}

/**
 * The other way to do what apigw-websocket-connect-open tells: a WebSocket without a $connect route lets everybody connect.
 * A deletion names no more than the route's id, so what is known from before has to tell which route it was.
 */
export default defineDetection({
  id: 'apigw-websocket-connect-deleted',
  topic: 'T',
  title: 'WebSocket lost the route that asks who connects',
  severity: 'high',
  attack: ['T1556'],
  why: 'Without $connect nobody is asked who they are: anybody sends messages to every route of the API.',
  benign: ['The API is taken down route by route', 'A template makes the route anew'],
  runbook: [
    'Ask {principal} why the $connect route of API {api} was deleted.',
    'See whether there is another one: aws apigatewayv2 get-routes --api-id {api} --region {region} (RouteKey $connect).',
    'See whether it is live: aws apigatewayv2 get-stages --api-id {api} --region {region} (AutoDeploy true, or a deployment after {time}).',
    "If it was not meant: aws apigatewayv2 create-route --api-id {api} --region {region} --route-key '$connect' with the authorization type and authorizer it had, and deploy.",
    'Connections live up to two hours: look in the access log for those opened since {time}.',
  ],
  on: { source: 'apigateway', names: ['DeleteRoute'] },
  match: (event) => {
    const apiId = event.api?.apiId;
    if (apiId === undefined) return false;
    return {
      severity: byPipeline(event) ? 'low' : 'high',
      what: `deleted the $connect route of API ${apiId}`,
      resource: `API ${apiId} route $connect`,
    };
  },
  state: {
    given: [
      {
        setting: 'apigateway.route.routeKey',
        of: routeOf,
        unknown: 'quiet',
        judge: (key) => (key === '$connect' ? undefined : 'quiet'),
      },
      {
        setting: 'apigateway.route.authorizationType',
        of: routeOf,
        unknown: 'quiet',
        judge: (type) => (type.toUpperCase() === 'NONE' ? 'quiet' : { reason: `callers were authorized by ${type}` }),
      },
      liveAtOnce('critical'),
    ],
  },
  examples: () => ({
    fires: [
      { title: 'one that asked', severity: 'high', records: [created('$connect', 'CUSTOM'), deleted()] },
      {
        title: 'one that asked, live at once',
        severity: 'critical',
        records: [
          httpApi('CreateStage', { apiId: route.apiId, stageName: 'prod', autoDeploy: true }, { minute: -900 }),
          created('$connect', 'AWS_IAM'),
          deleted(),
        ],
      },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [
          created('$connect', 'CUSTOM'),
          deleted({ by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
    ],
    quiet: [
      { title: 'one that let everybody in', records: [created('$connect', 'NONE'), deleted()] },
      { title: 'another route', records: [created('GET /v1/profile', 'JWT'), deleted()] },
      { title: 'a route of which nothing is known', records: [deleted()] },
      {
        title: 'refused',
        records: [created('$connect', 'CUSTOM'), deleted({ error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
