import { text } from '../../cloudtrail/field.ts';
import { ROUTE_AUTHORIZATION } from '../../settings/route-key.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { type Difference, httpApi, role } from '../example.ts';
import { liveAtOnce } from './live.ts';

const apiId = 'h1j2k3l4m5';
const PROTOCOL = 'apigateway.api.protocolType';

function created(routeKey: string, authorizationType?: string, difference: Difference = {}) {
  const route = { routeKey, target: 'integrations/i1j2k3' };
  const type = authorizationType === undefined ? {} : { authorizationType };
  const response = { ...route, authorizationType: authorizationType ?? 'NONE', routeId: 'r1s2t3u' };
  return httpApi('CreateRoute', { apiId, ...route, ...type }, { response, ...difference });
}
const made = (protocolType: string) =>
  httpApi('CreateApi', { name: 'mobile', protocolType }, { minute: -600, response: { apiId, protocolType } });
const pipeline = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };

/** Only HTTP routes: of a WebSocket, $connect alone can ask who calls, and apigw-websocket-connect-open looks at it. */
function severityOf(routeKey: string, isPipeline: boolean): 'low' | 'medium' | 'high' | undefined {
  // May be a WebSocket's route for what no other takes: `given` knows.
  if (routeKey === '$default') return 'medium';
  if (!/^[A-Z]+ \//.test(routeKey) || routeKey.startsWith('OPTIONS ')) return undefined;
  if (/^ANY \/\{\w+\+\}$/.test(routeKey)) return isPipeline ? 'medium' : 'high';
  return isPipeline ? 'low' : 'medium';
}

export default defineDetection({
  id: 'apigw-route-created-open',
  topic: 'T',
  title: 'HTTP route created without authorization',
  severity: 'medium',
  attack: ['T1190'],
  why: 'The route passes the requests of anyone on the internet on to its backend, at once where its stage deploys automatically.',
  benign: ['A webhook or a health check', 'A public API', 'Authorization done by the backend'],
  runbook: [
    'Ask {principal} whether {resource} is meant to be public.',
    'See where it leads and what the other routes require: aws apigatewayv2 get-routes --api-id {api} --region {region}',
    'See whether it is live: aws apigatewayv2 get-stages --api-id {api} --region {region} (AutoDeploy true, or a deployment after {time}).',
    'If it was not meant: aws apigatewayv2 update-route --api-id {api} --region {region} --route-id ID with the authorization type and authorizer id of its neighbours, and deploy.',
  ],
  on: { source: 'apigateway', names: ['CreateRoute'] },
  match: (event) => {
    const { api } = event;
    if (api?.routeKey === undefined) return false;
    const type = text(api.input, 'authorizationType') ?? text(api.state, 'authorizationType') ?? 'NONE';
    const severity = type.toUpperCase() === 'NONE' ? severityOf(api.routeKey, byPipeline(event)) : undefined;
    return severity !== undefined && { severity, what: `created ${api.resource} without authorization` };
  },
  state: {
    changed: {
      settings: [ROUTE_AUTHORIZATION],
      judge: ({ before, now }) => {
        if (before === undefined) return undefined;
        return before === now
          ? { severity: 'low', reason: 'the route it replaces was open too' }
          : { severity: 'high', reason: `it replaces a route whose callers were authorized by ${before}` };
      },
    },
    given: [
      {
        setting: PROTOCOL,
        of: ({ api }) => (api?.routeKey === '$default' ? api.apiId : undefined),
        judge: (protocol) => (protocol === 'WEBSOCKET' ? 'quiet' : undefined),
      },
      {
        setting: PROTOCOL,
        of: (event) => (event.api?.routeKey === '$default' && !byPipeline(event) ? event.api.apiId : undefined),
        judge: (protocol, severity) =>
          protocol === 'HTTP' && severity === 'medium'
            ? { severity: 'high', reason: 'it answers every request that no other route takes' }
            : undefined,
      },
      liveAtOnce('high'),
    ],
  },
  examples: () => ({
    fires: [
      { title: 'with NONE', severity: 'medium', records: [created('POST /hook', 'NONE')] },
      { title: 'without saying', severity: 'medium', records: [created('POST /hook')] },
      { title: 'by CloudFormation', severity: 'low', records: [created('GET /health', 'NONE', pipeline)] },
      { title: 'every path and verb', severity: 'high', records: [created('ANY /{proxy+}')] },
      {
        title: 'every path, by CloudFormation',
        severity: 'medium',
        records: [created('ANY /{proxy+}', 'NONE', pipeline)],
      },
      { title: 'the rest of an HTTP API', severity: 'high', records: [made('HTTP'), created('$default')] },
      {
        title: 'the rest of an HTTP API, by CloudFormation',
        severity: 'medium',
        records: [made('HTTP'), created('$default', 'NONE', pipeline)],
      },
      { title: 'the rest of an API that is not known', severity: 'medium', records: [created('$default')] },
      {
        title: 'in place of a route that asked for a token',
        severity: 'high',
        records: [
          created('GET /v1/profile', 'JWT', { minute: -600 }),
          httpApi('DeleteRoute', { apiId, routeId: 'r1s2t3u' }, { minute: -1 }),
          created('GET /v1/profile', 'NONE', pipeline),
        ],
      },
      {
        title: 'made anew as it was',
        severity: 'low',
        records: [created('GET /v1/profile', 'NONE', { minute: -600 }), created('GET /v1/profile', 'NONE')],
      },
      {
        title: 'the rest of an HTTP API, made anew as it was',
        severity: 'low',
        records: [made('HTTP'), created('$default', 'NONE', { minute: -60 }), created('$default')],
      },
      {
        title: 'live at once',
        severity: 'medium',
        records: [
          httpApi('CreateStage', { apiId, stageName: '$default', autoDeploy: true }, { minute: -600 }),
          created('POST /hook', 'NONE'),
        ],
      },
    ],
    quiet: [
      { title: 'with a token', records: [created('POST /hook', 'JWT')] },
      {
        title: 'with a token, too large to be logged',
        records: [
          httpApi('CreateRoute', { omitted: true }, { response: { routeKey: 'POST /hook', authorizationType: 'JWT' } }),
        ],
      },
      { title: 'with IAM', records: [created('ANY /{proxy+}', 'AWS_IAM')] },
      { title: 'a preflight route', records: [created('OPTIONS /{proxy+}', 'NONE')] },
      { title: 'the rest of a WebSocket', records: [made('WEBSOCKET'), created('$default', 'NONE')] },
      { title: 'a message of a WebSocket', records: [created('sendMessage', 'NONE')] },
      { title: 'how a WebSocket is opened, which is told elsewhere', records: [created('$connect', 'NONE')] },
      { title: 'refused', records: [created('POST /hook', 'NONE', { error: { code: 'ConflictException' } })] },
    ],
  }),
});
