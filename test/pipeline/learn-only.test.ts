import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { defineDetection } from '../../shared/detections/define.ts';
import { daily, record } from '../../shared/detections/example.ts';
import { accessLog } from '../../shared/detections/example-access-log.ts';
import { type LawFile, replayed } from '../laws/replays.ts';
import { ABOUT } from '../laws/sequences.ts';

/** New address of a table's reader, where readers of other tables only teach. */
const strange = defineDetection({
  ...ABOUT,
  id: 'law-learn-only',
  title: 'Strange address',
  on: { source: 'dynamodb', names: ['GetItem'] },
  match: ({ ip }) => (ip.startsWith('203.') ? { what: 'came from afar' } : { learnOnly: true }),
  state: {
    firstSeen: { subject: (event) => event.account, value: (event) => event.ip, noun: 'address', learnDays: 2 },
  },
});
const back = defineDetection({
  ...ABOUT,
  id: 'law-learn-only-dormant',
  title: 'Back from away',
  on: { source: 'dynamodb', names: ['GetItem'] },
  match: ({ ip }) => (ip.startsWith('203.') ? {} : { learnOnly: true }),
  state: { dormant: { subject: (event) => event.account, days: 1, activeDays: 2, noun: 'the table' } },
});
const anyAgent = defineDetection({
  ...ABOUT,
  id: 'law-agent',
  title: 'Any agent',
  on: { agent: () => true, outcome: 'any' },
});
const anyService = defineDetection({ ...ABOUT, id: 'law-any', title: 'Any service', on: { outcome: 'any' } });
const catalogue = new Catalogue([strange, back, anyAgent, anyService], []);

async function found(rule: string, records: readonly RawRecord[], split = 1): Promise<string[]> {
  const numbered = records.map((one, index) => ({ eventID: `e-${index}`, ...one }));
  const files: LawFile[] = Array.from({ length: split }, (_, part) => ({
    key: `${part}`,
    records: numbered.filter((_, index) => index % split === part),
  }));
  const { raw, tally } = await replayed(files, catalogue);
  expect(tally.detectionErrors).toEqual([]);
  return raw
    .filter((finding) => finding.rule === rule)
    .map(({ eventIds, reasons }) => `${eventIds[0]} ${reasons[0]?.text}`);
}
const read = (ip: string, minute: number) => record('dynamodb', 'GetItem', { ip, minute });
const near = (days: number) => daily(days, (minute) => read('198.51.100.10', minute));

describe('a match that only teaches', () => {
  it('is no finding, and makes the others strange', async () => {
    expect(await found('law-learn-only', near(3))).toEqual([]);
    expect(await found('law-learn-only', [...near(2), read('203.0.113.7', 0)])).toEqual([
      'e-2 first address "203.0.113.7" in 2 active days since 2026-10-31',
    ]);
    expect(await found('law-learn-only', [...near(1), read('203.0.113.7', 0)])).toEqual([]);
  });
  it('keeps a subject present', async () => {
    const away = (minute: number) => read('198.51.100.10', minute - 2880);
    expect(await found('law-learn-only-dormant', [...daily(2, away), read('203.0.113.7', 0)])).toHaveLength(1);
    expect(await found('law-learn-only-dormant', [...near(2), read('203.0.113.7', 0)])).toEqual([]);
  });
  it('teaches the same in any order and in any number of files', async () => {
    const records = [...near(3), read('203.0.113.7', 0), read('203.0.113.7', 1), read('198.51.100.10', 2)];
    const once = (await found('law-learn-only', records)).length;
    expect(once).toBe(1);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(records, { minLength: records.length }),
        fc.integer({ min: 1, max: 4 }),
        async (shuffled, split) => {
          expect(await found('law-learn-only', shuffled, split)).toHaveLength(once);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('rules that name no source', () => {
  it('see no request to an API, by service or by user agent', async () => {
    const { raw, tally } = await replayed([{ key: 'x', records: [accessLog(), read('198.51.100.10', 0)] }], catalogue);
    expect(tally.records.events).toBe(2);
    expect(raw.map(({ rule, event }) => `${rule} ${event.service}`).sort()).toEqual([
      'law-agent dynamodb',
      'law-any dynamodb',
    ]);
  });
});
