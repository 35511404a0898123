import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../live/runs.ts';
import type { LocalFunction } from '../local/lambda.ts';
import { type Bench, startBench } from './bench.ts';
import { storyFiles } from './history.ts';
import { idsByPart, keysIn } from './notices.ts';
import type { Trial } from './trial.ts';

/** Deaths of each function, evenly among its calls; what lies between is tried in every-await.test.ts, where a process costs nothing. */
const DEATHS = 10;
const history = storyFiles('leaked-key');

interface End {
  readonly outcome: Outcome;
  readonly keys: readonly string[];
}

let bench: Bench;
let calm: End;
/** SDK calls when nobody dies. */
let calls = { ingest: 0, calibrate: 0 };
beforeAll(async () => {
  bench = await startBench();
  const trial = await bench.trial('calm');
  calm = await through(trial);
  calls = { ingest: trial.calls(trial.ingest), calibrate: trial.calls(trial.calibrate) };
}, 60_000);
afterAll(() => bench?.close());

/** Takes the story in and closes its day; a calibration that dies is ticked again, as the schedule does. */
async function through(trial: Trial): Promise<End> {
  await trial.deliver(history.objects);
  await trial.idle();
  const { error } = await trial.tick(history.after);
  if (error !== undefined) expect((await trial.tick(history.after)).error).toBeUndefined();
  const outcome = await trial.outcome(history.days);
  return { outcome, keys: keysIn(trial.notices) };
}

function deathsOf({ outcomes }: LocalFunction): (string | undefined)[] {
  return outcomes.flatMap(({ error }) => (error === undefined ? [] : [error.errorMessage]));
}

describe('processes of the packaged functions that are killed in the midst of a call', () => {
  it('have something to lose', () => {
    expect(calls.ingest).toBeGreaterThan(40);
    expect(calls.calibrate).toBeGreaterThan(80);
    expect(calm.keys).toHaveLength(2);
  });

  it.concurrent.each(Array.from({ length: DEATHS }, (_, index) => index))(
    'lose and repeat nothing (%i)',
    async (index) => {
      const trial = await bench.trial(`death-${index}`);
      const failure = index % 2 === 0 ? 'kill-before' : 'kill-after';
      const dying = (['ingest', 'calibrate'] as const).map((name) => {
        // Retries of the SDK aside it makes as many calls each time: the last ones are tried too.
        const after = Math.floor((index * (calls[name] - 1)) / (DEATHS - 1));
        bench.cloud.aws.fail({ caller: trial[name].name, failure, after });
        return trial[name];
      });
      const end = await through(trial);
      for (const one of dying) expect(deathsOf(one)).toEqual(['Runtime exited: signal: SIGKILL']);
      expect(end).toEqual(calm);
      expect(trial.notices.length - end.keys.length).toBeLessThanOrEqual(2);
      for (const [part, ids] of idsByPart(trial.notices)) expect([...ids], part).toHaveLength(1);
      expect(await trial.letters()).toEqual([]);
    },
  );
});
