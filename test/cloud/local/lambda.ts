import { randomUUID } from 'node:crypto';
import type { Answer } from './at-work.ts';
import { type Instance, startInstance } from './instance.ts';
import { type Metric, metricsIn } from './metrics.ts';
import { type WaitingLine, waitingLine } from './waiting-line.ts';

interface FunctionOptions {
  readonly name: string;
  /** Folder with `index.mjs`, as it is packaged. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** `index.handler` unless told. */
  readonly handler?: string;
  /** How many processes may run it at once; 1 unless told. */
  readonly concurrency?: number;
  /** ms until an invocation is given up and its process killed; 30 s unless told. */
  readonly timeout?: number;
  /** MB, told to the function; 512 unless told. */
  readonly memory?: number;
}

/** What an invocation came to: a payload or an error. */
export interface Outcome extends Answer {
  readonly requestId: string;
  /** From when a process took it until it answered: what Lambda bills, without the start. */
  readonly ms: number;
}

export interface LocalFunction {
  readonly name: string;
  readonly concurrency: number;
  /** Waits for a free process, or starts one. Never rejects: errors, crashes and timeouts are outcomes. */
  invoke(event: unknown): Promise<Outcome>;
  /** How many processes were started so far: one more after each kill that more work follows. */
  readonly starts: number;
  /** ms that each start took until the handler was loaded. */
  readonly startTimes: readonly number[];
  readonly outcomes: readonly Outcome[];
  /** All metrics so far, in the order of outcomes. */
  metrics(): Metric[];
}

/** Lambda: functions, each with processes of its own. */
export interface LocalLambda {
  deploy(options: FunctionOptions): LocalFunction;
  /** Kills one process by its access key id, as a crash would; resolves when it is gone. */
  kill(instance: string): Promise<void>;
  close(): Promise<void>;
}

interface Job {
  readonly event: unknown;
  resolve(outcome: Outcome): void;
}

interface Pool {
  readonly options: FunctionOptions;
  readonly jobs: WaitingLine<Job>;
  readonly outcomes: Outcome[];
  readonly startTimes: number[];
  /** Processes that run or start. */
  workers: number;
  starts: number;
}

/** `environmentOf` gives what makes a process known as this instance: see `LocalAws.environment`. */
export function startLambda(environmentOf: (instance: string) => Record<string, string>): LocalLambda {
  const running = new Map<string, Instance>();
  const lives = new Set<Promise<void>>();
  let isClosed = false;

  /** One process, from start to end. */
  const live = async (pool: Pool): Promise<void> => {
    const id = `${pool.options.name}.${pool.starts}`;
    pool.starts += 1;
    const began = performance.now();
    const instance = await startInstance(startOf(pool.options, environmentOf(id)));
    running.set(id, instance);
    if (isClosed) await instance.kill();
    await instance.started;
    if (!instance.hasEnded) pool.startTimes.push(performance.now() - began);
    await work(pool, instance);
    const error = await instance.ended;
    running.delete(id);
    // It never came to work: as with Lambda, what it was started for has failed.
    if (error !== undefined) settle(pool, pool.jobs.takeNow(), { error, log: '', ms: 0, requestId: randomUUID() });
  };
  const startMore = (pool: Pool): void => {
    if (isClosed || pool.jobs.length === 0 || pool.workers >= (pool.options.concurrency ?? 1)) return;
    pool.workers += 1;
    const life = live(pool).finally(() => {
      pool.workers -= 1;
      lives.delete(life);
      startMore(pool);
    });
    lives.add(life);
  };
  const kill = async (instance: string): Promise<void> => running.get(instance)?.kill();
  return {
    kill,
    deploy(options) {
      const pool: Pool = { options, jobs: waitingLine(), outcomes: [], startTimes: [], workers: 0, starts: 0 };
      return functionOf(pool, () => startMore(pool));
    },
    async close() {
      isClosed = true;
      await Promise.all([...running.keys()].map(kill));
      await Promise.all(lives);
    },
  };
}

function functionOf(pool: Pool, startMore: () => void): LocalFunction {
  const { outcomes, startTimes, options } = pool;
  return {
    name: options.name,
    concurrency: options.concurrency ?? 1,
    outcomes,
    startTimes,
    get starts() {
      return pool.starts;
    },
    metrics: () => outcomes.flatMap(({ log }) => metricsIn(log)),
    invoke(event) {
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      pool.jobs.put({ event, resolve });
      startMore();
      return promise;
    },
  };
}

async function work(pool: Pool, instance: Instance): Promise<void> {
  while (!instance.hasEnded) {
    const job = await pool.jobs.take(instance.ended);
    if (job === undefined) return;
    settle(pool, job, await invokeIn(instance, job.event, pool.options.timeout ?? 30_000));
  }
}

function settle({ outcomes }: Pool, job: Job | undefined, outcome: Outcome): void {
  if (job === undefined) return;
  outcomes.push(outcome);
  job.resolve(outcome);
}

async function invokeIn(instance: Instance, event: unknown, timeout: number): Promise<Outcome> {
  const id = randomUUID();
  const began = performance.now();
  const errorMessage = `RequestId: ${id} Error: Task timed out after ${(timeout / 1000).toFixed(2)} seconds`;
  const timer = setTimeout(() => void instance.kill({ errorType: 'Sandbox.Timedout', errorMessage }), timeout);
  const answer = await instance.invoke({ id, event, deadline: Date.now() + timeout });
  clearTimeout(timer);
  return { ...answer, requestId: id, ms: performance.now() - began };
}

function startOf(options: FunctionOptions, identity: Record<string, string>) {
  return {
    functionName: options.name,
    folder: options.folder,
    handler: options.handler ?? 'index.handler',
    environment: { ...options.environment, ...identity },
    memory: options.memory ?? 512,
  };
}
