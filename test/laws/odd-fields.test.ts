import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { detections, sequences } from '../../shared/detections/index.ts';
import { type LawFile, replayed } from './replays.ts';
import { lawDetections } from './rules.ts';
import { lawSequences } from './sequences.ts';

/** Any field of a real record may be absent, or hold what it never should. */
const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  1e308,
  '',
  ' ',
  '*',
  '__proto__',
  '%',
  '%zz',
  '{"broken":',
  '[null]',
  '\u0000\ud800\u202e',
  'x'.repeat(2000),
  [],
  [null, 7, [[]], { '': null }],
  {},
  { toString: null, length: -1, '': [] },
  JSON.parse('{"__proto__":{"a":1},"constructor":null,"hasOwnProperty":7}'),
];

/** The paths to every value inside a record, however deep. */
function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])]);
}

/** A copy with one value replaced; undefined takes it away. */
function replaced(record: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const copy = (Array.isArray(record) ? [...record] : { ...(record as object) }) as Record<string, unknown>;
  if (rest.length > 0) copy[key] = replaced(copy[key], rest, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

const examples = [...detections, ...sequences, ...lawDetections].flatMap((rule) =>
  [...rule.examples().fires, ...rule.examples().quiet].flatMap(({ records }) => records),
);
const catalogue = new Catalogue([...detections, ...lawDetections], [...sequences, ...lawSequences]);

async function survives(records: readonly unknown[]): Promise<void> {
  const numbered = records.map((record, index) => ({ eventID: `e-${index}`, ...(record as RawRecord) }));
  const files: LawFile[] = [{ key: 'odd', records: numbered }];
  const { tally } = await replayed(files, catalogue);
  expect(tally.imbalance).toBe('');
  expect(tally.detectionErrors.slice(0, 3)).toEqual([]);
  expect(tally.failures).toEqual([]);
  expect(tally.records.in).toBe(records.length);
}

describe('no field of a record can break the pipeline', () => {
  it('every field of every example, taken away or replaced by something odd', async () => {
    const seen = new Set<string>();
    const variants = examples.flatMap((record) =>
      pathsIn(record)
        // A field of an operation is tried once, whatever its value in the example.
        .filter((path) => {
          const name = `${String(record['eventSource'])}/${String(record['eventName'])}/${path.join('/')}`;
          return !seen.has(name) && seen.add(name);
        })
        .flatMap((path, turn) =>
          [undefined, ODD[turn % ODD.length], ODD[(turn * 7 + 3) % ODD.length]].map((odd) =>
            replaced(record, path, odd),
          ),
        ),
    );
    expect(variants.length).toBeGreaterThan(examples.length);
    await survives(variants);
  });

  it('several fields of an example at once, each replaced by anything', async () => {
    const value = fc.oneof(fc.constantFrom(...ODD), fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 4 })), {
          minLength: 1,
          maxLength: 12,
        }),
        async (picks) => {
          const records = picks.map(([pick, changes]) => {
            const record = examples[pick % examples.length] ?? {};
            const paths = pathsIn(record).reverse();
            // From the inside out, so that a path is still there when its turn comes.
            const places = [...new Set(changes.map(([at]) => at % paths.length))].sort((a, b) => a - b);
            return places.reduce<unknown>((made, place, turn) => {
              const path = paths[place] ?? [];
              return path.length > 0 && has(made, path) ? replaced(made, path, changes[turn]?.[1]) : made;
            }, record);
          });
          await survives(records);
        },
      ),
      { numRuns: 150 },
    );
  });
});

function has(record: unknown, path: readonly string[]): boolean {
  let here = record;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return false;
    here = (here as Record<string, unknown>)[key];
  }
  return true;
}
