import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, parseTime } from '../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { sampleFiles } from '../../shared/sample/sample.ts';
import { simulate } from '../../shared/simulate/simulate.ts';
import type { LawFile } from '../laws/replays.ts';
import { daysOf, Live, replayOf } from './runs.ts';
import { shuffled } from './shuffled.ts';

const LOUD = new Set(['medium', 'high', 'critical']);

interface Line {
  readonly id: string;
  readonly severity: string;
  readonly detection: string;
  readonly findingIds: readonly string[];
}

function linesOf(ndjson: string): Line[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

interface Delivery {
  readonly key: string;
  readonly time: number;
}

/** When each file comes: some minutes after its last event, some twice, a few much later. */
function deliveries(files: readonly LawFile[], seed: number): Delivery[] {
  const order = shuffled(files, seed);
  const all = order.flatMap(({ key, records }, index): Delivery[] => {
    const last = Math.max(...records.map(({ eventTime }) => parseTime(String(eventTime)) ?? 0));
    const time = last + (index % 97 === 0 ? 2 * HOUR : (2 + (index % 13)) * MINUTE);
    return index % 3 === 0
      ? [
          { key, time },
          { key, time: time + 40 * MINUTE },
        ]
      : [{ key, time }];
  });
  return all.sort((a, b) => a.time - b.time);
}

/** Takes everything in as it comes, a minute's files at a time, with a calibration every hour. */
async function liveOver(files: readonly LawFile[], seed: number): Promise<Live> {
  const live = new Live(files, builtInCatalogue(), DEFAULT_CONFIG);
  const byMinute = Map.groupBy(deliveries(files, seed), ({ time }) => Math.floor(time / (5 * MINUTE)));
  let hour = 0;
  let now = 0;
  for (const [slot, batch] of byMinute) {
    now = (slot + 1) * 5 * MINUTE;
    if (Math.floor(now / HOUR) !== hour) await live.calibrate(now);
    hour = Math.floor(now / HOUR);
    await live.takeIn(
      batch.map(({ key }) => key),
      now,
    );
  }
  for (let tick = 1; tick <= 80; tick += 1) await live.calibrate(now + tick * HOUR);
  return live;
}

describe('files that come as they come', () => {
  it.each([
    ['the sample', sampleFiles().map(({ key, records }): LawFile => ({ key, records }))],
    [
      'a simulated organisation',
      [...simulate({ seed: 7, days: 21, eventsPerDay: 300, start: Date.UTC(2026, 0, 5), attacks: 6 }).files()].map(
        ({ key, records }): LawFile => ({ key, records }),
      ),
    ],
  ])('%s: what is told at once is what is told in the end', async (_name, files) => {
    const live = await liveOver(files, 5);
    const replayed = await replayOf(files, builtInCatalogue(), DEFAULT_CONFIG);
    const outcome = await live.outcome(daysOf(files));
    expect(outcome.findings).toBe(replayed.findings);
    expect(outcome.scores).toBe(replayed.scores);
    expect(outcome.alerts).toBe(replayed.alerts);
    expect(outcome.digest).toBe(replayed.digest);
    expect(outcome.state).toEqual(replayed.state);
    // People were told of all that an alert is made of, of each incident under one id, and of nothing twice.
    const told = live.sent.flatMap((notice) => ('alert' in notice ? [notice] : []));
    expect(new Set(told.map(({ key }) => key)).size).toBe(told.length);
    const known = await live.told();
    expect(known.flatMap(({ parts }) => parts.filter(({ sent }) => !sent))).toEqual([]);
    const findings = new Map(linesOf(outcome.findings).map((finding) => [finding.id, finding]));
    const final = linesOf(outcome.alerts);
    expect(final.length).toBeGreaterThan(5);
    for (const { id, findingIds } of final) {
      const same = known.filter((one) => one.id === id || one.parts.some((part) => findingIds.includes(part.id)));
      const rules = new Set(same.flatMap(({ parts }) => parts.map(({ rule }) => rule)));
      expect(rules.size, id).toBeGreaterThan(0);
      for (const { detection, severity } of findingIds.flatMap((one) => findings.get(one) ?? []))
        if (LOUD.has(severity)) expect(rules).toContain(detection);
    }
    const firsts = told.flatMap(({ kind, id }) => (kind === 'alert' ? [id] : []));
    expect(new Set(firsts).size).toBe(firsts.length);
    expect(firsts.length).toBeLessThanOrEqual(final.length + 1);
  });
});
