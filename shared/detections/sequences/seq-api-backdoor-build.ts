import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, text } from '../../cloudtrail/field.ts';
import { byCode } from '../../settings/writer.ts';
import { defineSequence, type Match } from '../define.ts';
import { type Difference, httpApi, iamUser, record, restApi, role } from '../example.ts';

const byUser = { by: iamUser() };
const fn = (difference: Difference = {}) =>
  record('lambda', 'CreateFunction20150331', { params: { functionName: 'sync' }, ...byUser, ...difference });
const permission = (difference: Difference = {}) =>
  record('lambda', 'AddPermission20150331v2', {
    minute: 1,
    params: { functionName: 'sync', principal: 'apigateway.amazonaws.com' },
    ...byUser,
    ...difference,
  });
const api = (difference: Difference = {}) =>
  httpApi('CreateApi', { name: 'sync', protocolType: 'HTTP' }, { minute: 2, ...byUser, ...difference });
const integration = (difference: Difference = {}) =>
  httpApi(
    'CreateIntegration',
    { apiId: 'h1j2k3l4m5', integrationType: 'AWS_PROXY' },
    { minute: 3, ...byUser, ...difference },
  );
const route = (authorizationType = 'NONE', difference: Difference = {}) =>
  httpApi(
    'CreateRoute',
    { apiId: 'h1j2k3l4m5', routeKey: 'ANY /', authorizationType },
    { minute: 4, ...byUser, ...difference },
  );
const stage = (difference: Difference = {}) =>
  httpApi('CreateStage', { apiId: 'h1j2k3l4m5', stageName: '$default' }, { minute: 5, ...byUser, ...difference });

/** Templates build such APIs all day long; what is built call by call, by a key or in the console, is not that. */
function built(accept: (event: TrailEvent) => boolean = () => true): (event: TrailEvent) => Match | false {
  return (event) => (accept(event) && !byCode(event) ? { what: `called ${event.service}:${event.name}` } : false);
}

export default defineSequence({
  id: 'seq-api-backdoor-build',
  topic: 'T',
  title: 'Function put behind an open API of its own',
  severity: 'high',
  attack: ['T1648', 'T1098'],
  why: 'A new function behind a new API without authorization is a way back in that needs no credentials: whatever its role may do, its address may.',
  benign: ['Somebody tries an API out by hand'],
  runbook: [
    'Ask {principal} what the API is for; an address that nobody knows is a back door until then.',
    'Read the function’s code and role: aws lambda get-function --function-name NAME --region {region} (Code.Location, Configuration.Role).',
    'If it was not meant, delete the API first (aws apigatewayv2 delete-api --api-id {api} --region {region}), then the function, and what its role was used for since {time-1h}.',
    'Take the credentials of {principal} (key {key}, from {ip}) away and look at what else they made from {time-24h}.',
  ],
  key: 'principal',
  withinHours: 1,
  ordered: false,
  atLeast: 4,
  steps: [
    { title: 'function made', on: { source: 'lambda', names: ['CreateFunction'] }, match: built() },
    {
      title: 'API Gateway let in',
      on: { source: 'lambda', names: ['AddPermission'] },
      match: built(({ params }) => filled(params, 'principal') === 'apigateway.amazonaws.com'),
    },
    { title: 'API made', on: { source: 'apigateway', names: ['CreateApi', 'CreateRestApi'] }, match: built() },
    {
      title: 'integration made',
      on: { source: 'apigateway', names: ['CreateIntegration', 'PutIntegration'] },
      match: built(),
    },
    {
      title: 'open route made',
      on: { source: 'apigateway', names: ['CreateRoute', 'PutMethod'] },
      match: built(({ api: call }) => (text(call?.input, 'authorizationType') ?? 'NONE').toUpperCase() === 'NONE'),
    },
    { title: 'deployed', on: { source: 'apigateway', names: ['CreateDeployment', 'CreateStage'] }, match: built() },
  ],
  examples: () => ({
    fires: [
      { title: 'all six', severity: 'high', records: [fn(), permission(), api(), integration(), route(), stage()] },
      {
        title: 'four of them, in any order',
        severity: 'high',
        records: [stage({ minute: 0 }), route(), permission(), api()],
      },
      {
        title: 'a REST API',
        severity: 'high',
        records: [
          fn(),
          restApi('CreateRestApi', {}, { name: 'sync' }, { minute: 1, ...byUser }),
          restApi(
            'PutMethod',
            { restApiId: 'a1b2c3d4e5', resourceId: 'r', httpMethod: 'ANY' },
            { authorizationType: 'NONE' },
            { minute: 2, ...byUser },
          ),
          restApi(
            'PutIntegration',
            { restApiId: 'a1b2c3d4e5', resourceId: 'r', httpMethod: 'ANY' },
            { type: 'AWS_PROXY' },
            { minute: 3, ...byUser },
          ),
        ],
      },
    ],
    quiet: [
      { title: 'three of them', records: [fn(), permission(), api()] },
      { title: 'with an authorizer', records: [fn(), permission(), api(), route('JWT')] },
      {
        title: 'another service let in',
        records: [
          fn(),
          api(),
          integration(),
          permission({ params: { functionName: 'sync', principal: 's3.amazonaws.com' } }),
        ],
      },
      {
        title: 'by a template',
        records: [fn, permission, api, integration, stage].map((make) =>
          make({ agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1', by: role('ci') }),
        ),
      },
      {
        title: 'by several people',
        records: [
          fn({ by: iamUser('a') }),
          permission({ by: iamUser('b') }),
          api({ by: iamUser('c') }),
          integration({ by: iamUser('d') }),
        ],
      },
      {
        title: 'over a day',
        records: [fn(), permission({ minute: 200 }), api({ minute: 400 }), integration({ minute: 600 })],
      },
    ],
  }),
});
