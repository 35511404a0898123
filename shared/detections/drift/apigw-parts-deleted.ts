import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, daily, restApi, role } from '../example.ts';

const method = (resourceId: string, difference = {}) =>
  restApi('DeleteMethod', { restApiId: 'a1b2c3d4e5', resourceId, httpMethod: 'GET' }, undefined, difference);

export default defineDetection({
  id: 'apigw-parts-deleted',
  topic: 'D',
  title: 'Many parts of APIs deleted',
  // One at a time they come and go with every release; so many at once is a teardown, or someone taking an API apart.
  severity: 'medium',
  attack: ['T1485'],
  why: 'An API without its routes, methods or integrations still stands in every list and answers nobody.',
  benign: ['A stack is taken down or rebuilt'],
  runbook: [
    'Ask {principal} whether {api} was to be taken apart.',
    'For a REST API the last deployment still answers: do not deploy, see what is left with aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods, and build it again from its template.',
    'For an HTTP API it is live already: aws apigatewayv2 get-routes --api-id {api} --region {region}.',
    'See what else {principal} did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
  ],
  on: {
    source: 'apigateway',
    names: ['DeleteDeployment', 'DeleteRoute', 'DeleteResource', 'DeleteMethod', 'DeleteIntegration'],
  },
  match: (event) => ({
    what: `deleted parts of APIs, at last of ${event.api?.resource}`,
    ...shipped(event),
  }),
  state: {
    count: {
      subject: (event) => event.principal.key,
      atLeast: 10,
      withinMinutes: 10,
      noun: 'routes, methods, integrations, resources or deployments deleted',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'ten methods in a row',
        severity: 'medium',
        records: burst(10, (index, minute) => method(`r${index}`, { minute })),
      },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: burst(10, (index, minute) =>
          method(`r${index}`, { minute, by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ),
      },
    ],
    quiet: [
      {
        title: 'within ten minutes all but the first',
        records: burst(10, (index, minute) => method(`r${index}`, { minute }), 10 / 9),
      },
      { title: 'nine', records: burst(9, (index, minute) => method(`r${index}`, { minute })) },
      { title: 'one a day', records: daily(10, (minute) => method('r1', { minute })) },
      {
        title: 'ten that failed',
        records: burst(10, (index, minute) => method(`r${index}`, { minute, error: { code: 'NotFoundException' } })),
      },
    ],
  }),
});
