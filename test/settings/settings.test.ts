import { describe, expect, it } from 'vitest';
import { httpApi, patch, record, restApi } from '../../shared/detections/example.ts';
import { keysOf, told } from './told.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const method = { ...api, resourceId: 'x1y2z3', httpMethod: 'GET' };
const stage = { ...api, stageName: 'prod' };
const AUTH = 'apigateway.method.authorizationType @ a1b2c3d4e5/x1y2z3/GET';

describe('a REST API call', () => {
  it('teaches what its patches set', () => {
    expect(told(patch('UpdateMethod', method, [['replace', '/authorizationType', 'NONE']]))).toEqual({
      [AUTH]: 'NONE',
    });
  });

  it('teaches every patch of a record, the last of the same path', () => {
    const record = patch('UpdateMethod', method, [
      ['replace', '/authorizationType', 'AWS_IAM'],
      ['replace', '/apiKeyRequired', 'true'],
      ['replace', '/authorizationType', 'NONE'],
    ]);
    expect(told(record)).toEqual({
      [AUTH]: 'NONE',
      'apigateway.method.apiKeyRequired @ a1b2c3d4e5/x1y2z3/GET': 'true',
    });
  });

  it.each([
    ['at the top level', { patchOperations: [{ op: 'replace', path: '/authorizationType', value: 'NONE' }] }],
    ['as a JSON text', { patchOperations: '[{"op":"replace","path":"/authorizationType","value":"NONE"}]' }],
  ])('reads patches %s', (_where, place) => {
    expect(told(record('apigateway', 'UpdateMethod', { params: { ...method, ...place, template: false } }))).toEqual({
      [AUTH]: 'NONE',
    });
  });

  it('teaches what its body creates, and keeps the two verbs of an integration apart', () => {
    const uri = 'https://orders.example.com';
    expect(told(restApi('PutIntegration', method, { httpMethod: 'POST', type: 'HTTP_PROXY', uri }))).toEqual({
      'apigateway.integration.uri @ a1b2c3d4e5/x1y2z3/GET': uri,
    });
  });

  it('believes its answer before its request, and leaves links out', () => {
    const response = {
      id: 'a1b2c3d4e5',
      name: 'orders',
      policy: '{}',
      endpointConfiguration: { types: ['REGIONAL', 'EDGE'] },
      self: { restApiId: 'a1b2c3d4e5', template: false },
      restapiUpdate: { restApiId: 'a1b2c3d4e5', template: false },
      securityPolicy: { restApiId: 'a1b2c3d4e5', template: false },
    };
    expect(told(patch('UpdateRestApi', api, [['replace', '/policy', 'what was sent']], { response }))).toEqual({
      'apigateway.api.policy @ a1b2c3d4e5': '{}',
      'apigateway.api.name @ a1b2c3d4e5': 'orders',
      'apigateway.api.endpointConfiguration.types @ a1b2c3d4e5': 'EDGE, REGIONAL',
    });
  });

  it('teaches removed values as empty', () => {
    expect(told(patch('UpdateStage', stage, [['remove', '/clientCertificateId']]))).toEqual({
      'apigateway.stage.clientCertificateId @ a1b2c3d4e5/prod': '',
    });
    expect(told(patch('UpdateStage', stage, [['replace', '/accessLogSettings/destinationArn', '']]))).toEqual({
      'apigateway.stage.accessLogSettings.destinationArn @ a1b2c3d4e5/prod': '',
    });
  });

  it('teaches what goes with what is removed', () => {
    expect(told(patch('UpdateStage', stage, [['remove', '/accessLogSettings']]))).toEqual({
      'apigateway.stage.accessLogSettings.destinationArn @ a1b2c3d4e5/prod': '',
      'apigateway.stage.accessLogSettings.format @ a1b2c3d4e5/prod': '',
    });
    expect(told(patch('UpdateStage', stage, [['remove', '/~1orders/GET']]))).toMatchObject({
      'apigateway.stage.*.*.throttling.rateLimit @ a1b2c3d4e5/prod|/orders|GET|throttling|rateLimit': '',
      'apigateway.stage.*.*.logging.loglevel @ a1b2c3d4e5/prod|/orders|GET|logging|loglevel': '',
    });
  });

  it('does not take a stage variable for a method', () => {
    expect(told(patch('UpdateStage', stage, [['remove', '/variables/GETTER']]))).toEqual({
      'apigateway.stage.variables.* @ a1b2c3d4e5/prod|variables|GETTER': '',
    });
  });

  it('keeps the settings of each method under one key, whatever the case of their names', () => {
    const one = patch('UpdateStage', stage, [['replace', '/~1orders/GET/throttling/rateLimit', '10']]);
    const two = patch('UpdateStage', stage, [['replace', '/~1orders/GET/Throttling/ratelimit', '20']]);
    const other = patch('UpdateStage', stage, [['replace', '/~1orders/POST/throttling/rateLimit', '10']]);
    expect(keysOf(one)).toEqual(keysOf(two));
    expect(keysOf(one)).not.toEqual(keysOf(other));
  });

  it('guesses nothing from copies, moves and tests', () => {
    const operations = [
      ['copy', '/deploymentId'],
      ['move', '/deploymentId'],
      ['test', '/deploymentId', 'd1'],
    ] as const;
    expect(told(patch('UpdateStage', stage, operations))).toEqual({});
  });

  it('teaches the throttle of single stages of a usage plan', () => {
    const plan = { usagePlanId: 'p1' };
    expect(told(patch('UpdateUsagePlan', plan, [['remove', '/apiStages/a1:prod/throttle']]))).toEqual({
      'apigateway.usagePlan.apiStages.*.throttle.** @ p1|apiStages|a1:prod|throttle': '',
    });
    expect(
      told(patch('UpdateUsagePlan', plan, [['replace', '/apiStages/a1:prod/throttle/~1orders/GET/rateLimit', '5']])),
    ).toEqual({
      'apigateway.usagePlan.apiStages.*.throttle.** @ p1|apiStages|a1:prod|throttle|/orders|GET|rateLimit': '5',
    });
  });
});

describe('an HTTP API call', () => {
  it('teaches the members it sends, and what its answer adds', () => {
    const sent = { apiId: 'h1', routeId: 'r1', authorizationType: 'NONE' };
    const told_ = told(httpApi('UpdateRoute', sent, { response: { ...sent, target: 'integrations/i1' } }));
    expect(told_).toEqual({
      'apigateway.route.authorizationType @ h1/r1': 'NONE',
      'apigateway.route.target @ h1/r1': 'integrations/i1',
    });
  });

  it('knows a stage by its name, escaped or not', () => {
    const limits = { defaultRouteSettings: { throttlingRateLimit: 10 } };
    const created = httpApi('CreateStage', { apiId: 'h1', stageName: '$default', ...limits });
    const updated = httpApi('UpdateStage', { apiId: 'h1', stageName: '%24default', ...limits });
    expect(keysOf(created)).toHaveLength(1);
    expect(keysOf(updated)).toEqual(keysOf(created));
  });

  it('knows the limits of single routes, and that deleting them takes them away', () => {
    const at = { apiId: 'h1', stageName: '%24default' };
    const set = httpApi('UpdateStage', { ...at, routeSettings: { 'GET /orders': { throttlingRateLimit: 10 } } });
    const deleted = httpApi('DeleteRouteSettings', { ...at, routeKey: 'GET%20%2Forders' });
    const RATE = 'apigateway.stage.routeSettings.throttlingRateLimit @ h1/$default|GET /orders';
    expect(told(set)).toEqual({ [RATE]: '10' });
    expect(told(deleted)).toMatchObject({ [RATE]: '' });
  });

  it('reads through the list of a domain', () => {
    const domain = { domainName: 'api.example.com', domainNameConfigurations: [{ securityPolicy: 'TLS_1_2' }] };
    expect(told(httpApi('CreateDomainName', domain))).toEqual({
      'apigateway.domain.domainNameConfigurations.securityPolicy @ api.example.com': 'TLS_1_2',
    });
  });
});

describe('nothing is learnt', () => {
  const body = { authorizationType: 'NONE', apiKeyRequired: false };
  it.each([
    ['from a call that failed', restApi('PutMethod', method, body, { error: { code: 'ConflictException' } })],
    ['from a call that was denied', restApi('PutMethod', method, body, { error: { code: 'AccessDeniedException' } })],
    ['from a read', record('apigateway', 'GetMethod', { params: { ...method, template: false }, response: body })],
    ['when the record is marked as a read', restApi('PutMethod', method, body, { also: { readOnly: true } })],
    ['without the id of the API', restApi('PutMethod', { resourceId: 'x1', httpMethod: 'GET' }, body)],
    ['without the id of the resource', restApi('PutMethod', { ...api, httpMethod: 'GET' }, body)],
    ['without the name of the stage', patch('UpdateStage', api, [['remove', '/clientCertificateId']])],
    [
      'from another service of the same operation',
      record('appsync', 'UpdateApi', { params: { apiId: 'x', name: 'y' } }),
    ],
    ['from an operation that sets nothing', restApi('DeleteResource', { ...api, resourceId: 'x1y2z3' })],
  ])('%s', (_why, given) => {
    expect(told(given)).toEqual({});
  });
});
