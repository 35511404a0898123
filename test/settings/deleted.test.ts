import { describe, expect, it } from 'vitest';
import { httpApi, patch, record, restApi } from '../../shared/detections/example.ts';
import { keysOf, told } from './told.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const method = { ...api, resourceId: 'x1y2z3', httpMethod: 'GET' };
const gone = (name: string, labels: Record<string, unknown>) => restApi(name, labels);

describe('a deletion', () => {
  it.each([
    ['DeleteRoute', httpApi('DeleteRoute', { apiId: 'h1', routeId: 'r1' }), 'apigateway.route.authorizerId @ h1/r1'],
    [
      'DeleteAuthorizer',
      gone('DeleteAuthorizer', { ...api, authorizerId: 'k1' }),
      'apigateway.authorizer.authorizerUri @ a1b2c3d4e5/k1',
    ],
    [
      'DeleteStage',
      httpApi('DeleteStage', { apiId: 'h1', stageName: '%24default' }),
      'apigateway.stage.accessLogSettings.destinationArn @ h1/$default',
    ],
    ['DeleteUsagePlan', gone('DeleteUsagePlan', { usagePlanId: 'p1' }), 'apigateway.usagePlan.throttle.rateLimit @ p1'],
    [
      'DeleteRequestValidator',
      gone('DeleteRequestValidator', { ...api, requestValidatorId: 'v1' }),
      'apigateway.requestValidator.validateRequestBody @ a1b2c3d4e5/v1',
    ],
    ['DeleteRestApi', gone('DeleteRestApi', api), 'apigateway.api.name @ a1b2c3d4e5'],
    ['DeleteApi', httpApi('DeleteApi', { apiId: 'h1' }), 'apigateway.api.name @ h1'],
    [
      'DeleteRoutingRule',
      httpApi('DeleteRoutingRule', { domainName: 'api.example.com', routingRuleId: 'u1' }),
      'apigateway.routingRule.actions @ api.example.com/u1',
    ],
  ])('%s empties what it took away', (_name, record, key) => {
    const values = told(record);
    expect(values).toHaveProperty([key], '');
    expect(new Set(Object.values(values))).toEqual(new Set(['']));
  });

  it('of a stage empties what its patches set for all methods, under the same key', () => {
    const set = patch('UpdateStage', { ...api, stageName: 'prod' }, [['replace', '/*/*/throttling/rateLimit', '10']]);
    expect(keysOf(gone('DeleteStage', { ...api, stageName: 'prod' }))).toEqual(expect.arrayContaining(keysOf(set)));
  });

  it.each([
    ['a domain’s path', gone('DeleteBasePathMapping', { domainName: 'api.example.com', basePath: 'shop' })],
    ['a path that is not named', httpApi('DeleteApiMapping', { domainName: 'api.example.com', apiMappingId: 'm1' })],
    ['an integration', gone('DeleteIntegration', method)],
    ['a method', gone('DeleteMethod', method)],
  ])('leaves what %s was: the next one may be open or hijacked', (_what, record) => {
    expect(told(record)).toEqual({});
  });

  it.each([
    [
      'that failed',
      restApi('DeleteStage', { ...api, stageName: 'prod' }, undefined, { error: { code: 'ConflictException' } }),
    ],
    ['without the id', gone('DeleteAuthorizer', { ...api })],
    ['of another service', record('appsync', 'DeleteApi', { params: { apiId: 'h1' } })],
  ])('%s empties nothing', (_what, given) => expect(told(given)).toEqual({}));
});
