import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { httpApi, restApi, role } from '../example.ts';

const rest = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1l2m3' };

export default defineDetection({
  id: 'apigw-authorizer-removed',
  topic: 'T',
  title: 'Authorizer deleted',
  // Not high: API Gateway refuses while a method or route still refers to it ("Cannot delete authorizer …, is referenced in
  // method"), so deleting opens nothing. What opened the methods, before, is told by the detections of methods and routes.
  severity: 'medium',
  attack: ['T1556'],
  why: 'Methods that used the authorizer were detached from it before; without it they can not be protected again quickly.',
  benign: ['A stack is taken down', 'An authorizer is replaced by another'],
  runbook: [
    'Ask {principal} why {resource} was deleted.',
    'REST API: look for methods without authorization: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region}',
    'HTTP API: the same: aws apigatewayv2 get-routes --api-id {api} --region {region}',
    'Look in CloudTrail for UpdateMethod, PutMethod and UpdateRoute on {api} from {time-24h} to {time}: they detached it.',
    'If it was not meant: hold back deployments of {api} until the authorizer is made again and attached.',
  ],
  on: { source: 'apigateway', names: ['DeleteAuthorizer'] },
  match: (event) => ({
    what: `deleted ${event.api?.resource ?? 'an authorizer'}`,
    ...shipped(event),
  }),
  examples: () => ({
    fires: [
      { title: 'of a REST API', severity: 'medium', records: [restApi('DeleteAuthorizer', rest)] },
      {
        title: 'of an HTTP API',
        severity: 'medium',
        records: [httpApi('DeleteAuthorizer', { apiId: 'h1j2k3l4m5', authorizerId: 'k1l2m3' })],
      },
      {
        title: 'by CloudFormation, which takes a stack down',
        severity: 'low',
        records: [
          restApi('DeleteAuthorizer', rest, undefined, {
            by: { ...role('deploy'), invokedBy: 'cloudformation.amazonaws.com' },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'refused, because a method refers to it',
        records: [
          restApi('DeleteAuthorizer', rest, undefined, {
            error: {
              code: 'ConflictException',
              message: "Cannot delete authorizer 'tokens', is referenced in method: GET//orders",
            },
          }),
        ],
      },
      {
        title: 'its cache is flushed',
        records: [restApi('FlushStageAuthorizersCache', { restApiId: rest.restApiId, stageName: 'prod' })],
      },
    ],
  }),
});
