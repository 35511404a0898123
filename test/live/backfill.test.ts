import { describe, expect, it } from 'vitest';
import { parseKey } from '../../shared/cloudtrail/key.ts';
import { DAY, HOUR } from '../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { LIVE } from '../../shared/live/ports.ts';
import { LAST_DAY, readProgress } from '../../shared/live/progress.ts';
import { sampleFiles } from '../../shared/sample/sample.ts';
import { simulate } from '../../shared/simulate/simulate.ts';
import { encodeItem } from '../../shared/state/encode.ts';
import type { LawFile } from '../laws/replays.ts';
import { Backfill } from './backfill-run.ts';
import { linesOf } from './lines.ts';
import { daysOf, Live, replayOf } from './runs.ts';

const catalogue = builtInCatalogue();
const history = sampleFiles().filter(({ key }) => parseKey(key)?.kind === 'log' && key.includes('/CloudTrail/'));
/** The same people weeks later. */
const NOW = Date.UTC(2026, 9, 30);
const replayed = replayOf(history, catalogue, DEFAULT_CONFIG);

/** The same log so many days later: a month in which the same principals did the same. */
function later(files: readonly LawFile[], days: number): LawFile[] {
  return files.map(({ key, records }) => ({
    key: `later/${key.slice(key.lastIndexOf('/') + 1)}`,
    records: records.map((record) => ({
      ...record,
      eventID: `${record['eventID']}-later`,
      eventTime: new Date(Date.parse(String(record.eventTime)) + days * DAY).toISOString().replace('.000Z', 'Z'),
    })),
  }));
}

describe('a backfill', () => {
  it('comes to what a replay of the same files does', async () => {
    const live = new Live([], catalogue, DEFAULT_CONFIG);
    const backfill = new Backfill(live, 'b-1', history);
    await backfill.all(NOW);
    const { state, ...expected } = await replayed;
    expect(linesOf(expected.alerts).length).toBeGreaterThan(5);
    expect(await backfill.outcome()).toEqual(expected);
    expect((await live.outcome(daysOf(history))).state).toEqual(state);
  });

  it('comes to the same while live takes in and seals weeks of the same people in the same table, and leaves its books alone', async () => {
    const files = later(history, 28);
    const live = new Live(files, catalogue, DEFAULT_CONFIG);
    const taken = files.map(({ key }) => key);
    await live.takeIn(taken.slice(0, 200), NOW);
    await live.calibrate(NOW);
    expect((await readProgress({ documents: live.documents, run: LIVE })).through).toBeGreaterThan(
      daysOf(files)[0] ?? 0,
    );
    const before = await readProgress({ documents: live.documents, run: LIVE });
    const backfill = new Backfill(live, 'b-2', history);
    // Whatever live takes in, it may not forget what the backfill has yet to judge.
    await backfill.all(NOW, () => live.takeIn(taken.slice(0, 60), NOW));
    const { state: _, ...expected } = await replayed;
    const { findings, alerts } = await backfill.outcome();
    expect(findings).toBe(expected.findings);
    expect(alerts).toBe(expected.alerts);
    expect((await readProgress({ documents: live.documents, run: LIVE })).through).toBe(before.through);
  });

  it('that runs once more after it was closed changes nothing, nor what live keeps', async () => {
    const live = new Live(later(history, 28), catalogue, DEFAULT_CONFIG);
    await live.takeIn(
      later(history, 28).map(({ key }) => key),
      NOW,
    );
    const backfill = new Backfill(live, 'b-3', history);
    await backfill.all(NOW);
    const outcome = await backfill.outcome();
    const kept = new Map([...live.state.items()].map(([key, item]) => [key, encodeItem(item)]));
    expect((await readProgress({ documents: live.documents, run: 'b-3' })).through).toBe(LAST_DAY);
    await backfill.all(NOW);
    expect(await backfill.outcome()).toEqual(outcome);
    const lost = [...kept.keys()].filter((key) => !new Map(live.state.items()).has(key));
    expect(lost).toEqual([]);
  });

  it('tells in its report what a file with a misleading name brings after its day was sealed', async () => {
    const of = (severity: string) => linesOf<{ id: string; severity: string; eventId: string }>(severity);
    const expected = await replayed;
    const loud = of(expected.findings).filter(({ severity }) => severity === 'high' || severity === 'critical');
    // The file that holds the first loud event comes three days after all others.
    const held = history.find(({ records }) => records.some(({ eventID }) => eventID === loud[0]?.eventId));
    const files = history.map((file) => {
      const deliveredAt = parseKey(file.key)?.deliveredAt;
      return file === held && deliveredAt !== undefined ? { ...file, deliveredAt: deliveredAt + 3 * DAY } : file;
    });
    const live = new Live([], catalogue, DEFAULT_CONFIG);
    const backfill = new Backfill(live, 'b-4', files);
    await backfill.all(NOW);
    const { findings, alerts } = await backfill.outcome();
    const ids = (text: string) => new Set(of(text).map(({ id }) => id));
    expect([...ids(expected.findings)].filter((id) => !ids(findings).has(id))).toEqual([]);
    const told = linesOf<{ findingIds: string[] }>(alerts).flatMap(({ findingIds }) => findingIds);
    expect(loud.map(({ id }) => id).filter((id) => !told.includes(id))).toEqual([]);
  });

  it('of months leaves no state waiting and lets go of what it held', async () => {
    const files = [
      ...simulate({ seed: 3, days: 16, eventsPerDay: 60, start: Date.UTC(2026, 0, 5), attacks: 2 }).files(),
    ];
    const live = new Live([], catalogue, DEFAULT_CONFIG);
    const backfill = new Backfill(live, 'b-5', files);
    await backfill.all(NOW + 5 * HOUR);
    const { state: _, ...expected } = await replayOf(files, catalogue, DEFAULT_CONFIG);
    expect(await backfill.outcome()).toEqual(expected);
    expect((await readProgress({ documents: live.documents, run: 'b-5' })).waiting).toEqual([]);
    expect(await live.documents.read('holds')).toBe('{}');
  });
});
