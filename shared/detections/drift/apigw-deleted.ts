import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { httpApi, restApi, role } from '../example.ts';

const gone = (restApiId: string, difference = {}) => restApi('DeleteRestApi', { restApiId }, undefined, difference);

export default defineDetection({
  id: 'apigw-deleted',
  topic: 'D',
  title: 'API or stage deleted',
  severity: 'high',
  attack: ['T1485'],
  why: 'Its callers get errors from this second on, and what is gone has to be built again: the id and the URL never come back.',
  benign: ['A stack or test environment is taken down'],
  runbook: [
    'Ask {principal} whether {resource} was to go; if others follow, stop the credentials first (key {key}).',
    'See what is left: aws apigateway get-rest-apis --region {region}; aws apigatewayv2 get-apis --region {region}.',
    'Build it again from its template; a new API has a new id, so custom domains, usage plans and web ACLs must be joined to it anew.',
    'See what else was deleted: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
  ],
  // Methods, routes and deployments come and go with every release: see apigw-parts-deleted. Several at once: apigw-deleted-many.
  on: { source: 'apigateway', names: ['DeleteRestApi', 'DeleteApi', 'DeleteStage'] },
  match: (event) => ({
    what: `deleted ${event.api?.resource}`,
    ...shipped(event),
  }),
  examples: () => ({
    fires: [
      { title: 'a REST API', severity: 'high', records: [gone('a1b2c3d4e5')] },
      {
        title: 'a stage of an HTTP API',
        severity: 'high',
        records: [httpApi('DeleteStage', { apiId: 'h1h2h3h4h5', stageName: '%24default' })],
      },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [gone('a1b2c3d4e5', { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      { title: 'an API key', records: [restApi('DeleteApiKey', { apiKey: 'k1' })] },
      { title: 'denied', records: [gone('a1b2c3d4e5', { error: { code: 'AccessDeniedException' } })] },
      {
        title: "AppSync's operation of the same name",
        records: [{ ...httpApi('DeleteApi', { apiId: 'x' }), eventSource: 'appsync.amazonaws.com' }],
      },
    ],
  }),
});
