import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { score } from '../../shared/behaviour/score.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { defineDetection } from '../../shared/detections/define.ts';
import { asOf } from '../../shared/pipeline/behave.ts';
import { SummaryCache } from '../../shared/pipeline/summary-cache.ts';
import { DAYS, FIRST_DAY, organisation } from '../behaviour/organisation.ts';
import { behaviourOf, behaviourOfWorkers, type Outcome } from './behaviours.ts';
import { type Filing, filed } from './filing.ts';
import type { LawFile } from './replays.ts';
import { ABOUT } from './sequences.ts';

const rule = (id: string, severity: 'high' | 'medium', name: string) =>
  defineDetection({ ...ABOUT, id, title: name, severity, on: { names: [name] } });
/** Rules that need nothing but the event: what a day's workers would have to share for others is no matter of behaviour. */
const rules = [rule('law-loud', 'high', 'AttachUserPolicy'), rule('law-ordinary', 'medium', 'CreateUser')];
const catalogue = new Catalogue(rules, []);
const records = organisation();
const store = new MemoryStateStore();
const straight = behaviourOf([{ key: 'all', records }], catalogue, store);
const COMPARED = ['scores', 'thresholds', 'alerts', 'digest', 'state'] as const;

async function expectSame(other: Outcome): Promise<void> {
  const want = await straight;
  for (const what of COMPARED) expect(other[what], what).toEqual(want[what]);
}
/** Every third file delivered twice. */
const repeated = (files: readonly LawFile[]): LawFile[] =>
  files.flatMap((file, index) => (index % 3 === 0 ? [file, { ...file, key: `again-${file.key}` }] : [file]));

describe('law 3 for behaviour', () => {
  it('holds of an organisation in which something happens: it learns, and alerts in every channel', async () => {
    const { scores, alerts, digest, state, limits } = await straight;
    expect(scores.length).toBeGreaterThan(DAYS * 8);
    expect([...limits.values()].map(({ isLearning }) => isLearning).indexOf(false)).toBe(14);
    const told = alerts + digest;
    for (const channel of ['acute', 'rate', 'slow']) expect(told).toContain(`"channel":"${channel}"`);
    expect(told).toContain('Unusual day of backdoor');
    expect(alerts).toContain('AttachUserPolicy: ');
    expect(state.filter((line) => line.startsWith('P#')).length).toBeGreaterThanOrEqual(12);
    expect(
      state.some((line) => line.startsWith('P#') && /"c":\[\[/.test(line)),
      'contested values',
    ).toBe(true);
  });

  it.each<[name: string, how: Filing]>([
    ['each record in a file of its own, in reverse', { seed: -1, files: 0, again: 0, names: 'none' }],
    ['all in one file, shuffled', { seed: 1, files: 1, again: 0, names: 'none' }],
    ['in seven files across all days, a third of the records twice', { seed: 2, files: 7, again: 3, names: 'none' }],
    ['in forty files', { seed: 3, files: 40, again: 3, names: 'none' }],
    ['in 500 files', { seed: 4, files: 500, again: 4, names: 'none' }],
    ['each record in a file of its own, all twice', { seed: 5, files: 0, again: 1, names: 'none' }],
  ])('scores, alerts, thresholds and what is learnt are the same: %s', async (_name, how) => {
    await expectSame(await behaviourOf(repeated(filed(records, how)), catalogue));
  });

  it.each([1, 2, 4])('also with %i workers that share each day', async (count) => {
    const files = repeated(filed(records, { seed: 11, files: 60, again: 3, names: 'none' }));
    await expectSame(await behaviourOfWorkers(files, catalogue, count));
  });

  it('nor does a second replay into the same store change anything', async () => {
    await straight;
    const kept = new MemoryStateStore();
    await behaviourOf([{ key: 'all', records }], catalogue, kept);
    await expectSame(
      await behaviourOf(filed(records, { seed: 9, files: 9, again: 5, names: 'none' }), catalogue, kept),
    );
  });

  it('and a replay in two parts learns what a whole one does', async () => {
    const kept = new MemoryStateStore();
    const isEarly = ({ eventTime }: (typeof records)[number]) =>
      Date.parse(String(eventTime)) < (FIRST_DAY + 20) * 86_400_000;
    const early = await behaviourOf([{ key: 'early', records: records.filter(isEarly) }], catalogue, kept);
    const late = await behaviourOf([{ key: 'late', records: records.filter((one) => !isEarly(one)) }], catalogue, kept);
    const want = await straight;
    expect([...early.scores, ...late.scores]).toEqual(want.scores);
    expect([...early.thresholds, ...late.thresholds]).toEqual(want.thresholds);
    expect(late.state).toEqual(want.state);
  });
});

describe('each alert of behaviour', () => {
  it('has reasons that add up to its score, each with a date since when', async () => {
    const { alerts, digest } = await straight;
    const told = `${alerts}${digest}`
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const { score: whole, reasons, channel } of told) {
      const sum = reasons.reduce((bits: number, reason: { bits?: number }) => bits + (reason.bits ?? 0), 0);
      expect(sum).toBeCloseTo(whole, 6);
      if (channel === 'rule') continue;
      expect(whole).toBeGreaterThan(0);
      expect(reasons.some(({ since }: { since?: string }) => /^2026-09-\d\d$/.test(since ?? ''))).toBe(true);
    }
    expect(told.length).toBeGreaterThan(3);
  });
});

describe('law 4: a day is scored by what came before it', () => {
  it('so all that came since, and the day itself, may be known already', async () => {
    const { scored, limits } = await straight;
    for (const [day, one] of Map.groupBy(scored, ({ subject }) => subject.activity.day)) {
      const summaries = new SummaryCache();
      const activities = one.map(({ subject }) => subject.activity);
      const { subjects, context } = await asOf(store, summaries, day, activities);
      const again = subjects.map((subject) => score(subject, context));
      expect(again.map(({ evidence }) => evidence)).toEqual(one.map(({ evidence }) => evidence));
      expect(again.map(({ record }) => ({ ...record, alerted: 0 }))).toEqual(
        one.map(({ record }) => ({ ...record, alerted: 0 })),
      );
      expect(summaries.thresholds(day, 1)).toEqual(limits.get(day));
    }
  });

  it('and what happens later changes no score before', async () => {
    const until = (day: number) =>
      records.filter(({ eventTime }) => Date.parse(String(eventTime)) < (FIRST_DAY + day) * 86_400_000);
    const { scores } = await behaviourOf([{ key: 'some', records: until(25) }], catalogue);
    expect((await straight).scores.slice(0, scores.length)).toEqual(scores);
    expect(scores.length).toBeGreaterThan(200);
  });
});
