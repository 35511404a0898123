import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../../shared/config.ts';
import { builtInCatalogue } from '../../../shared/detections/index.ts';
import { calibrate } from '../../../shared/live/calibrate.ts';
import type { LiveDeps } from '../../../shared/live/ports.ts';
import { takeIn } from '../../../shared/live/take-in.ts';
import type { Outcome } from '../../live/runs.ts';
import { Live } from '../../live/runs.ts';
import { type History, storyFiles } from './history.ts';
import { mortal } from './mortal.ts';
import { alertsIn, idsByPart, keysIn } from './notices.ts';

/** One invocation: of `ingest` with these files, or of `calibrate`. */
interface Step {
  readonly now: number;
  readonly do: (deps: LiveDeps) => Promise<unknown>;
}
interface End {
  readonly outcome: Outcome;
  readonly keys: readonly string[];
  /** Incidents that people were told of. */
  readonly ids: readonly string[];
  readonly sent: number;
}
/** At which await of which step the process dies. */
interface Death {
  readonly step: number;
  readonly at: number;
  readonly when: 'before' | 'after';
  /** The step is done again at once, or after the others that are no calibration: as a message that comes again. */
  readonly again?: 'later';
}

const catalogue = builtInCatalogue();

function take({ files, now }: History, pick: (index: number) => boolean = () => true): Step {
  const refs = files.filter((_, index) => pick(index)).map(({ key }) => ({ key }));
  return { now, do: (deps) => takeIn(deps, refs) };
}

function close({ after }: History, hours = 0): Step {
  return { now: after.getTime() + hours * HOUR, do: (deps) => calibrate(deps, 0) };
}

/** Goes through the steps; what dies is done again, as a queue and a schedule do. undefined: it came past that await. */
async function run({ files, days }: History, steps: readonly Step[], death?: Death): Promise<End | undefined> {
  const live = new Live(files, catalogue, DEFAULT_CONFIG);
  const line = [...steps];
  for (let index = 0; index < line.length; index += 1) {
    const step = line[index] as Step;
    if (death?.step === index) {
      const process = mortal(live.deps(step.now), death.at, death.when);
      await step.do(process.deps).catch(() => undefined);
      if (!process.isDead) return undefined;
      if (death.again === 'later' && index < steps.length - 2) {
        line.splice(steps.length - 1, 0, step);
        continue;
      }
    }
    await step.do(live.deps(step.now));
  }
  // Whoever was told of something was told of it as one incident.
  for (const [part, ids] of idsByPart(live.sent)) expect([...ids], part).toHaveLength(1);
  const ids = [...new Set(alertsIn(live.sent).map(({ id }) => id))];
  return { outcome: await live.outcome(days), keys: keysIn(live.sent), ids, sent: live.sent.length };
}

/** Every await of every step, one after the other. Gives how many there were. */
async function killEverywhere(
  history: History,
  steps: readonly Step[],
  how: Pick<Death, 'when' | 'again'>,
): Promise<number> {
  const calm = await run(history, steps);
  if (calm === undefined) throw new Error('nobody was to die');
  expect(new Set(calm.keys).size).toBe(calm.sent);
  let points = 0;
  for (const step of steps.keys())
    for (let at = 1; ; at += 1) {
      const end = await run(history, steps, { step, at, ...how });
      if (end === undefined) break;
      points += 1;
      const where = `step ${step}, await ${at}`;
      expect(end.outcome, where).toEqual(calm.outcome);
      // Of what comes in another order something else may be told first.
      if (how.again === undefined) expect(end.keys, where).toEqual(calm.keys);
      expect(end.ids, where).toHaveLength(calm.ids.length);
      expect(end.sent - end.keys.length, where).toBeLessThanOrEqual(1);
    }
  return points;
}

describe('a process that is killed at any of its awaits', () => {
  it.each([
    ['leaked-key', 'before', 100],
    ['leaked-key', 'after', 100],
    ['opened-api', 'after', 100],
    ['narrowed-trail', 'before', 50],
  ] as const)('%s, all files at once, %s each await', async (story, when, least) => {
    const history = storyFiles(story);
    expect(await killEverywhere(history, [take(history), close(history)], { when })).toBeGreaterThan(least);
  });

  it.each([
    ['at once', { when: 'before' }],
    ['after the others', { when: 'after', again: 'later' }],
  ] as const)('a file at a time, which comes again %s', async (_again, how) => {
    const history = storyFiles('backdoor-role');
    const steps = [...history.files.keys()].map((index) => take(history, (one) => one === index));
    expect(await killEverywhere(history, [...steps, close(history)], how)).toBeGreaterThan(150);
  });

  it('a file that comes after its day was sealed', async () => {
    const history = storyFiles('leaked-key');
    const steps = [
      take(history, (index) => index !== 1),
      close(history),
      { ...take(history, (index) => index === 1), now: history.after.getTime() },
      close(history, 1),
    ];
    expect(await killEverywhere(history, steps, { when: 'after' })).toBeGreaterThan(200);
  });

  it('two days that are closed in one go', async () => {
    const history = storyFiles('opened-api', 'forged-issuer');
    expect(history.days).toHaveLength(2);
    const steps = [take(history), close(history)];
    expect(await killEverywhere(history, steps, { when: 'before' })).toBeGreaterThan(250);
  });
});
