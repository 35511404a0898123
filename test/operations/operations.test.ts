import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { operationName } from '../../shared/cloudtrail/operation.ts';
import type { On } from '../../shared/detections/define.ts';
import { detections, sequences } from '../../shared/detections/index.ts';
import { OTHER_EVENTS, OTHER_SOURCES } from './other-events.ts';

/** Operations by event source, from AWS's service models (generate.ts). */
const text = readFileSync(fileURLToPath(new URL('./operations.txt', import.meta.url)), 'utf8');
const known = new Map(
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): [string, ReadonlySet<string>] => {
      const [source = '', names = ''] = line.split(': ');
      return [source, new Set(names.split(' '))];
    }),
);
const DATA_PLANE = new Set(['execute-api', 'aws-waf-logs']);

const asked: { id: string; on: On }[] = [
  ...detections.map(({ id, on }) => ({ id, on })),
  ...sequences.flatMap(({ id, steps }) => steps.flatMap((step) => ('on' in step ? [{ id, on: step.on }] : []))),
];

/** Names of a rule that none of its sources has. */
function unknownNames({ source, names = [] }: On): string[] {
  const sources = source === undefined ? [...known.keys()] : [source].flat();
  if (sources.some((one) => DATA_PLANE.has(one))) return [];
  return names.filter(
    (name) => !sources.some((one) => known.get(one)?.has(name) || Object.hasOwn(OTHER_EVENTS, `${one}:${name}`)),
  );
}

describe('the names of operations', () => {
  it('come from a whole list, with its source and date', () => {
    expect(text).toMatch(/^# AWS service models, botocore [\d.]+, \d{4}-\d\d-\d\d/);
    expect(known.size).toBeGreaterThan(300);
    expect(known.get('apigateway')?.size).toBeGreaterThan(180);
  });

  it.each(asked)('of $id exist', ({ on }) => {
    expect(unknownNames(on)).toEqual([]);
    const sources = [on.source ?? []].flat();
    expect(sources.filter((source) => !known.has(source) && !Object.hasOwn(OTHER_SOURCES, source))).toEqual([]);
  });

  it('need no exception that nobody uses, nor one for what the models hold', () => {
    const used = new Set(
      asked.flatMap(({ on }) => [on.source ?? []].flat().flatMap((s) => (on.names ?? []).map((n) => `${s}:${n}`))),
    );
    expect(Object.keys(OTHER_EVENTS).filter((event) => !used.has(event))).toEqual([]);
    const inModels = (event: string): boolean => {
      const [source = '', name = ''] = event.split(':');
      return known.get(source)?.has(name) ?? false;
    };
    expect(Object.keys(OTHER_EVENTS).filter(inModels)).toEqual([]);
  });

  it('carry no API date: CloudTrail writes one into Lambda’s and CloudFront’s, and it is taken off', () => {
    expect(asked.flatMap(({ on }) => on.names ?? []).filter((name) => operationName(name) !== name)).toEqual([]);
    // As in records and in Lambda's developer guide, "Logging Lambda API calls".
    const dated = [
      'AddPermission20150331v2',
      'CreateFunction20150331',
      'CreateEventSourceMapping20150331',
      'DeleteFunction20150331',
      'PutFunctionConcurrency20171031',
      'UpdateFunctionCode20150331v2',
      'UpdateFunctionConfiguration20150331v2',
      'AddLayerVersionPermission20181031',
      'PublishLayerVersion20181031',
      'RemovePermission20150331v2',
      'UpdateAlias20150331',
    ];
    expect(dated.filter((name) => !known.get('lambda')?.has(operationName(name)))).toEqual([]);
    expect(known.get('cloudfront')?.has(operationName('UpdateDistribution2020_05_31'))).toBe(true);
  });
});
