import { describe, expect, it } from 'vitest';
import { lost, toldBy, variablesIn } from '../../../shared/detections/logging/log-format.ts';

describe('the variables of a log format', () => {
  it('are found in JSON, XML and common log lines', () => {
    expect([...variablesIn('{"a":"$context.identity.sourceIp","b":$context.status}')]).toEqual([
      'identity.sourceIp',
      'status',
    ]);
    expect([...variablesIn('<r id="$context.requestId"/> $context.path.')]).toEqual(['requestId', 'path']);
    expect([...variablesIn('$contextual.status context.status $context.')]).toEqual([]);
  });
});

describe('what a format tells', () => {
  it.each([
    ['$context.identity.sourceIp', 'the caller’s address'],
    ['$context.status', 'the status'],
    ['$context.extendedRequestId', 'the id of the request'],
    ['$context.identity.apiKeyId', 'who the caller is'],
    ['$context.authorizer.claims.sub', 'who the caller is'],
    ['$context.routeKey', 'the path or route'],
  ])('%s: %s', (format, what) => expect(toldBy(format)).toEqual([what]));

  it.each([
    '$context.identity.userAgent',
    '$context.authorizer.error',
    '$context.responseLatency',
    '$context.integration.status',
    'status',
  ])('nothing of use: %s', (format) => expect(toldBy(format)).toEqual([]));

  it('is lost only where nothing tells it any more', () => {
    const full = '$context.requestId $context.identity.sourceIp $context.identity.user $context.status';
    expect(lost(full, full.replace('identity.user', 'authorizer.principalId'))).toEqual([]);
    expect(lost(full, '$context.extendedRequestId $context.status')).toEqual([
      'the caller’s address',
      'who the caller is',
    ]);
    expect(lost('', full)).toEqual([]);
  });
});
