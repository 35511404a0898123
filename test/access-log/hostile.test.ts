import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translate } from '../../shared/access-log/record.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { detections } from '../../shared/detections/all.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { accessLog, wafLog } from '../../shared/detections/example-access-log.ts';
import { processObject } from '../../shared/pipeline/process-object.ts';
import type { Tally } from '../../shared/pipeline/tally.ts';
import { depsFor } from '../laws/replays.ts';
import { subscription } from './folder.ts';

const catalogue = new Catalogue(
  detections.filter(({ id }) => /^(al|wl)-/.test(id)),
  [],
);
const KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'identity',
  'status',
  'requestId',
  'apiId',
  'ip',
  'eventSource',
  '',
];
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    '-',
    '*',
    '__proto__',
    '\u0000\ud800\u202e',
    'x'.repeat(3000),
    -1,
    1e308,
    true,
    '%zz',
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
);
/** A line of either log with some of its fields replaced, taken away or added. */
const line: fc.Arbitrary<RawRecord> = fc
  .tuple(
    fc.boolean(),
    fc.integer({ min: -9000, max: 9000 }),
    fc.array(fc.tuple(fc.oneof(fc.nat(40), fc.constantFrom(...KEYS)), fc.option(odd, { nil: undefined })), {
      maxLength: 5,
    }),
  )
  .map(([waf, minute, changes]) => {
    const base = waf ? wafLog({ minute }) : accessLog({ minute });
    const keys = Object.keys(base);
    const entries = new Map(Object.entries(base));
    for (const [at, value] of changes) {
      const key = typeof at === 'number' ? (keys[at % keys.length] ?? '') : at;
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
    }
    // JSON.parse makes `__proto__` a field like any other, as reading does.
    return JSON.parse(
      `{${[...entries].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
    );
  });

async function tallyOf(content: string): Promise<Tally> {
  const deps = depsFor(new Map([['x', Buffer.from(content)]]), catalogue, new MemoryStateStore());
  await processObject(deps, { key: 'x' });
  return deps.tally;
}

describe('hostile lines', () => {
  it('never make the translation throw, nor reach what every object inherits', () => {
    fc.assert(
      fc.property(line, (value) => {
        const found = translate(value);
        if (typeof found === 'string' || found === undefined) return;
        expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
        expect(Object.getPrototypeOf(found.requestParameters)).toBe(Object.prototype);
        expect(Object.hasOwn(found, '__proto__')).toBe(false);
      }),
      { numRuns: 2000 },
    );
    expect(({} as Record<string, unknown>)['status']).toBeUndefined();
  });

  it('are translated the same whatever came before', () => {
    fc.assert(
      fc.property(line, fc.array(line, { maxLength: 12 }), (value, others) => {
        const before = JSON.stringify(translate(value));
        for (const other of others) translate(other);
        expect(JSON.stringify(translate(value))).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('are all accounted for, in whatever they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('lines', 'joined', 'list', 'subscription'),
        async (values, layout) => {
          const texts = values.map((value) => JSON.stringify(value));
          const content = {
            lines: texts.join('\n'),
            joined: texts.join(''),
            list: `[${texts.join(',')}]`,
            subscription: subscription(texts),
          }[layout];
          const tally = await tallyOf(content);
          expect(tally.imbalance).toBe('');
          expect(tally.detectionErrors).toEqual([]);
          expect(tally.failures).toEqual([]);
          expect(tally.objects.skipped === 1 ? values.length : tally.records.in).toBe(values.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are read in good time, however deep, long or wide they are', async () => {
    let deep: unknown = { status: 200 };
    for (let depth = 0; depth < 2000; depth += 1) deep = { identity: deep };
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`field${n}`, '-']));
    const long = Object.fromEntries([['k'.repeat(100_000), { ['j'.repeat(100_000)]: '-' }]]);
    const lines = [deep, wide, long, { ...wide, ...accessLog() }, accessLog({ also: { path: '}{'.repeat(50_000) } })];
    const tally = await tallyOf(
      `${JSON.stringify(accessLog())}\n${lines.map((one) => JSON.stringify(one)).join('\n')}`,
    );
    expect(tally.imbalance).toBe('');
    expect(tally.records.in).toBe(lines.length + 1);
  });

  it('say why they are none', async () => {
    const tally = await tallyOf(
      [accessLog(), accessLog({ minute: 1, also: { requestTimeEpoch: 'soon' } })]
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );
    expect(tally.records).toMatchObject({ in: 2, events: 1, rejected: 1 });
    expect(tally.rejections[0]?.reason).toMatch(/^eventTime: /);
  });
});
