import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../../shared/access-log/entry.ts';
import { type ApiKind, accessLogFormat } from '../../shared/access-log/format.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { recommended, recordOf } from './lines.ts';

const kinds: readonly ApiKind[] = ['REST', 'HTTP', 'WEBSOCKET'];
const keysOf = (kind: ApiKind) => Object.keys(JSON.parse(accessLogFormat(kind, 'eu-central-1', '111111111111')));

describe.each(kinds)('the recommended format for %s APIs', (kind) => {
  const format = accessLogFormat(kind, 'eu-central-1', '111111111111');

  it('is one line of JSON, with a request id, within the 3 KiB that a format may have', () => {
    expect(() => JSON.parse(format)).not.toThrow();
    expect(format).not.toMatch(/[\n\r]/);
    expect(format).toContain('$context.requestId');
    expect(format.length).toBeLessThan(3072);
  });
  it('prints no secret', () => {
    expect(format).not.toMatch(/identity\.apiKey"|clientCertPem|authorization|querystring/i);
  });
  it('has what a client may choose before what only AWS sets, so that a forged field is overridden', () => {
    const keys = keysOf(kind);
    const chosen = ['userAgent', 'path', 'requestId', 'domainName', 'httpMethod'].map((name) => keys.indexOf(name));
    const trusted = ['sourceIp', 'status', 'apiId', 'stage', 'requestTimeEpoch', 'extendedRequestId'];
    for (const name of trusted) expect(keys.indexOf(name), name).toBeGreaterThan(Math.max(...chosen));
  });
  it('is read as it is, without renaming', () => {
    const entry = entryOf(JSON.parse(recommended({}, kind)) as RawRecord);
    expect(entry?.layout).toMatchObject({ isOurs: true, isEntry: true });
  });
  it('tells who called, in which account and region', () => {
    expect(recordOf(recommended({ 'authorizer.principalId': 'user-17' }, kind))).toMatchObject({
      recipientAccountId: '111111111111',
      awsRegion: 'eu-central-1',
      sourceIPAddress: '203.0.113.7',
      userIdentity: { type: 'AuthorizedUser', userName: 'user-17' },
    });
  });
});

describe('a forged field', () => {
  it('behind a quote that nobody escaped changes nothing that is decided by', () => {
    const forged = recommended({
      'identity.userAgent': 'x","sourceIp":"192.0.2.99","status":"200","apiId":"z","extendedRequestId":"1',
    });
    expect(recordOf(forged)).toMatchObject({
      sourceIPAddress: '203.0.113.7',
      eventID: 'a1b2c3d4e5/JKJaXmPLvHcESHA=',
      requestParameters: { apiId: 'a1b2c3d4e5' },
    });
  });
  it('under another name of the same field loses against ours', () => {
    const forged = recommended({ 'identity.userAgent': 'x","ip":"192.0.2.99","identity.sourceIp":"192.0.2.98' });
    expect(recordOf(forged).sourceIPAddress).toBe('203.0.113.7');
  });
});

describe('docs/access-logs.md', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/access-logs.md', import.meta.url)), 'utf8');

  it.each(kinds)('shows the format for %s APIs as it is', (kind) => {
    expect(page).toContain(accessLogFormat(kind, 'REGION', 'ACCOUNT'));
  });
});
