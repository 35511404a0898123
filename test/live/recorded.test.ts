import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import type { LawFile } from '../laws/replays.ts';
import { daysOf, Live, replayOf } from './runs.ts';
import { shuffled } from './shuffled.ts';

/** Open data sets of real attacks; a user's checkout has none. */
const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const LONG_AFTER = Date.UTC(2027, 0, 1);

function filesOf(set: string): LawFile[] {
  const names = readdirSync(`${DATA}${set}`, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.json(\.gz)?$/.test(name)).flatMap((key) => fileOf(set, key) ?? []);
}

function fileOf(set: string, key: string): LawFile | undefined {
  const bytes = readFileSync(`${DATA}${set}/${key}`);
  const text = (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const value: unknown = JSON.parse(text);
  const records = Array.isArray(value) ? value : (value as { Records?: unknown }).Records;
  return Array.isArray(records) ? { key, records: records as RawRecord[] } : undefined;
}

function isThere(): boolean {
  try {
    return readdirSync(DATA).length > 0;
  } catch {
    return false;
  }
}

describe.runIf(isThere())('recorded attacks that come in any order', () => {
  it.each([
    ['invictus', 2900],
    ['stratus', 310],
  ])('%s: comes to what a replay comes to', async (set, count) => {
    // A record a file where there are few files: the order of the records themselves can't matter then.
    const whole = filesOf(set);
    const files = whole.flatMap(({ key, records }) =>
      Array.from(
        { length: Math.ceil(records.length / 20) },
        (_, at): LawFile => ({
          key: `${key}#${at}`,
          records: records.slice(at * 20, (at + 1) * 20),
        }),
      ),
    );
    expect(files.reduce((sum, { records }) => sum + records.length, 0)).toBe(count);
    const live = new Live(files, builtInCatalogue(), DEFAULT_CONFIG);
    const keys = files.map(({ key }) => key);
    for (const [at, key] of shuffled([...keys, ...keys.slice(0, keys.length / 3)], 4).entries())
      await live.takeIn([key], LONG_AFTER + at);
    await live.calibrate(LONG_AFTER);
    const replayed = await replayOf(files, builtInCatalogue(), DEFAULT_CONFIG);
    expect(replayed.alerts).not.toBe('');
    expect(await live.outcome(daysOf(files))).toEqual(replayed);
  });
});
