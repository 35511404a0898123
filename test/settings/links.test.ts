import { describe, expect, it } from 'vitest';
import { httpApi, patch, restApi } from '../../shared/detections/example.ts';
import { AUTHORIZER_OF, BACKEND_OF } from '../../shared/settings/links.ts';
import { told } from './told.ts';

const arn = (name = 'orders', account = '111111111111', region = 'eu-central-1') =>
  `arn:aws:lambda:${region}:${account}:function:${name}`;
const invoke = (of: string) => `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${of}/invocations`;
const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const put = (uri: string) => restApi('PutIntegration', method, { type: 'AWS_PROXY', httpMethod: 'POST', uri });

describe('which authorizers a function is', () => {
  const GUARDS = `${AUTHORIZER_OF} @ tokens`;
  it('is told when an authorizer of a REST API is made, by its answer’s id', () => {
    const body = { name: 'tokens', type: 'TOKEN', authorizerUri: invoke(arn('tokens')) };
    const record = restApi('CreateAuthorizer', { restApiId: 'a1b2c3d4e5' }, body, { response: { id: 'k1l2m3' } });
    expect(told(record)).toMatchObject({ [GUARDS]: 'a1b2c3d4e5/k1l2m3' });
  });
  it('is told when it is changed, by the patch or by the answer', () => {
    const labels = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1l2m3' };
    const uri = invoke(arn('tokens'));
    expect(told(patch('UpdateAuthorizer', labels, [['replace', '/authorizerUri', uri]]))).toMatchObject({
      [GUARDS]: 'a1b2c3d4e5/k1l2m3',
    });
    const other = patch('UpdateAuthorizer', labels, [['replace', '/name', 'new']], {
      response: { id: 'k1l2m3', name: 'new', authorizerUri: uri },
    });
    expect(told(other)).toMatchObject({ [GUARDS]: 'a1b2c3d4e5/k1l2m3' });
  });
  it('is told of an HTTP API', () => {
    const record = httpApi('UpdateAuthorizer', {
      apiId: 'h1',
      authorizerId: 'z1',
      authorizerUri: invoke(arn('tokens')),
    });
    expect(told(record)).toMatchObject({ [GUARDS]: 'h1/z1' });
  });
  it('is over when the authorizer is deleted: its URI is gone, which is what a rule asks', () => {
    const record = httpApi('DeleteAuthorizer', { apiId: 'h1', authorizerId: 'z1' });
    expect(told(record)).toMatchObject({ 'apigateway.authorizer.authorizerUri @ h1/z1': '' });
  });
});

describe('which APIs a function serves', () => {
  it.each([
    ['a REST API’s method', put(invoke(arn())), 'a1b2c3d4e5'],
    ['a version or alias of it', put(invoke(arn('orders:live'))), 'a1b2c3d4e5'],
    ['an alias that a stage variable names', put(invoke(arn('orders:$' + '{stageVariables.alias}'))), 'a1b2c3d4e5'],
    ['a patched URI', patch('UpdateIntegration', method, [['replace', '/uri', invoke(arn())]]), 'a1b2c3d4e5'],
    [
      'an HTTP API, by the bare ARN',
      httpApi('CreateIntegration', { apiId: 'h1', integrationType: 'AWS_PROXY', integrationUri: arn() }),
      'h1',
    ],
    [
      'an HTTP API, by the long form',
      httpApi('UpdateIntegration', { apiId: 'h1', integrationId: 'i1', integrationUri: invoke(arn()) }),
      'h1',
    ],
    [
      'quick create',
      httpApi('CreateApi', { name: 'x', protocolType: 'HTTP', target: arn() }, { response: { apiId: 'h1' } }),
      'h1',
    ],
  ])('%s', (_what, record, api) => expect(told(record)).toMatchObject({ [`${BACKEND_OF} @ orders`]: api }));

  it.each([
    ['another account’s function of the same name', put(invoke(arn('orders', '222222222222')))],
    ['another region’s', put(invoke(arn('orders', '111111111111', 'us-east-1')))],
    ['a function that a stage variable names', put(invoke(arn('$' + '{stageVariables.fn}')))],
    ['no function', put('https://orders.example.com')],
    [
      'an integration that was refused',
      httpApi('CreateIntegration', { apiId: 'h1', integrationUri: arn() }, { error: { code: 'BadRequestException' } }),
    ],
    ['quick create without an answer that names the API', httpApi('CreateApi', { name: 'x', target: arn() })],
  ])('not %s', (_what, record) => {
    expect(Object.keys(told(record)).filter((key) => key.startsWith('lambda.'))).toEqual([]);
  });
});
