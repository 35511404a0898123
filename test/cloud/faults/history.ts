import { DAY, dayOf, parseTime } from '../../../shared/cloudtrail/time.ts';
import { sampleFiles, sampleStories } from '../../../shared/sample/sample.ts';
import type { LawFile } from '../../laws/replays.ts';
import { daysOf } from '../../live/runs.ts';
import type { NewObject } from '../local/stack.ts';

/** A stretch of the log, moved so that its last day is today: what is found then is told at once. */
export interface History {
  readonly files: readonly LawFile[];
  /** As they lie in the bucket. */
  readonly objects: readonly NewObject[];
  /** UTC days of its events, ascending. */
  readonly days: readonly number[];
  /** ms; the last day is today. */
  readonly now: number;
  /** When all of its days are over, and no incident can grow any more. */
  readonly after: Date;
}

const TIMES = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;
const files = sampleFiles().filter(({ records }) => records.length > 0);

/** The files that hold these stories of the sample. */
export function storyFiles(...stories: readonly string[]): History {
  const ids = new Set(sampleStories.flatMap(({ id, eventIds }) => (stories.includes(id) ? eventIds : [])));
  return untilToday(files.filter(({ records }) => records.some(({ eventID }) => ids.has(String(eventID)))));
}

/** The files with events of these days of the sample, 1 to 10. */
export function sampleDays(first: number, last: number): History {
  const start = Date.UTC(2026, 8, 6);
  const isIn = (time: number): boolean => time >= start + first * DAY && time < start + (last + 1) * DAY;
  return untilToday(files.filter(({ records }) => records.every(({ eventTime }) => isIn(timeOf(eventTime)))));
}

/** These files, in days that end today. A day that ends while a test runs is yesterday then, and is told at once as well. */
function untilToday(chosen: readonly LawFile[]): History {
  const now = Date.now();
  const shift = (dayOf(now) - (daysOf(chosen).at(-1) ?? 0)) * DAY;
  const moved = chosen.map(({ key, records }): LawFile => {
    const text = JSON.stringify(records).replace(TIMES, (time) => {
      return new Date(timeOf(time) + shift).toISOString().replace('.000Z', 'Z');
    });
    return { key, records: JSON.parse(text) };
  });
  const days = daysOf(moved);
  return {
    files: moved,
    objects: moved.map(({ key, records }) => ({ key, body: JSON.stringify({ Records: records }) })),
    days,
    now,
    after: new Date(((days.at(-1) ?? 0) + 4) * DAY),
  };
}

function timeOf(value: unknown): number {
  return parseTime(String(value)) ?? Number.NaN;
}
