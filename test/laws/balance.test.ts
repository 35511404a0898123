import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { processObject } from '../../shared/pipeline/process-object.ts';
import { replay } from '../../shared/pipeline/replay.ts';
import type { Tally } from '../../shared/pipeline/tally.ts';
import { type Part, parts } from './parts.ts';
import { depsFor } from './replays.ts';
import { lawCatalogue } from './rules.ts';
import { recordsOf } from './universe.ts';

const catalogue = lawCatalogue();

async function tallied(contents: readonly Uint8Array[]): Promise<Tally> {
  const content = new Map(contents.map((bytes, index) => [`object ${index}`, bytes]));
  const deps = depsFor(content, catalogue, new MemoryStateStore());
  expect(
    await replay(
      deps,
      [...content.keys()].map((key) => ({ key })),
      { onDay: () => {} },
    ),
  ).toBe('done');
  return deps.tally;
}

describe('law 1: nothing vanishes', () => {
  it('records in = events + rejected + duplicates + out of scope, each as what it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { minLength: 1, maxLength: 4 }), fc.nat(2), async (files, repeats) => {
        // Ids stay unique over the files; the first file comes again as often as told.
        const numbered = files.map((file, at) =>
          file.map(({ value, counts }, index) =>
            counts === 'event' ? { ...(value as object), eventID: `e-${at}-${index}` } : value,
          ),
        );
        const again = Array.from({ length: repeats }, () => numbered[0] ?? []);
        const bytes = [...numbered, ...again].map((Records) => Buffer.from(JSON.stringify({ Records })));
        const tally = await tallied(bytes);
        const all = [...files, ...again.map(() => files[0] ?? [])].flat();
        const count = (kind: Part['counts']): number => all.filter(({ counts }) => counts === kind).length;
        const once = files.flat().filter(({ counts }) => counts === 'event').length;
        expect(tally.records).toEqual({
          in: all.length,
          events: once,
          duplicates: count('event') - once,
          rejected: count('rejected'),
          outOfScope: count('outOfScope'),
        });
        expect(tally.imbalance).toBe('');
        expect(tally.objects).toEqual({ found: bytes.length, done: bytes.length, skipped: 0, failed: 0 });
        expect(tally.complete).toBe(count('rejected') === 0);
      }),
      { numRuns: 150 },
    );
  });

  it('whatever the bytes are: cut, flipped, zipped, joined, or no log at all', async () => {
    const damage = fc.record({
      zip: fc.boolean(),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      flips: fc.array(fc.nat(), { maxLength: 3 }),
    });
    const damaged = fc
      .tuple(parts, damage, fc.constantFrom('records', 'lines', 'bare', 'text'))
      .map(([some, how, as]) => {
        const values = some.map(({ value }) => value);
        const text = {
          records: JSON.stringify({ Records: values }),
          lines: values.map((value) => `${JSON.stringify(value)}\n`).join(''),
          bare: JSON.stringify(values),
          text: `# notes\n\n${values.length} things, none of them a log\n`,
        }[as];
        const bytes = how.zip ? gzipSync(text) : Buffer.from(text);
        for (const flip of how.flips) if (bytes.length > 0) bytes[flip % bytes.length] = flip & 0xff;
        return bytes.subarray(0, Math.ceil(bytes.length * how.cut));
      });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), { minLength: 1, maxLength: 5 }),
        async (contents) => {
          const tally = await tallied(contents);
          expect(tally.imbalance).toBe('');
          expect(tally.objects.found).toBe(contents.length);
          expect(
            tally.failures.filter(({ reason }) => /is not a function|undefined|cannot read/i.test(reason)),
          ).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('an object that can not be read at all is counted, named, and loses nothing else', async () => {
    const [record] = recordsOf([
      {
        what: 'create',
        who: 'user',
        day: 0,
        minute: 0,
        second: 0,
        value: 'a',
        region: 'us-east-1',
        told: 'own',
        updated: false,
      },
    ]).flat();
    const deps = depsFor(new Map(), catalogue, new MemoryStateStore());
    const source = {
      read: ({ key }: { readonly key: string }) => {
        if (key === 'gone') throw new Error('no such object');
        if (key === 'broken off') return brokenOff(JSON.stringify({ Records: [record, record] }));
        return Buffer.from(JSON.stringify({ Records: [record] }));
      },
    };
    for (const key of ['gone', 'broken off', 'good']) await processObject({ ...deps, source }, { key });
    expect(deps.tally.objects).toEqual({ found: 3, done: 1, skipped: 0, failed: 2 });
    expect(deps.tally.failures).toEqual([
      { object: 'gone', reason: 'no such object' },
      { object: 'broken off', reason: 'connection lost' },
    ]);
    expect(deps.tally.imbalance).toBe('');
    expect(deps.tally.complete).toBe(false);
  });
});

async function* brokenOff(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text.slice(0, text.length / 2));
  throw new Error('connection lost');
}
