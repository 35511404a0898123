import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DAY, HOUR } from '../../shared/cloudtrail/time.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import type { Finding } from '../../shared/detections/hit.ts';
import { detections, sequences } from '../../shared/detections/index.ts';
import { stableId } from '../../shared/id.ts';
import { sampleFiles } from '../../shared/sample/sample.ts';
import { type Filing, filed, filing } from './filing.ts';
import { replayed } from './replays.ts';
import { lawCatalogue, lawDetections } from './rules.ts';
import { lawSequences } from './sequences.ts';
import { act, recordsOf } from './universe.ts';

describe('law 3: the order, grouping and repetition of the same records change nothing', () => {
  it('for every kind of state, in a small world where everything collides', async () => {
    const catalogue = lawCatalogue();
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 24, size: 'max' }), filing, async (acts, how) => {
        const records = recordsOf(acts).flat();
        const straight = await replayed([{ key: 'all', records }], catalogue);
        const other = await replayed(filed(records, how), catalogue);
        expect(other.findings).toBe(straight.findings);
        expect(other.alerts).toBe(straight.alerts);
        expect(other.tally.records.events).toBe(straight.tally.records.events);
        expect(repeatedIds(straight.raw)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('in worlds in which every rule of the laws fires: one that never does would prove nothing', async () => {
    const fired = new Set<string>();
    for (const acts of fc.sample(fc.array(act, { minLength: 24, maxLength: 24 }), { seed: 7, numRuns: 60 })) {
      const { raw } = await replayed([{ key: 'all', records: recordsOf(acts).flat() }], lawCatalogue());
      for (const { rule } of raw) fired.add(rule);
    }
    // A flood is that of another test.
    expect([...fired, 'law-flood'].sort()).toEqual([...lawDetections, ...lawSequences].map(({ id }) => id).sort());
  });

  it('also where floods go over the caps of what is kept', async () => {
    const catalogue = lawCatalogue();
    const crowded = fc.array(
      act.map((made) => ({ ...made, day: 0, minute: made.minute % 3 })),
      {
        minLength: 250,
        maxLength: 500,
        size: 'max',
      },
    );
    let floods = 0;
    await fc.assert(
      fc.asyncProperty(crowded, filing, async (acts, how) => {
        const records = recordsOf(acts).flat();
        const straight = await replayed([{ key: 'all', records }], catalogue);
        const other = await replayed(filed(records, how), catalogue);
        expect(other.findings).toBe(straight.findings);
        expect(other.alerts).toBe(straight.alerts);
        expect(repeatedIds(straight.raw)).toEqual([]);
        floods += straight.raw.filter(({ rule }) => rule === 'law-flood').length;
      }),
      { numRuns: 10 },
    );
    expect(floods).toBeGreaterThan(0);
  });

  const all = everything();
  const catalogue = new Catalogue([...detections, ...lawDetections], [...sequences, ...lawSequences]);
  const straight = replayed([{ key: 'all', records: all }], catalogue);

  it.each<[name: string, how: Filing]>([
    ['each record in a file of its own, in reverse', { seed: -1, files: 0, again: 0, names: 'none' }],
    ['shuffled, one in five told twice, named as CloudTrail does', { seed: 2, files: 40, again: 5, names: 'honest' }],
    ['shuffled, under names that mislead', { seed: 4, files: 200, again: 9, names: 'misleading' }],
  ])('for the catalogue over the sample and all examples: %s', async (_name, how) => {
    const want = await straight;
    const got = await replayed(filed(all, how), catalogue);
    expect(got.findings === want.findings, firstDifference(got.findings, want.findings)).toBe(true);
    expect(got.alerts === want.alerts, firstDifference(got.alerts, want.alerts)).toBe(true);
    expect(want.raw.length).toBeGreaterThan(20);
    expect(want.alerts).not.toBe('');
    expect(got.tally.imbalance).toBe('');
    if (how.names === 'misleading') expect(got.restarted).toBe(true);
  });

  it('every finding has an id of its own', async () => {
    expect(repeatedIds((await straight).raw)).toEqual([]);
  });
});

describe('a name that misleads', () => {
  it('makes the replay start over, and the result is as if the name had told the truth', async () => {
    const [created = [], listed = []] = recordsOf([
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
      {
        what: 'auth',
        who: 'user',
        day: 3,
        minute: 0,
        second: 0,
        value: 'b',
        region: 'us-east-1',
        told: 'own',
        updated: false,
      },
    ]);
    const noon = Date.UTC(2026, 10, 2, 12);
    const files = (first: number) => [
      { key: 'created', records: created, deliveredAt: first },
      { key: 'listed', records: listed, deliveredAt: noon + 3 * DAY },
    ];
    const honest = await replayed(files(noon), lawCatalogue());
    const misled = await replayed(files(noon + 4 * DAY + HOUR), lawCatalogue());
    expect([honest.restarted, misled.restarted]).toEqual([false, true]);
    expect(misled.findings).toBe(honest.findings);
    expect(misled.tally.records).toEqual(honest.tally.records);
  });
});

/** The shipped sample and the examples of every rule, each once, with the ids that the runner of examples gives. */
function everything(): RawRecord[] {
  const examples = [...detections, ...sequences, ...lawDetections].flatMap((rule) => {
    const { fires, quiet } = rule.examples();
    return [...fires, ...quiet].flatMap((example) =>
      example.records.map((one, index) => ({ eventID: stableId('e', rule.id, example.title, String(index)), ...one })),
    );
  });
  return [...sampleFiles().flatMap(({ records }) => records as readonly RawRecord[]), ...examples];
}

function repeatedIds(findings: readonly Finding[]): string[] {
  const ids = findings.map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function firstDifference(got: string, want: string): string {
  const wanted = want.split('\n');
  const index = got.split('\n').findIndex((line, at) => line !== wanted[at]);
  return `line ${index + 1}\n got ${got.split('\n')[index]?.slice(0, 600)}\nwant ${wanted[index]?.slice(0, 600)}`;
}
