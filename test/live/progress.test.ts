import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, isoTime } from '../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue, detections } from '../../shared/detections/index.ts';
import { calibrate } from '../../shared/live/calibrate.ts';
import type { LiveDeps } from '../../shared/live/ports.ts';
import { readProgress } from '../../shared/live/progress.ts';
import { takeIn } from '../../shared/live/take-in.ts';
import type { LawFile } from '../laws/replays.ts';
import { Live } from './runs.ts';

const catalogue = builtInCatalogue();
const RULE = 'lambda-permission-public';
const [example] = detections.find(({ id }) => id === RULE)?.examples().fires[0]?.records ?? [];
const START = Math.floor(Date.UTC(2026, 10, 2) / DAY);

/** A file with one event that a rule of high severity finds, at noon of a day. */
function fileOf(day: number, name: string): LawFile {
  const eventTime = isoTime((START + day) * DAY + 12 * HOUR);
  return { key: `${day}-${name}`, records: [{ ...example, eventID: `event-${day}-${name}`, eventTime }] };
}

/** Every call of the outside is a step of its own, that others may come before; a worker dies at one of its steps. */
function stepwise(deps: LiveDeps, scheduler: fc.Scheduler, diesAt: number): LiveDeps {
  let steps = 0;
  const step = async <T>(name: string, act: () => T | Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), name);
    steps += 1;
    if (steps >= diesAt) throw new Error('killed');
    return act();
  };
  const { state, documents, sink } = deps;
  return {
    ...deps,
    state: {
      merge: (items) => step('merge', () => state.merge(items)),
      read: (keys) => step('read', () => state.read(keys)),
      ofDay: (kind, day) => step(`ofDay ${kind} ${day - START}`, () => state.ofDay(kind, day)),
      trim: (time) => step('trim', () => state.trim(time)),
      close: () => state.close(),
    },
    documents: {
      read: (key) => step(`read ${key}`, () => documents.read(key)),
      change: (key, change) => step(`change ${key}`, () => documents.change(key, change)),
    },
    sink: { send: (notice) => step('send', () => sink.send(notice)) },
  };
}

/** When a file comes: before, while, or after the days are sealed; and whether its worker dies on the way, to be tried again. */
interface Coming {
  readonly day: number;
  readonly phase: number;
  readonly diesAt: number;
}

const coming: fc.Arbitrary<Coming> = fc.record({
  day: fc.integer({ min: 0, max: 4 }),
  phase: fc.integer({ min: 0, max: 2 }),
  diesAt: fc.oneof({ weight: 3, arbitrary: fc.constant(Number.POSITIVE_INFINITY) }, fc.integer({ min: 1, max: 20 })),
});

/** The ids of events that were found, and of those that people know of: told, or of an incident and a rule that they were told of. */
async function foundIn(live: Live, days: readonly number[]): Promise<{ found: Set<string>; known: Set<string> }> {
  const lines = (await live.archived('findings', days)).split('\n').filter((line) => line !== '');
  const findings = lines.map((line) => JSON.parse(line) as { id: string; eventIds: string[]; detection: string });
  const mine = findings.filter(({ detection }) => detection === RULE);
  const parts = (await live.told()).flatMap((incident) => incident.parts);
  expect(parts.filter(({ sent }) => !sent)).toEqual([]);
  const told = new Set(parts.map(({ id }) => id));
  return {
    found: new Set(mine.flatMap(({ eventIds }) => eventIds)),
    known: new Set(mine.filter(({ id }) => told.has(id)).flatMap(({ eventIds }) => eventIds)),
  };
}

describe('a day with something that waits', () => {
  it('is judged, and told of, whenever its files come and whoever dies', { timeout: 60_000 }, async () => {
    const plan = fc.array(coming, { minLength: 1, maxLength: 6 });
    const calibrations = fc.array(fc.record({ diesAt: fc.integer({ min: 1, max: 90 }), isDrained: fc.boolean() }), {
      maxLength: 2,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        plan,
        calibrations,
        fc.integer({ min: 3, max: 7 }),
        fc.boolean(),
        async (s, files, dying, today, isDoubled) => {
          const all = files.map((file, index) => ({ ...file, ...fileOf(file.day, String(index)) }));
          const live = new Live(all, catalogue, DEFAULT_CONFIG);
          const now = (START + today) * DAY + 4 * HOUR;
          const arrivals = (phase: number) =>
            all
              .filter((file) => file.phase === phase)
              .map(async ({ key, diesAt }) => {
                try {
                  await takeIn(stepwise(live.deps(now), s, diesAt), [{ key }]);
                } catch {
                  await takeIn(stepwise(live.deps(now), s, Number.POSITIVE_INFINITY), [{ key }]);
                }
              });
          await s.waitFor(Promise.all(arrivals(0)));
          // While files come; a second calibration at once is not meant to be, but may.
          const calibrating = async (): Promise<void> => {
            for (const { diesAt, isDrained } of dying)
              await calibrate(stepwise(live.deps(now), s, diesAt), isDrained ? 0 : 5000).catch(() => undefined);
            await calibrate(stepwise(live.deps(now), s, Number.POSITIVE_INFINITY), 0);
          };
          await s.waitFor(Promise.all([calibrating(), ...(isDoubled ? [calibrating()] : []), ...arrivals(1)]));
          await s.waitFor(Promise.all(arrivals(2)));
          for (const later of [0, 1, 10, 11]) await live.calibrate(now + later * DAY);
          const days = [...new Set(all.map(({ day }) => START + day))];
          const { found, known } = await foundIn(live, days);
          const expected = new Set(all.map(({ records }) => String(records[0]?.eventID)));
          expect(found).toEqual(expected);
          // Two calibrations at once may each think that the other tells.
          if (!isDoubled) expect(known).toEqual(expected);
          expect(await readProgress(live.deps(now))).toMatchObject({ waiting: [], late: [] });
        },
      ),
      { numRuns: 150 },
    );
  });
});
