import type { Execution } from '../../shared/adapters/aws/state-machine.ts';
import { counted } from '../../shared/alerts/wording.ts';
import { DAY, isoDay } from '../../shared/cloudtrail/time.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { stableId } from '../../shared/id.ts';
import { LAST_DAY, readProgress } from '../../shared/live/progress.ts';
import { lastOver } from '../../shared/live/seal.ts';
import { type Wave, wavesOf } from '../../shared/live/waves.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';
import type { BackfillCloud, BackfillOptions, BackfillScope as Scope } from './backfill-options.ts';
import { writeReport } from './backfill-report.ts';
import { scopeFor } from './options.ts';

/**
 * The `backfill` command: lists, writes a manifest a wave, starts the state machine, follows it and writes the run folder. The same
 * command again takes up what runs or was stopped: waves whose days are sealed are not read again. Gives the exit code.
 */
export async function runBackfill(input: string, options: BackfillOptions, cloud: BackfillCloud): Promise<number> {
  const asked = wholeDays(options);
  const scope = { ...asked, until: untilLive(asked, cloud.now()) };
  const concurrency = concurrencyIn(options.concurrency);
  const run = stableId(
    'b',
    input,
    String(asked.since ?? ''),
    String(asked.until ?? ''),
    String(options.publish ?? false),
  );
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  let execution = await cloud.machine.running(run);
  const objects = await cloud.list(input, scope);
  if (execution === undefined) {
    const waves = await wavesLeft(run, wavesOf(objects), cloud.documents);
    if (waves.length > 0) {
      const files = waves.reduce((sum, { keys }) => sum + keys.length, 0);
      say(
        `${run}: ${counted(files, 'file')} in ${counted(waves.length, 'wave')}, by at most ${counted(concurrency, 'Lambda')} at a time`,
      );
      execution = await start(
        run,
        waves,
        { scope, concurrency, publish: options.publish === true, bucket: options.manifests },
        cloud,
      );
    } else say(`${run}: every day is sealed already`);
  } else say(`${run}: runs already; following it`);
  if (!options.wait) {
    say('Started. The same command again follows it, and writes the results when it is done.');
    return 0;
  }
  if (execution !== undefined) await follow(run, execution, cloud, say);
  return writeReport({ run, input, objects: objects.length }, options, cloud.documents);
}

/** Days are judged whole, so that history is cut at midnight. */
function wholeDays(options: BackfillOptions): Scope {
  const { since, until } = scopeFor(options);
  for (const [flag, time] of [
    ['--since', since],
    ['--until', until],
  ] as const)
    if (time !== undefined && time % DAY !== 0)
      throw new GatetrailError('usage', `${flag}: expected a whole UTC day, such as 2026-11-22`);
  return { since, until };
}

/** Days that are not over belong to live ingest alone: what is normal must not be learnt from a part of them. */
function untilLive({ since, until }: Scope, now: number): number {
  const over = (lastOver(now) + 1) * DAY;
  if (since !== undefined && since >= over)
    throw new GatetrailError('usage', `--since: expected a day that is over, before ${isoDay(over / DAY)}`);
  return Math.min(until ?? over, over);
}

function concurrencyIn(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 1000)
    throw new GatetrailError('usage', `--concurrency ${text}: expected a number of Lambdas from 1 to 1000`);
  return number;
}

/** Without the waves whose days were sealed when the run was stopped: after each wave its days are. */
async function wavesLeft(run: string, waves: readonly Wave[], documents: Documents): Promise<readonly Wave[]> {
  const { through } = await readProgress({ documents, run });
  if (through === undefined) return waves;
  return waves.filter(({ until = LAST_DAY }) => until > through);
}

interface Input {
  readonly scope: object;
  readonly concurrency: number;
  readonly publish: boolean;
  readonly bucket: string;
}

async function start(
  run: string,
  waves: readonly Wave[],
  input: Input,
  { write, machine, now }: BackfillCloud,
): Promise<Execution> {
  const named = waves.map(({ day, keys, until }) => ({
    key: `${run}/${day ?? 'unknown'}.json`,
    keys,
    until: until ?? null,
  }));
  for (const { key, keys } of named) await write(input.bucket, key, keys);
  const started = Math.floor(now() / 1000);
  return machine.start(`${run}-${started}`, { run, ...input, waves: named.map(({ key, until }) => ({ key, until })) });
}

async function follow(
  run: string,
  { arn }: Execution,
  { machine, documents, pause }: BackfillCloud,
  say: (line: string) => void,
): Promise<void> {
  let told: number | undefined;
  for (;;) {
    const { status, cause } = await machine.describe(arn);
    const { through } = await readProgress({ documents, run });
    if (through !== undefined && through !== told && through < LAST_DAY) say(`${run}: sealed until ${isoDay(through)}`);
    told = through;
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING' && status !== 'PENDING_REDRIVE')
      throw new GatetrailError(
        'transient',
        `${arn} ${status.toLowerCase()}: ${cause ?? 'no reason given'}; the same command again goes on from there`,
      );
    await pause();
  }
}
