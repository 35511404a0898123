import { translate } from '../access-log/record.ts';
import { readObject } from '../cloudtrail/read.ts';
import { hasHeader } from '../cloudtrail/record.ts';
import { DAY, dayOf, isPlausible, parseTime } from '../cloudtrail/time.ts';
import { limitsOf, observeObject } from './observe-object.ts';
import type { Deps } from './ports.ts';
import { type Settled, settle } from './process-object.ts';
import { firstDay, inReplayOrder, type ReplayObject } from './replay-order.ts';
import { SummaryCache } from './summary-cache.ts';
import { Work } from './work.ts';

/** What a replay tells while it runs. */
export interface ReplayEvents {
  /** A day is complete: its findings and scores. `nextDay`: nothing before it can come any more. */
  readonly onDay: (day: Settled, nextDay: number) => void | Promise<void>;
  readonly onObject?: ((object: ReplayObject) => void) | undefined;
}

/**
 * Walks the objects' days oldest first: a day is judged when no object that is left can hold more of it. Memory holds the
 * state and the days in between, never the history. Returns `late` when an object held events of a day that was judged
 * already (its name had told otherwise): the caller then starts anew with `look`.
 */
export async function replay(
  given: Deps,
  objects: readonly ReplayObject[],
  events: ReplayEvents,
): Promise<'done' | 'late'> {
  const deps = { ...given, summaries: new SummaryCache() };
  const work = new Work();
  let judgedBefore = Number.NEGATIVE_INFINITY;
  for (const object of inReplayOrder(objects)) {
    const day = firstDay(object);
    if (day !== undefined && day > judgedBefore) {
      await judgeDays(deps, work, day, events);
      judgedBefore = day;
    }
    const { earliestDay } = await observeObject(deps, object, work);
    if (earliestDay !== undefined && earliestDay < judgedBefore) return 'late';
    events.onObject?.(object);
  }
  await judgeDays(deps, work, Number.POSITIVE_INFINITY, events);
  return 'done';
}

async function judgeDays(deps: Deps, work: Work, before: number, events: ReplayEvents): Promise<void> {
  for (const day of work.takeBefore(before)) {
    const nextDay = day.day + 1;
    await events.onDay(await settle(deps, day, isCut(day.day, deps.scope) ? 'cut' : 'sealed'), nextDay);
    // An event from the future must not make the past forgotten.
    if (isPlausible(day.day * DAY, deps.now)) await deps.state.trim(nextDay * DAY);
  }
}

/** Whether --since or --until leaves only a part of the day: what is not whole is judged, but not learnt. */
function isCut(day: number, { since, until }: Deps['scope']): boolean {
  return [since, until].some((time) => time !== undefined && time % DAY !== 0 && dayOf(time) === day);
}

/** A first look: the objects whose earliest event is not known get it from their content. Objects that can't be read keep none. */
export async function look(
  deps: Pick<Deps, 'source' | 'config'>,
  objects: readonly ReplayObject[],
): Promise<ReplayObject[]> {
  const looked: ReplayObject[] = [];
  for (const object of objects)
    looked.push({ ...object, earliest: object.earliest ?? (await earliestIn(deps, object)) });
  return looked;
}

async function earliestIn({ source, config }: Pick<Deps, 'source' | 'config'>, object: ReplayObject): Promise<number> {
  let earliest = Number.POSITIVE_INFINITY;
  const record = (raw: Record<string, unknown>): void => {
    const time = hasHeader(raw) ? parseTime(raw.eventTime) : undefined;
    if (time !== undefined && time < earliest) earliest = time;
  };
  try {
    await readObject(await source.read(object), { record, translate, rejected: () => {} }, limitsOf(config));
  } catch {
    // The walk reads it again, and there the failure is counted and named.
  }
  // An object without events belongs nowhere in time; the walk meets it first.
  return Number.isFinite(earliest) ? earliest : 0;
}
