import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../../shared/cloudtrail/event.ts';
import { definitionText, functionArnsIn, openOperations } from '../../../shared/detections/backends/definition.ts';
import { backendOf } from '../../../shared/detections/backends/integration.ts';
import { restApi } from '../../../shared/detections/example.ts';

const TEXT = '{"openapi":"3.0.1","paths":{}}';

function textOf(body: unknown): string | undefined {
  return definitionText(new TrailEvent(restApi('PutRestApi', { restApiId: 'a1', body }), 'e', 0, 0));
}

describe('the text of a definition', () => {
  it.each([
    ['a text', TEXT],
    ['base64', Buffer.from(`${TEXT} `).toString('base64')],
    ['bytes', [...Buffer.from(TEXT)]],
    ['a Java ByteBuffer', { hb: [...Buffer.from(TEXT)], offset: 0 }],
    ['an object', JSON.parse(TEXT)],
  ])('is read from %s', (_what, body) => expect(textOf(body)?.trim()).toBe(TEXT));

  it.each([[null], [''], [0], [[]], [['x']], [true]])('is not invented from %j', (body) =>
    expect(textOf(body)).toBeUndefined(),
  );
});

describe('open operations', () => {
  const of = (document: object) => openOperations(JSON.stringify(document));
  const orders = (get: object, more: object = {}) => of({ paths: { '/orders': { get, options: {} } }, ...more });

  it('are those that demand nothing, preflights aside', () => {
    expect(orders({})).toEqual(['GET /orders']);
    expect(orders({ security: [] })).toEqual(['GET /orders']);
    expect(orders({ security: [{}] })).toEqual(['GET /orders']);
    expect(of({ paths: { '/a': { 'x-amazon-apigateway-any-method': {} } } })).toEqual(['ANY /a']);
  });
  it('are none with a scheme of their own, the document’s, or IAM', () => {
    expect(orders({ security: [{ cognito: [] }] })).toEqual([]);
    expect(orders({}, { security: [{ cognito: [] }] })).toEqual([]);
    expect(orders({ 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } })).toEqual([]);
  });
  it('an operation can give up the scheme of the document', () => {
    expect(orders({ security: [] }, { security: [{ cognito: [] }] })).toEqual(['GET /orders']);
  });
  it('of a text that is no JSON are not known', () => expect(openOperations('openapi: 3.0.1')).toBeUndefined());
});

describe('backends', () => {
  const ARN = 'arn:aws:lambda:eu-central-1:111111111111:function:orders';
  it.each([
    [`${ARN}:live`, 'account 111111111111', 'orders'],
    [
      `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${ARN}/invocations`,
      'account 111111111111',
      'orders',
    ],
    ['https://Orders.example.com/v1', 'host orders.example.com', ''],
    ['https://orders.example.com@collect.example.net/v1', 'host collect.example.net', ''],
    ['http://192.0.2.1:8080', 'host 192.0.2.1:8080', ''],
    ['arn:aws:apigateway:eu-central-1:sqs:path/111111111111/jobs', 'service sqs', ''],
  ])('%s', (uri, owner, name) => expect(backendOf(uri)).toEqual({ owner, name }));

  it('finds every function of a definition, JSON or YAML', () => {
    expect(functionArnsIn(`uri: ${ARN}/invocations\nauthorizerUri: "${ARN}-auth"\nuri: ${ARN}`)).toEqual([
      ARN,
      `${ARN}-auth`,
    ]);
  });
});
