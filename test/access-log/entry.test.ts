import { describe, expect, it } from 'vitest';
import { translate } from '../../shared/access-log/record.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { CALL, lineOf, recordOf, requestOf } from './lines.ts';

/** The JSON formats that API Gateway's console and guides offer. */
const REST_CONSOLE =
  '{ "requestId":"$context.requestId", "ip": "$context.identity.sourceIp", "caller":"$context.identity.caller", "user":"$context.identity.user","requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath", "status":"$context.status","protocol":"$context.protocol", "responseLength":"$context.responseLength" }';
const HTTP_CONSOLE =
  '{ "requestId":"$context.requestId", "ip": "$context.identity.sourceIp", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod","routeKey":"$context.routeKey", "status":"$context.status","protocol":"$context.protocol", "responseLength":"$context.responseLength" }';
const DOTTED = JSON.stringify({
  'context.requestId': '$context.requestId',
  'identity.sourceIp': '$context.identity.sourceIp',
  identity_userAgent: '$context.identity.userAgent',
  'error.responseType': '$context.error.responseType',
  status: '$context.status',
  api_id: '$context.apiId',
  stage: '$context.stage',
  'http-method': '$context.httpMethod',
  request_time_epoch: '$context.requestTimeEpoch',
  latency: '$context.responseLatency',
});
const NESTED = JSON.stringify({
  request: 1,
  requestId: '$context.requestId',
  apiId: '$context.apiId',
  stage: '$context.stage',
  httpMethod: '$context.httpMethod',
  status: 200,
  requestTime: '$context.requestTime',
  identity: { sourceIp: '$context.identity.sourceIp', userAgent: '$context.identity.userAgent' },
  error: { responseType: '$context.error.responseType', message: '$context.error.message' },
  authorizer: { principalId: '$context.authorizer.principalId', claims: { sub: '$context.authorizer.claims.sub' } },
});

describe('formats of others', () => {
  it.each([
    ['the console’s for REST APIs', REST_CONSOLE],
    ['the console’s for HTTP APIs', HTTP_CONSOLE],
    ['dots, dashes and underscores', DOTTED],
    ['nested objects', NESTED],
  ])('%s', (_, format) => {
    const record = recordOf(lineOf(format, CALL));
    expect(record).toMatchObject({
      eventSource: 'execute-api.amazonaws.com',
      eventName: 'Request',
      eventTime: '2026-04-09T12:34:56Z',
      sourceIPAddress: '203.0.113.7',
      userIdentity: { type: 'Address', userName: '203.0.113.7' },
    });
    expect(record.errorCode).toBeUndefined();
    expect(requestOf(lineOf(format, CALL))).toMatchObject({ httpMethod: 'GET', status: 200 });
  });

  it('tells of each what it can say about callers and WAF', () => {
    expect(requestOf(lineOf(REST_CONSOLE, CALL))).toMatchObject({ caller: 'none', callersTold: 'iam authorizer' });
    expect(requestOf(lineOf(HTTP_CONSOLE, CALL))).toMatchObject({ caller: 'none', callersTold: '' });
    expect(requestOf(lineOf(NESTED, CALL))).toMatchObject({ callersTold: 'authorizer' });
    expect(requestOf(lineOf(DOTTED, CALL))).not.toHaveProperty('waf');
  });

  it('reads nested fields line by line, whatever came before with the same keys', () => {
    const nested = lineOf(NESTED, { ...CALL, 'authorizer.principalId': 'user-17' });
    const flat = JSON.stringify({ ...(JSON.parse(nested) as object), identity: '-', error: '-', authorizer: '-' });
    const other = nested.replace('"sourceIp"', '"ip"').replace('"principalId"', '"user"');
    for (const line of [nested, flat, other, nested]) {
      const isFlat = line === flat;
      expect(recordOf(line).sourceIPAddress).toBe(isFlat ? undefined : '203.0.113.7');
    }
    expect(recordOf(nested)).toMatchObject({ userIdentity: { userName: 'user-17' } });
  });
});

describe('values', () => {
  const base = { requestId: 'r-1', apiId: 'a1', stage: 'prod', ip: '203.0.113.7', status: 200 };
  const at = (time: unknown) => recordOf({ ...base, requestTime: time }).eventTime;

  it.each([
    ['epoch milliseconds', 1775738096789, '2026-04-09T12:34:56Z'],
    ['epoch milliseconds as text', '1775738096789', '2026-04-09T12:34:56Z'],
    ['epoch seconds', '1775738096', '2026-04-09T12:34:56Z'],
    ['CLF', '09/Apr/2026:12:34:56 +0000', '2026-04-09T12:34:56Z'],
    ['CLF of another zone', '09/Apr/2026:14:34:56 +0200', '2026-04-09T12:34:56Z'],
    ['ISO', '2026-04-09T12:34:56.789Z', '2026-04-09T12:34:56Z'],
    ['a month that is none', '09/Foo/2026:12:34:56 +0000', undefined],
    ['the 31st of April', '31/Apr/2026:12:34:56 +0000', undefined],
    ['a month across the borders of two', '09/anF/2026:12:34:56 +0000', undefined],
    ['too many digits', '17757380967890000', undefined],
    ['unset', '-', undefined],
    ['an object', {}, undefined],
  ])('time as %s', (_, time, expected) => {
    expect(at(time)).toBe(expected);
  });

  it('prefers the epoch', () => {
    expect(
      recordOf({ ...base, requestTime: '01/Jan/2020:00:00:00 +0000', requestTimeEpoch: 1775738096789 }).eventTime,
    ).toBe('2026-04-09T12:34:56Z');
  });
  it.each([['-'], [''], [null], [undefined], [[]], [true]])(
    '%j is no user agent that says anything but itself',
    (value) => {
      const agent = recordOf({ ...base, requestTime: 1775738096789, userAgent: value }).userAgent;
      expect(agent).toBe(value === true ? 'true' : undefined);
    },
  );
  it('takes a second spelling where the first is unset', () => {
    const line = {
      ...base,
      ip: undefined,
      sourceIp: '-',
      'identity.sourceIp': '203.0.113.8',
      requestTime: 1775738096789,
    };
    expect(recordOf(line).sourceIPAddress).toBe('203.0.113.8');
  });
});

describe('what is no line of an access log of API Gateway', () => {
  it.each<[string, RawRecord]>([
    ['a CloudTrail record', { eventSource: 'iam.amazonaws.com', requestId: 'r', status: 200, apiId: 'a', path: '/' }],
    [
      'a web server’s log',
      { time: 1775738096789, remote_addr: '203.0.113.7', request_id: 'r', status: 200, path: '/', method: 'GET' },
    ],
    [
      'a function’s log',
      { requestId: 'r', level: 'INFO', message: 'done', timestamp: '2026-04-09T12:34:56Z', stage: 'prod' },
    ],
    [
      'a line without status',
      { requestId: 'r', ip: '203.0.113.7', resourcePath: '/orders', requestTime: 1775738096789 },
    ],
    [
      'a request as a function gets it',
      { requestContext: { requestId: 'r', apiId: 'a', stage: 'prod', status: 200, path: '/' } },
    ],
    [
      'an event of EventBridge',
      { id: '1', 'detail-type': 'x', detail: { requestId: 'r', status: 200, apiId: 'a', path: '/' } },
    ],
    ['nothing', {}],
  ])('%s', (_, value) => {
    expect(translate(value)).toBeUndefined();
  });
});
