import { describe, expect, it } from 'vitest';
import { httpApi, patch, restApi } from '../../shared/detections/example.ts';
import { keysOf, told } from './told.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const NAME = 'apigateway.stage';
const answered = (
  methodSettings: unknown,
  operations: Parameters<typeof patch>[2] = [['replace', '/description', 'x']],
) => patch('UpdateStage', stage, operations, { response: { stageName: 'prod', methodSettings } });
const full = { loggingLevel: 'INFO', dataTraceEnabled: false, throttlingRateLimit: 20, throttlingBurstLimit: 40 };

describe('methodSettings of an answer', () => {
  it('teach what the patches of the same settings teach, under the same keys', () => {
    const patched = patch('UpdateStage', stage, [
      ['replace', '/~1orders/GET/logging/loglevel', 'INFO'],
      ['replace', '/~1orders/GET/logging/dataTrace', 'false'],
      ['replace', '/~1orders/GET/throttling/rateLimit', '20'],
      ['replace', '/~1orders/GET/throttling/burstLimit', '40'],
    ]);
    const record = answered({ '~1orders/GET': full });
    expect(told(record)).toEqual(told(patched));
    expect(keysOf(record)).toEqual(keysOf(patched));
  });
  it('teach what holds for all methods', () => {
    expect(told(answered({ '*/*': { loggingLevel: 'ERROR' } }))).toEqual({
      [`${NAME}.*.*.logging.loglevel @ a1b2c3d4e5/prod|*|*|logging|loglevel`]: 'ERROR',
    });
  });
  it('are believed after the patch: the answer shows the account’s quota where a limit is gone', () => {
    const RATE = `${NAME}.*.*.throttling.rateLimit @ a1b2c3d4e5/prod|*|*|throttling|rateLimit`;
    const record = answered({ '*/*': { ...full, throttlingRateLimit: 4000 } }, [
      ['remove', '/*/*/throttling/rateLimit'],
    ]);
    expect(told(record)).toMatchObject({ [RATE]: '' });
  });
  it('say nothing of limits when they show the quota', () => {
    const quota = { ...full, throttlingRateLimit: 10000, throttlingBurstLimit: 5000 };
    expect(Object.keys(told(answered({ '*/*': quota }))).filter((key) => key.includes('throttling'))).toEqual([]);
  });
  it.each([
    ['keys that name no method', { 'msk-01': full, '/': full, '': full, 'orders/TRACE2': full }],
    ['no map', 'none'],
    ['settings that are none', { '*/*': null, 'a/GET': [1], 'b/GET': { loggingLevel: {} } }],
  ])('%s teach nothing', (_what, map) => expect(told(answered(map))).toEqual({}));
  it('are not read of HTTP APIs, which have none', () => {
    expect(
      told(
        httpApi('UpdateStage', { apiId: 'h1', stageName: 'dev' }, { response: { methodSettings: { '*/*': full } } }),
      ),
    ).toEqual({});
  });
});

describe('variables of a stage', () => {
  const URL = `${NAME}.variables.* @ a1b2c3d4e5/prod|variables|url`;
  it('are known since it was created, and by its answers', () => {
    const created = restApi(
      'CreateStage',
      { restApiId: 'a1b2c3d4e5' },
      { stageName: 'prod', variables: { url: 'a.example.com' } },
    );
    expect(told(created)).toEqual({ [URL]: 'a.example.com' });
    const other = patch('UpdateStage', stage, [['replace', '/description', 'x']], {
      response: { variables: { url: 'b.example.com', none: null } },
    });
    expect(told(other)).toEqual({ [URL]: 'b.example.com' });
  });
  it('may be set by a deployment', () => {
    const body = { stageName: 'prod', variables: { url: 'c.example.com' } };
    expect(told(restApi('CreateDeployment', { restApiId: 'a1b2c3d4e5' }, body))).toEqual({ [URL]: 'c.example.com' });
    expect(
      told(restApi('CreateDeployment', { restApiId: 'a1b2c3d4e5' }, { stageName: '', variables: { url: 'x' } })),
    ).toEqual({});
  });
  it('are no way to anything that every object inherits', () => {
    const variables = JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, unknown>;
    const keys = Object.keys(
      told(restApi('CreateStage', { restApiId: 'a1b2c3d4e5' }, { stageName: 'prod', variables })),
    );
    expect(keys).toHaveLength(2);
    expect(Object.prototype).not.toHaveProperty('x');
  });
});
