import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { sampleFiles } from '../../shared/sample/sample.ts';
import type { LawFile } from '../laws/replays.ts';
import { daysOf, Live, replayOf } from './runs.ts';
import { shuffled } from './shuffled.ts';

const files = sampleFiles().map(({ key, records }): LawFile => ({ key, records }));
const days = daysOf(files);
const LONG_AFTER = Date.UTC(2027, 0, 1);

/** In batches of up to `most`. */
function batches<T>(all: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most));
}

describe('history that comes in any order', () => {
  it.each([1, 2, 3])('comes to what a replay of the same files comes to (order %i)', async (seed) => {
    const live = new Live(files, builtInCatalogue(), DEFAULT_CONFIG);
    const keys = files.map(({ key }) => key);
    const twice = shuffled(keys, seed).slice(0, Math.floor(keys.length * 0.3));
    for (const batch of batches(shuffled([...keys, ...twice], seed + 10), 7)) await live.takeIn(batch, LONG_AFTER);
    expect(live.sent).toEqual([]);
    await live.calibrate(LONG_AFTER);
    const replayed = await replayOf(files, builtInCatalogue(), DEFAULT_CONFIG);
    const outcome = await live.outcome(days);
    expect(outcome.findings).toBe(replayed.findings);
    expect(outcome.scores).toBe(replayed.scores);
    expect(outcome.alerts).toBe(replayed.alerts);
    expect(outcome.digest).toBe(replayed.digest);
    expect(outcome.state).toEqual(replayed.state);
    const told = live.sent.filter(({ kind }) => kind !== 'digest');
    expect(told.map(({ key }) => key)).toEqual(
      replayed.alerts
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `${JSON.parse(line).id}.1`),
    );
  });
});
