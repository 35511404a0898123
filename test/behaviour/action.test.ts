import { describe, expect, it } from 'vitest';
import { actionOf, BIT, subActions } from '../../shared/behaviour/action.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { httpApi, patch, record, restApi } from '../../shared/detections/example.ts';

describe('an action', () => {
  it.each<[service: string, name: string, bits: number]>([
    ['s3', 'ListBuckets', 0],
    ['sts', 'AssumeRole', 0],
    ['lambda', 'TagResource', BIT.write],
    ['secretsmanager', 'GetSecretValue', BIT.write | BIT.sensitive],
    ['iam', 'CreateAccessKey', BIT.write | BIT.sensitive],
    ['nosuch', 'GetThing', 0],
    ['nosuch', 'MakeThing', BIT.write],
    ['__proto__', 'constructor', BIT.write],
    ['', '', BIT.write],
  ])('%s:%s counts as %i', (service, name, bits) => {
    const action = actionOf(service, name);
    expect([action.value, action.service, action.bits]).toEqual([`a${service}:${name}`, service, bits]);
  });

  it('says what it changes in patches only where API Gateway updates', () => {
    expect(
      [actionOf('apigateway', 'UpdateStage'), actionOf('apigateway', 'GetStage'), actionOf('iam', 'UpdateUser')].map(
        ({ isPatch }) => isPatch,
      ),
    ).toEqual([true, false, false]);
  });
});

describe('what an update of API Gateway changes', () => {
  const partsOf = (raw: RawRecord): string[] =>
    subActions(actionOf('apigateway', String(raw.eventName)), raw).map(({ value }) =>
      value.replace(/^aapigateway:/, ''),
    );
  const patched = (name: string, ...paths: string[]) =>
    patch(
      name,
      { restApiId: 'a1' },
      paths.map((path) => ['replace', path, 'x'] as const),
    );

  it.each<[what: string, raw: RawRecord, parts: string[]]>([
    ['the resource policy', patched('UpdateRestApi', '/policy'), ['UpdateRestApi[/policy]']],
    ['two settings', patched('UpdateRestApi', '/name', '/policy'), ['UpdateRestApi[/name]', 'UpdateRestApi[/policy]']],
    ['one twice', patched('UpdateStage', '/deploymentId', '/deploymentId'), ['UpdateStage[/deploymentId]']],
    [
      'a method of a path',
      patched('UpdateStage', '/~1orders~1{id}/GET/logging/loglevel'),
      ['UpdateStage[/*/*/logging/loglevel]'],
    ],
    ['a variable by its name', patched('UpdateStage', '/variables/secretName'), ['UpdateStage[/variables/*]']],
    ['a tag', patched('UpdateStage', '/tags/owner'), ['UpdateStage[/tags/*]']],
    ['something deep', patched('UpdateStage', '/a1/b/c/d/e/f/g/h'), ['UpdateStage[/*/*/*/*/*/*]']],
    ['a path that is none', patched('UpdateStage', 'policy', ''), ['UpdateStage[]']],
    ['names of language', patched('UpdateStage', '/__proto__/constructor'), ['UpdateStage[/*/*]']],
    ['unicode', patched('UpdateStage', '/ünï/日本'), ['UpdateStage[/*/*]']],
    [
      'a v2 route',
      httpApi('UpdateRoute', { apiId: 'a1', routeId: 'r1', authorizationType: 'NONE' }),
      ['UpdateRoute[/authorizationType]'],
    ],
    ['only which v2 API it is', httpApi('UpdateApi', { apiId: 'a1', name: 'orders' }), []],
    ['nothing that is told', restApi('UpdateStage', { restApiId: 'a1' }, {}), []],
    ['a denied call', record('apigateway', 'UpdateStage', { error: { code: 'AccessDenied' } }), []],
    [
      'parameters as text',
      record('apigateway', 'UpdateStage', { params: '{"patchOperations":[{"op":"replace","path":"/policy"}]}' }),
      ['UpdateStage[/policy]'],
    ],
    ['parameters of another kind', record('apigateway', 'UpdateStage', { params: [1, null] }), []],
  ])('%s', (_what, raw, parts) => {
    expect(partsOf(raw)).toEqual(parts);
  });

  it('is weighed by its path: the same call can be harmless or open an API', () => {
    const bits = (path: string) =>
      subActions(actionOf('apigateway', 'UpdateRestApi'), patched('UpdateRestApi', path))[0]?.bits;
    expect([bits('/description'), bits('/policy')]).toEqual([BIT.write, BIT.write | BIT.sensitive]);
  });

  it('is at most fifty parts, and none of them long, whatever a call invents', () => {
    const paths = Array.from(
      { length: 5000 },
      (_, index) => `/${'x'.repeat(3 + (index % 38))}${String.fromCharCode(97 + (index % 26))}/${'y'.repeat(9000)}`,
    );
    const parts = partsOf(patched('UpdateStage', ...paths));
    expect(parts.length).toBeLessThanOrEqual(50);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(70);
    const members = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`member${'abcdefghij'[index % 10]}${'k'.repeat(index % 30)}`, 1]),
    );
    expect(partsOf(httpApi('UpdateApi', members)).length).toBeLessThanOrEqual(50);
  });
});
