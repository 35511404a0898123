import { describe, expect, it } from 'vitest';
import { httpApi, patch, restApi } from '../../shared/detections/example.ts';
import { told } from './told.ts';

const rest = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1l2m3' };
const ISSUER = 'apigateway.authorizer.jwtConfiguration.issuer @ a1b2c3d4e5/k1l2m3';
const AUDIENCE = 'apigateway.authorizer.jwtConfiguration.audience @ a1b2c3d4e5/k1l2m3';

function issuers(...names: readonly string[]) {
  return { issuers: names.map((name) => ({ issuer: `https://${name}.example.com`, audiences: [name, 'web'] })) };
}
function replaced(value: string, response: unknown = null) {
  return patch('UpdateAuthorizer', rest, [['replace', '/jwtConfiguration', value]], { response });
}

describe('restJwtSettings', () => {
  it('are told by the text of a patch, by the answer first', () => {
    expect(told(replaced(JSON.stringify(issuers('b', 'a'))))).toMatchObject({
      [ISSUER]: 'https://a.example.com, https://b.example.com',
      [AUDIENCE]: 'a, b, web',
    });
    const answered = replaced(JSON.stringify(issuers('b')), { id: rest.authorizerId, jwtConfiguration: issuers('c') });
    expect(told(answered)).toMatchObject({ [ISSUER]: 'https://c.example.com', [AUDIENCE]: 'c, web' });
  });
  it('are told by a new authorizer', () => {
    const body = { type: 'JWT', jwtConfiguration: issuers('a') };
    const created = restApi('CreateAuthorizer', { restApiId: rest.restApiId }, body, { response: { id: 'k1l2m3' } });
    expect(told(created)).toMatchObject({ [ISSUER]: 'https://a.example.com' });
  });
  it.each(['', 'no JSON', '[]', '{"issuers":"x"}', '{"issuers":[null,3,{"audiences":{}}]}'])(
    'make nothing up from %s',
    (value) => {
      expect(told(replaced(value))[ISSUER] ?? '').toBe('');
    },
  );
  it('are not told by another patch', () => {
    expect(told(patch('UpdateAuthorizer', rest, [['replace', '/name', 'x']]))).not.toHaveProperty([ISSUER]);
  });
});

describe('routeKeySettings', () => {
  const NAME = 'apigateway.routeKey.authorizationType @ h1/GET /orders';
  it('know a route by its key, whatever its id', () => {
    const created = httpApi('CreateRoute', { apiId: 'h1', routeKey: 'GET /orders' }, { response: { routeId: 'r1' } });
    expect(told(created)[NAME]).toBe('NONE');
    const updated = httpApi(
      'UpdateRoute',
      { apiId: 'h1', routeId: 'r2', authorizationType: 'JWT' },
      { response: { routeKey: 'GET /orders' } },
    );
    expect(told(updated)[NAME]).toBe('JWT');
  });
  it('say nothing where neither request nor answer does', () => {
    expect(told(httpApi('UpdateRoute', { apiId: 'h1', routeId: 'r2', routeKey: 'GET /orders' }))[NAME]).toBeUndefined();
  });
});

describe('apiKeySettings', () => {
  const NAME = 'apigateway.apiKey.status @ key1';
  it('tell since when a key works or not', () => {
    const off = patch('UpdateApiKey', { apiKey: 'key1' }, [
      ['replace', '/enabled', 'true'],
      ['replace', '/enabled', 'false'],
    ]);
    expect(told(off)[NAME]).toBe('disabled since 2026-11-02');
    const body = { name: 'x', enabled: true };
    expect(told(restApi('CreateApiKey', {}, body, { response: { id: 'key1' } }))[NAME]).toBe(
      'enabled since 2026-11-02',
    );
  });
  it('are not told by another change, whose answer shows the same', () => {
    const renamed = patch('UpdateApiKey', { apiKey: 'key1' }, [['replace', '/name', 'y']], {
      response: { enabled: false },
    });
    expect(told(renamed)).not.toHaveProperty([NAME]);
  });
});

describe('truststoreSettings', () => {
  const NAME = 'apigateway.domain.truststore @ api.example.com';
  const domain = { domainName: 'api.example.com' };
  const uri = 's3://example-ca/clients.pem';
  it('join file and version', () => {
    const mutualTlsAuthentication = { truststoreUri: uri, truststoreVersion: 'v2' };
    expect(told(httpApi('UpdateDomainName', { ...domain, mutualTlsAuthentication }))[NAME]).toBe(`${uri} version v2`);
    const patched = patch(
      'UpdateDomainName',
      domain,
      [['replace', '/mutualTlsAuthentication/truststoreVersion', 'v3']],
      {
        response: { ...domain, mutualTlsAuthentication: { truststoreUri: uri, truststoreVersion: 'v3' } },
      },
    );
    expect(told(patched)[NAME]).toBe(`${uri} version v3`);
  });
  it('are empty when mutual TLS is taken away, and unknown when only a version is named', () => {
    expect(told(patch('UpdateDomainName', domain, [['remove', '/mutualTlsAuthentication']]))[NAME]).toBe('');
    const version = patch('UpdateDomainName', domain, [
      ['replace', '/mutualTlsAuthentication/truststoreVersion', 'v3'],
    ]);
    expect(told(version)[NAME]).toBeUndefined();
  });
});

describe('clientCertificateLinks', () => {
  it('name the stage by the certificate, and not when it is taken off', () => {
    const stage = { restApiId: 'a1', stageName: 'prod' };
    const shown = patch('UpdateStage', stage, [['replace', '/clientCertificateId', 'c1']]);
    expect(told(shown)['apigateway.clientCertificate.stage @ c1']).toBe('a1/prod');
    const off = told(patch('UpdateStage', stage, [['replace', '/clientCertificateId', '']]));
    expect(Object.keys(off).filter((name) => name.startsWith('apigateway.clientCertificate'))).toEqual([]);
  });
});
