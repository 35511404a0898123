import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDocuments } from '../../../shared/adapters/aws/dynamo-documents.ts';
import { DynamoStateStore } from '../../../shared/adapters/aws/dynamo-state-store.ts';
import { LogFileSource } from '../../../shared/adapters/local/log-files.ts';
import { MemoryDocuments } from '../../../shared/adapters/memory/documents.ts';
import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import type { Notice } from '../../../shared/alerts/notice.ts';
import { DAY, HOUR, MINUTE } from '../../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../../shared/config.ts';
import { builtInCatalogue } from '../../../shared/detections/index.ts';
import { calibrate } from '../../../shared/live/calibrate.ts';
import { keptUntil } from '../../../shared/live/keeping.ts';
import { LIVE, type LiveDeps } from '../../../shared/live/ports.ts';
import { takeIn } from '../../../shared/live/take-in.ts';
import type { Documents } from '../../../shared/pipeline/documents.ts';
import type { ReplayObject } from '../../../shared/pipeline/replay-order.ts';
import { SummaryCache } from '../../../shared/pipeline/summary-cache.ts';
import { Tally } from '../../../shared/pipeline/tally.ts';
import type { StateStore } from '../../../shared/state/store.ts';
import type { CountingTable } from './counting-client.ts';

/** As functions/lambda/pipeline.ts has it. */
const REMEMBERED = { items: 20_000, maxAge: 10 * MINUTE };
/** Assumed, ms: one GET of S3, one Publish. */
const S3_GET = 20;
const PUBLISH = 15;
/** Assumed, ms: one request to DynamoDB. */
const TABLE_REQUEST = 5;

export interface LiveOptions {
  /** undefined: state and documents in memory, to see what the code alone takes. */
  readonly table: CountingTable | undefined;
  /** Files an invocation. */
  readonly batch: number;
  /** Invocations at a time, each in a container of its own. */
  readonly workers: number;
  /** How many of the last batches take as long as the requests are assumed to. */
  readonly slow: number;
}

/** What taking in files live came to. */
export interface LiveRun {
  readonly batches: number;
  readonly events: number;
  readonly findings: number;
  /** Messages published, in steps of 64 KB, by kind of notice. */
  readonly publishes: Record<string, number>;
  /** Processor ms of this process. */
  readonly cpu: { takeIn: number; calibrate: number };
  /** Of the slow batches: how many, ms of each with its requests, and of that the processor's. */
  readonly slow: { batches: number; ms: number; cpuMs: number };
}

/** What one container keeps between invocations. */
interface Container {
  readonly state: StateStore;
  readonly documents: Documents;
  summaries: { readonly since: number; readonly cache: SummaryCache };
}

/** Takes in files in the order of their delivery, by the clock of their delivery, and calibrates each hour, as the stack does. */
export async function liveRun(objects: readonly ReplayObject[], options: LiveOptions): Promise<LiveRun> {
  const { table, batch, workers } = options;
  let now = 0;
  const clock = (): number => now;
  const [memoryState, memoryDocuments] = [new MemoryStateStore(), new MemoryDocuments()];
  const containerOf = (remembers: boolean): Container => {
    const name = { client: table?.client as NonNullable<typeof table>['client'], table: 'live', clock };
    return {
      state:
        table === undefined
          ? memoryState
          : new DynamoStateStore({ ...name, remember: remembers ? REMEMBERED : undefined }),
      documents:
        table === undefined ? memoryDocuments : new DynamoDocuments({ ...name, until: (key) => keptUntil(key, now) }),
      summaries: { since: 0, cache: new SummaryCache() },
    };
  };
  const run: LiveRun & { batches: number; events: number; findings: number } = {
    batches: 0,
    events: 0,
    findings: 0,
    publishes: {},
    cpu: { takeIn: 0, calibrate: 0 },
    slow: { batches: 0, ms: 0, cpuMs: 0 },
  };
  const catalogue = builtInCatalogue();
  const files = new LogFileSource(new Map());
  let isSlow = false;
  const source = {
    read: async (ref: { readonly key: string }) => {
      if (isSlow) await pause(S3_GET);
      return files.read(ref);
    },
  };
  const depsOf = ({ state, documents, summaries }: Container): LiveDeps => ({
    source: isSlow ? source : files,
    state,
    documents,
    catalogue,
    config: DEFAULT_CONFIG,
    scope: {},
    tally: new Tally(),
    now,
    summaries: summaries.cache,
    run: LIVE,
    sink: {
      send: async (notice: Notice) => {
        if (isSlow) await pause(PUBLISH);
        run.publishes[notice.kind] = (run.publishes[notice.kind] ?? 0) + 1;
      },
    },
  });
  const hourly = async (): Promise<void> => {
    const from = cpuMs();
    await calibrate({ ...depsOf(containerOf(false)), summaries: new SummaryCache() }, 0);
    run.cpu.calibrate += cpuMs() - from;
  };
  const containers = Array.from({ length: workers }, () => containerOf(true));
  const delivered = [...objects].sort((a, b) => (a.deliveredAt ?? 0) - (b.deliveredAt ?? 0));
  const batches = Array.from({ length: Math.ceil(delivered.length / batch) }, (_, at) =>
    delivered.slice(at * batch, (at + 1) * batch),
  );
  const one = async (container: Container, refs: readonly ReplayObject[]): Promise<void> => {
    if (now - container.summaries.since > REMEMBERED.maxAge)
      container.summaries = { since: now, cache: new SummaryCache() };
    const deps = depsOf(container);
    const { findings } = await takeIn(deps, refs);
    run.findings += findings;
    run.events += deps.tally.records.events;
  };
  let hour = 0;
  for (let at = 0; at < batches.length; at += workers) {
    const together = batches.slice(at, at + workers);
    now = Math.max(now, together.at(-1)?.at(-1)?.deliveredAt ?? 0);
    if (hour !== 0 && Math.floor(now / HOUR) !== hour) await hourly();
    hour = Math.floor(now / HOUR);
    isSlow = batches.length - at <= options.slow;
    if (table !== undefined) table.delay = isSlow ? TABLE_REQUEST : workers > 1 ? 0 : undefined;
    const [from, cpu] = [performance.now(), cpuMs()];
    await Promise.all(together.map((refs, index) => one(containers[index] as Container, refs)));
    const used = cpuMs() - cpu;
    run.batches += together.length;
    run.cpu.takeIn += used;
    if (!isSlow) continue;
    run.slow.batches += together.length;
    run.slow.ms += performance.now() - from;
    run.slow.cpuMs += used;
  }
  if (table !== undefined) table.delay = undefined;
  isSlow = false;
  // The last day ends as well.
  for (let left = 30; left > 0; left -= 1) {
    now += HOUR;
    if (Math.floor((now - 3 * HOUR) / DAY) !== Math.floor((now - 4 * HOUR) / DAY)) await hourly();
  }
  return run;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
