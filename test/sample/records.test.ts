import { describe, expect, it } from 'vitest';
import { path, records, text, unique } from './held.ts';

describe('the records', () => {
  it('hold no id that could be somebody’s and no secret', () => {
    const ids = JSON.stringify(records).match(/\b(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]+/g) ?? [];
    expect(ids.length).toBeGreaterThan(1000);
    expect(ids.filter((id) => !id.endsWith('EXAMPLE'))).toEqual([]);
    const tokens = records.map((record) => path(record, 'responseElements', 'credentials', 'sessionToken'));
    const given = tokens.filter((token) => token !== undefined).map(text);
    expect(given.length).toBeGreaterThan(100);
    expect(given.filter((token) => !token.endsWith('//NotASecret'))).toEqual([]);
    expect(JSON.stringify(records)).not.toMatch(/secretAccessKey|password"\s*:\s*"|BEGIN [A-Z ]*PRIVATE KEY/i);
  });

  it('join every role session to the call that opened it', () => {
    const opened = new Map<string, string>();
    for (const record of unique) {
      const key = text(path(record, 'responseElements', 'credentials', 'accessKeyId'));
      if (key) opened.set(key, text(record['eventTime']));
    }
    const sessions = unique.filter((record) => path(record, 'userIdentity', 'type') === 'AssumedRole');
    const keyed = sessions.filter((record) => path(record, 'userIdentity', 'accessKeyId'));
    expect(keyed.length).toBeGreaterThan(1000);
    for (const record of keyed) {
      const since = opened.get(text(path(record, 'userIdentity', 'accessKeyId')));
      expect(since, text(record['eventID'])).toBeDefined();
      expect(since && since <= text(record['eventTime'])).toBe(true);
      expect(path(record, 'userIdentity', 'sessionContext', 'attributes', 'creationDate')).toBe(since);
    }
  });

  it('drop the parameters of what was denied and name user, action and resource instead', () => {
    const denied = unique.filter((record) => text(record['errorCode']).startsWith('AccessDenied'));
    expect(denied.length).toBeGreaterThan(5);
    for (const record of denied) {
      expect(record['requestParameters']).toBeNull();
      const arn = text(path(record, 'userIdentity', 'arn'));
      const message = text(record['errorMessage']);
      expect(message).toMatch(/^User: \S+ is not authorized to perform: [a-z0-9-]+:\w+ on resource: \S+ /);
      expect(message).toContain(arn);
    }
  });

  it('tell both sides of API Gateway apart by shape', () => {
    const calls = unique.filter((record) => record['eventSource'] === 'apigateway.amazonaws.com');
    const rest = calls.filter((record) => path(record, 'requestParameters', 'template') === false);
    const http = calls.filter((record) => path(record, 'requestParameters', 'apiId') !== undefined);
    expect(rest.length).toBeGreaterThan(100);
    expect(http.length).toBeGreaterThan(100);
    expect(rest.filter((record) => http.includes(record))).toEqual([]);
    expect(http.filter((record) => path(record, 'tlsDetails', 'clientProvidedHostHeader') !== undefined)).toEqual([]);
    const patched = rest.filter((record) => text(record['eventName']).startsWith('Update'));
    for (const record of patched) {
      const name = text(record['eventName']);
      const input = `${name.charAt(0).toLowerCase()}${name.slice(1)}Input`;
      expect(path(record, 'requestParameters', input, 'patchOperations')).toBeInstanceOf(Array);
    }
  });
});
