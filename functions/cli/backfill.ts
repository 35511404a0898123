import type { Execution } from '../../shared/adapters/aws/state-machine.ts';
import { counted } from '../../shared/alerts/wording.ts';
import { DAY, isoDay } from '../../shared/cloudtrail/time.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { stableId } from '../../shared/id.ts';
import { readProgress } from '../../shared/live/progress.ts';
import { type Wave, wavesOf } from '../../shared/live/waves.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';
import type { ReplayObject } from '../../shared/pipeline/replay-order.ts';
import { writeReport } from './backfill-report.ts';
import { type CommonOptions, scopeFor } from './options.ts';

export interface BackfillOptions extends Pick<CommonOptions, 'since' | 'until' | 'json'> {
  readonly table: string;
  readonly manifests: string;
  readonly stateMachine: string;
  readonly concurrency: string;
  readonly publish?: boolean;
  readonly wait: boolean;
  readonly out: string;
}

/** What the command works with in AWS. */
export interface BackfillCloud {
  list(
    url: string,
    scope: { readonly since?: number | undefined; readonly until?: number | undefined },
  ): Promise<readonly ReplayObject[]>;
  write(bucket: string, key: string, value: unknown): Promise<void>;
  readonly documents: Documents;
  readonly machine: {
    start(name: string, input: unknown): Promise<Execution>;
    running(prefix: string): Promise<Execution | undefined>;
    describe(arn: string): Promise<Execution>;
  };
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}

/**
 * The `backfill` command: lists, writes a manifest a wave, starts the state machine, follows it and writes the run folder. The same
 * command again takes up what runs or was stopped: waves whose days are sealed are not read again. Gives the exit code.
 */
export async function runBackfill(input: string, options: BackfillOptions, cloud: BackfillCloud): Promise<number> {
  const scope = wholeDays(options);
  const concurrency = concurrencyIn(options.concurrency);
  const run = stableId(
    'b',
    input,
    String(scope.since ?? ''),
    String(scope.until ?? ''),
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
        `${run}: ${counted(files, 'file')} in ${counted(waves.length, 'wave')}, by at most ${concurrency} Lambdas at a time`,
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
function wholeDays(options: BackfillOptions): {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
} {
  const { since, until } = scopeFor(options);
  for (const [flag, time] of [
    ['--since', since],
    ['--until', until],
  ] as const)
    if (time !== undefined && time % DAY !== 0)
      throw new GatetrailError('usage', `${flag}: expected a whole UTC day, such as 2026-11-22`);
  return { since, until };
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
  return waves.filter(({ until = LATE_DAY }) => until > through);
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
    if (through !== undefined && through !== told && through < LATE_DAY) say(`${run}: sealed until ${isoDay(through)}`);
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

/** When the books are closed everything is sealed, for ever. */
const LATE_DAY = 1_000_000;
