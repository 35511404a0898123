import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingLine } from '../../shared/alerts/finding-line.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { dayOf } from '../../shared/cloudtrail/time.ts';
import type { Finding } from '../../shared/detections/hit.ts';
import { filed, filing } from './filing.ts';
import { ndjson, replayed } from './replays.ts';
import { foreign, lawCatalogue, lawDetections } from './rules.ts';
import { type Act, act, plainAct, recordsOf, timeOf } from './universe.ts';

describe('law 4: what comes later changes no judgement', () => {
  it('records dated after a day never change the findings of that day or before', async () => {
    const catalogue = lawCatalogue();
    await fc.assert(
      fc.asyncProperty(acts(act), fc.nat(2), filing, async (all, after, how) => {
        const first = dayOf(Date.UTC(2026, 10, 2)) + after;
        const until = (records: readonly RawRecord[]): RawRecord[] => records.filter((one) => dayOf(at(one)) <= first);
        const records = recordsOf(all).flat();
        const some = await replayed([{ key: 'some', records: until(records) }], catalogue);
        const more = await replayed(filed(records, how), catalogue);
        const lines = (findings: readonly Finding[]): string =>
          written(findings.filter(({ time }) => dayOf(time) <= first));
        expect(lines(more.raw)).toBe(lines(some.raw));
      }),
      { numRuns: 120 },
    );
  });

  it('nor do later records of the same day, for all that is judged by the event and its past', async () => {
    // Whose accounts are read is known by day, so a stranger is judged by the whole of it.
    const catalogue = lawCatalogue(
      lawDetections.map((rule) => (rule === foreign ? { ...rule, match: () => true } : rule)),
    );
    await fc.assert(
      fc.asyncProperty(acts(plainAct), fc.nat(100), async (all, pick) => {
        const cut = timeOf(all[pick % all.length] as Act);
        const records = recordsOf(all).flat();
        const some = await replayed([{ key: 'some', records: records.filter((one) => at(one) <= cut) }], catalogue);
        const more = await replayed([{ key: 'more', records }], catalogue);
        const lines = (findings: readonly Finding[]): string => written(findings.filter(({ time }) => time <= cut));
        expect(lines(more.raw)).toBe(lines(some.raw));
      }),
      { numRuns: 120 },
    );
  });

  it('a setting written in the same instant is not what was there before', async () => {
    const write = (second: number, value: 'a' | 'b') =>
      ({
        what: 'auth',
        who: 'user',
        day: 0,
        minute: 0,
        second,
        value,
        region: 'us-east-1',
        told: 'own',
        updated: false,
      }) as const;
    const same = await replayed(
      [{ key: 'all', records: recordsOf([write(0, 'a'), write(0, 'b')]).flat() }],
      lawCatalogue(),
    );
    const later = await replayed(
      [{ key: 'all', records: recordsOf([write(0, 'a'), write(1, 'b')]).flat() }],
      lawCatalogue(),
    );
    const said = ({ raw }: typeof same): string[] =>
      raw.filter(({ rule }) => rule === 'law-changed').flatMap(({ reasons }) => reasons.map(({ text }) => text));
    expect(said(same).filter((text) => text.includes('changed from'))).toEqual([]);
    expect(said(later).filter((text) => text.includes('changed from "AWS_IAM" to "NONE"'))).toHaveLength(1);
  });
});

describe('a session', () => {
  it('comes back to who assumed it, once that has happened', async () => {
    const base = { day: 0, second: 0, value: 'a', region: 'us-east-1', told: 'own', updated: false } as const;
    const assumed = { ...base, what: 'assume', who: 'user', minute: 2 } as const;
    const used = [1, 2, 3].map((minute) => ({ ...base, what: 'create', who: 'session', minute }) as const);
    const { raw } = await replayed([{ key: 'all', records: recordsOf([assumed, ...used]).flat() }], lawCatalogue());
    const origins = raw.filter(({ rule }) => rule === 'law-plain').map(({ origin }) => origin.name);
    expect(origins).toEqual(['backup', 'legacy-ci', 'legacy-ci']);
  });
});

const acts = (one: fc.Arbitrary<Act>): fc.Arbitrary<Act[]> =>
  fc.array(one, { minLength: 1, maxLength: 24, size: 'max' });

const at = (record: RawRecord): number => Date.parse(String(record['eventTime']));

const written = (findings: readonly Finding[]): string =>
  ndjson(findings.map((finding) => findingLine(finding, undefined)));
