import { defineSequence } from '../define.ts';
import { httpApi, iamUser, patch, restApi, role } from '../example.ts';
import { DEPLOYED } from './goes-live.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const method = { ...api, resourceId: 'x1y2z3', httpMethod: 'GET' };
const opened = patch('UpdateMethod', method, [['replace', '/authorizationType', 'NONE']]);
const deployed = (minute: number, stageName = 'prod') =>
  restApi('CreateDeployment', api, { stageName }, { minute, by: iamUser() });
const route = { apiId: 'h1j2k3l4m5', routeId: 'r1s2t3u', authorizationType: 'NONE' };

/**
 * A change of a REST API, or of an HTTP API whose stages are deployed by hand, sleeps until a stage gets a deployment. Where a
 * stage deploys by itself there is no such call: apigw-route-auth-none is critical there by itself.
 */
export default defineSequence({
  id: 'seq-api-opened-and-live',
  topic: 'T',
  title: 'API opened and deployed',
  severity: 'critical',
  attack: ['T1556', 'T1190'],
  why: 'What was opened answers anyone from now on. Until the deployment it was a change on paper.',
  benign: ['A public method or API goes live as planned'],
  runbook: [
    'Ask {principal} whether {api} is meant to answer callers without a token; the events named here say what was opened.',
    'See what every method requires now: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (HTTP API: aws apigatewayv2 get-routes --api-id {api} --region {region})',
    'If it was not meant, close it at once: point the stage back to the deployment before {time} (aws apigateway get-deployments --rest-api-id {api} --region {region}), then mend the methods or the policy.',
    'Read the access log from {time} on for callers without an identity: what did they get?',
    'Look at all that the callers of these events did from {time-24h} to {time+1h}.',
  ],
  key: 'api',
  withinHours: 24,
  ordered: true,
  steps: [
    {
      title: 'a method, a route or the policy opened',
      // Deleting an authorizer is not among them: API Gateway refuses while a method or route refers to it.
      detections: [
        'apigw-api-key-not-required',
        'apigw-authorizer-detached',
        'apigw-method-auth-none',
        'apigw-method-created-open',
        'apigw-policy-public',
        'apigw-policy-removed',
        'apigw-route-auth-none',
        'apigw-route-created-open',
        'apigw-scopes-removed',
        'apigw-websocket-connect-deleted',
        'apigw-websocket-connect-open',
      ],
      // Not what was open before, and not an API that is new.
      minSeverity: 'high',
    },
    DEPLOYED,
  ],
  examples: () => ({
    fires: [
      {
        title: 'a method opened, then deployed by somebody else',
        severity: 'critical',
        records: [opened, deployed(600)],
      },
      { title: 'both within one second', severity: 'critical', records: [deployed(0), opened] },
      {
        title: 'deployed first, the stage pointed to it later',
        severity: 'critical',
        records: [
          opened,
          deployed(1, ''),
          patch('UpdateStage', { ...api, stageName: 'prod' }, [['replace', '/deploymentId', 'd1e2p3']], { minute: 2 }),
        ],
      },
      {
        title: 'tried on a share of the callers',
        severity: 'critical',
        records: [
          opened,
          patch('UpdateStage', { ...api, stageName: 'prod' }, [['replace', '/canarySettings/deploymentId', 'd1e2p3']], {
            minute: 2,
          }),
        ],
      },
      {
        title: 'a route opened, its stage pointed to a new deployment',
        severity: 'critical',
        records: [
          httpApi('UpdateRoute', route),
          httpApi(
            'UpdateStage',
            { apiId: route.apiId, stageName: '%24default', deploymentId: 'd1e2p3' },
            { minute: 5 },
          ),
        ],
      },
      {
        title: 'a route opened, then its stage made to deploy by itself',
        severity: 'critical',
        records: [
          httpApi('UpdateRoute', route),
          httpApi('UpdateStage', { apiId: route.apiId, stageName: 'prod', autoDeploy: true }, { minute: 5 }),
        ],
      },
    ],
    quiet: [
      { title: 'deployed before it was opened', records: [deployed(-5), opened] },
      {
        title: 'another API deployed',
        records: [
          opened,
          restApi('CreateDeployment', { restApiId: 'z9y8x7w6v5' }, { stageName: 'prod' }, { minute: 5 }),
        ],
      },
      { title: 'a deployment no stage has', records: [opened, deployed(5, '')] },
      { title: 'deployed the day after next', records: [opened, deployed(2880)] },
      {
        title: 'the stage changed otherwise',
        records: [
          opened,
          patch('UpdateStage', { ...api, stageName: 'prod' }, [['replace', '/tracingEnabled', 'true']], { minute: 5 }),
        ],
      },
      {
        title: 'the deployment refused',
        records: [
          opened,
          restApi(
            'CreateDeployment',
            api,
            { stageName: 'prod' },
            { minute: 5, error: { code: 'BadRequestException' } },
          ),
        ],
      },
      {
        title: 'a new open method',
        records: [restApi('PutMethod', method, { authorizationType: 'NONE' }, { by: role() }), deployed(5)],
      },
    ],
  }),
});
