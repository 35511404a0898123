import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../../shared/cloudtrail/event.ts';
import { credentials } from '../../../shared/detections/credentials/index.ts';
import { record } from '../../../shared/detections/example.ts';
import { tokens } from '../../../shared/detections/tokens/index.ts';
import { settingsOf } from '../../../shared/settings/index.ts';

const MEMBERS = [
  'authorizationScopes authorizationType authorizerId apiKeyRequired apiKeySource routeKey routeId apiId restApiId stageName',
  'identitySource identityValidationExpression authorizerResultTtlInSeconds providerARNs authorizerUri jwtConfiguration',
  'mutualTlsAuthentication clientCertificateId methodSettings requestParameters name body patchOperations omitted',
]
  .join(' ')
  .split(' ');
const PATHS = [
  ...MEMBERS.map((member) => `/${member}`),
  '/jwtConfiguration',
  '/enabled',
  '/providerARNs/x',
  '/mutualTlsAuthentication/truststoreUri',
  '/*/*/caching/dataEncrypted',
];
const value = fc.oneof(
  fc.constantFrom(null, '', 'NONE', 'false', true, 0, '{"issuers":[{"issuer":1}]}', '__proto__'),
  fc.jsonValue({ maxDepth: 3 }),
);
const patch = fc.record({
  op: fc.constantFrom('add', 'remove', 'replace', 'copy', 3),
  path: fc.constantFrom(...PATHS),
  value,
});
const body = fc.dictionary(
  fc.constantFrom(...MEMBERS, 'jwtConfiguration'),
  fc.oneof(value, fc.array(patch, { maxLength: 4 })),
);

describe('what tokens and API keys are guarded by', () => {
  const rules = [...tokens, ...credentials].filter(({ on }) => on.source === 'apigateway' && on.names !== undefined);

  it('is read from any request and answer without failing', () => {
    expect(rules.length).toBeGreaterThan(30);
    fc.assert(
      fc.property(body, body, fc.boolean(), (params, response, isWrapped) => {
        for (const { on, match } of rules)
          for (const name of on.names ?? []) {
            const wrapped = { [`${name.charAt(0).toLowerCase()}${name.slice(1)}Input`]: params, template: false };
            const event = new TrailEvent(
              record('apigateway', name, { params: isWrapped ? wrapped : params, response }),
              'e1',
              0,
              Date.UTC(2026, 10, 2),
            );
            expect(() => match?.(event)).not.toThrow();
            expect(() => settingsOf(event)).not.toThrow();
          }
      }),
      { numRuns: 60 },
    );
  });
});
