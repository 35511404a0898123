import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failure } from '../local/faults.ts';
import { type Bench, startBench } from './bench.ts';
import { sampleDays, storyFiles } from './history.ts';
import { idsByPart, keysIn } from './notices.ts';
import { expectWhole, replayOfSample } from './replayed.ts';
import type { Trial } from './trial.ts';

/** Calls that are looked at for faults; a trial makes fewer. */
const MANY = 4000;
/** ms */
const PATIENCE = { timeout: 30_000 };
const FOREVER = Number.POSITIVE_INFINITY;
/** What people are not to wait for while a service is down: SQS tells of the same message again at once here. */
const DOWN = { status: 500, code: 'InternalFailure' };

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
}, 60_000);
afterAll(() => bench?.close());

/** Every `nth` call of an operation fails, for ingest and calibrate of a trial. Gives how many did. */
function failEvery(nth: number, trial: Trial, operation: string, failure: Failure): () => number {
  const armed = [trial.ingest, trial.calibrate].flatMap(({ name: caller }) =>
    Array.from({ length: MANY / nth }, (_, index) =>
      bench.cloud.aws.fail({ caller, operation, failure, after: (index + 1) * nth - 1 - index }),
    ),
  );
  return () => armed.reduce((sum, { hits }) => sum + hits, 0);
}

/** Nobody was told of one thing as two, and of nothing twice but under the same key. */
function expectOneId({ notices }: Trial): void {
  for (const [part, ids] of idsByPart(notices)) expect([...ids], part).toHaveLength(1);
}

describe('services that fail now and then', () => {
  const history = sampleDays(6, 6);
  it.concurrent.each<[string, string, Failure, number]>([
    ['throttling', 'dynamodb:*', 'throttle', 50],
    ['errors of the server', 'dynamodb:*', 'server-error', 9],
    ['connections that are cut', 'dynamodb:*', 'reset', 8],
    ['answers that are lost', 'dynamodb:*', 'lost', 15],
    ['keys that are not processed', 'dynamodb:BatchGetItem', 'unprocessed', 2],
    ['reading that fails', 's3:GetObject', 'server-error', 3],
  ])('%s: no difference in the end', async (name, operation, failure, nth) => {
    const trial = await bench.trial(name.replaceAll(' ', '-'));
    const hits = failEvery(nth, trial, operation, failure);
    await trial.deliver(history.objects);
    await trial.idle();
    expect(await trial.letters()).toEqual([]);
    await expectWhole(trial, history);
    expect(hits()).toBeGreaterThan(5);
  });

  it.concurrent('answers of SNS that are lost: the same notice comes again, as the same', async () => {
    const trial = await bench.trial('lost-publish');
    const hits = failEvery(2, trial, 'sns:Publish', 'lost');
    await trial.deliver(history.objects);
    await trial.idle();
    expect((await trial.tick(history.after)).error).toBeUndefined();
    expect(hits()).toBeGreaterThan(0);
    expect(trial.notices.length).toBeGreaterThan(keysIn(trial.notices).length);
    expectOneId(trial);
  });
});

describe('SNS is down', () => {
  const history = storyFiles('leaked-key');
  const calmKeys = async (): Promise<string[]> => {
    const trial = await bench.trial('calm');
    await trial.deliver(history.objects);
    await trial.idle();
    await trial.tick(history.after);
    return keysIn(trial.notices);
  };

  it.concurrent('for some tries: the alert comes after', async () => {
    const trial = await bench.trial('down-briefly');
    const down = bench.cloud.aws.fail({
      caller: trial.ingest.name,
      operation: 'sns:Publish',
      failure: DOWN,
      times: FOREVER,
    });
    await trial.deliver(history.objects);
    await expect.poll(() => trial.ingest.outcomes.length, PATIENCE).toBeGreaterThan(0);
    expect(trial.notices).toEqual([]);
    down.lift();
    await trial.idle();
    expect((await trial.tick(history.after)).error).toBeUndefined();
    expect(keysIn(trial.notices)).toEqual(await calmKeys());
    expect(trial.notices).toHaveLength(keysIn(trial.notices).length);
  });

  it.concurrent('until messages are dead letters: a redrive sends what was not sent', async () => {
    const trial = await bench.trial('down');
    const down = bench.cloud.aws.fail({
      caller: trial.ingest.name,
      operation: 'sns:Publish',
      failure: DOWN,
      times: FOREVER,
    });
    await trial.deliver(history.objects);
    await trial.idle();
    const letters = await bench.cloud.deadLetters(trial.queue);
    expect(letters.length).toBeGreaterThan(0);
    for (const { MessageAttributes } of letters)
      expect(MessageAttributes?.['reason']?.StringValue).toContain('InternalFailure');
    expect(trial.notices).toEqual([]);
    down.lift();
    expect(await bench.cloud.redrive(trial.queue)).toBe(letters.length);
    await trial.idle();
    expect(await bench.cloud.deadLetters(trial.queue)).toEqual([]);
    expect(trial.notices).toHaveLength(1);
  });

  it.concurrent('when a day is closed: the next calibration tells what this one could not', async () => {
    const trial = await bench.trial('down-at-night');
    const down = bench.cloud.aws.fail({
      operation: 'sns:Publish',
      resource: /:down-at-night$/,
      failure: DOWN,
      times: FOREVER,
    });
    await trial.deliver(history.objects);
    await trial.idle();
    expect((await trial.tick(history.after)).error?.errorMessage).toContain('InternalFailure');
    expect(trial.notices).toEqual([]);
    down.lift();
    expect((await trial.tick(history.after)).error).toBeUndefined();
    expect(trial.notices.map(({ kind }) => kind).sort()).toEqual(['alert', 'digest']);
    expect(await trial.outcome(history.days)).toEqual(await replayOfSample(history));
  });
});
