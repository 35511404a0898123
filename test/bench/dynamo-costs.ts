import { findLogFiles } from '../../shared/adapters/local/log-files.ts';
import { costOf } from '../../shared/live/cost.ts';
import { type Asked, CountingTable } from './table/counting-client.ts';
import { type LiveRun, liveRun } from './table/live-run.ts';

/**
 * What taking a folder of logs in live asks of DynamoDB, S3, SNS and Lambda, and what that costs:
 * `npm run -s bench:table -- FOLDER [FILES a batch] [WORKERS] [SLOW batches]`. One JSON line, then a table by kind of key.
 * Without SLOW batches, whose requests take as long as they are assumed to, there are no Lambda ms.
 */
const [, , folder = 'shared/sample/logs', batch = '20', workers = '1', slow = '40'] = process.argv;
/** Of one vCPU that a function of 512 MB gets. Assumed: arm64 does as much with it as this machine. */
const MEMORY_MB = 512;
const SHARE = MEMORY_MB / 1769;
const DAYS_A_MONTH = 30;
const GB_CALIBRATE = 1024;

const { objects } = findLogFiles([folder], '', new Map());
const options = { batch: Number(batch), workers: Number(workers) };
const memory = await liveRun(objects, { ...options, table: undefined, slow: 0 });
const table = new CountingTable();
const run = await liveRun(objects, { ...options, table, slow: Number(slow) });
const kinds = [...table.counts.byKind].map(([kind, asked]) => ({ kind, ...asked }));

/** The sum of a column over all kinds of key. */
function total(column: keyof Asked): number {
  return kinds.reduce((sum, kind) => sum + kind[column], 0);
}

/** ms that one invocation takes: waiting for its requests, and its work on its share of a processor. */
function msOfBatch({ slow: { batches, ms, cpuMs } }: LiveRun): number {
  return batches === 0 ? 0 : (ms - cpuMs + cpuMs / SHARE) / batches;
}

/** USD in a month of so many events a day, if it goes on as in these files. */
function monthly(eventsADay: number) {
  const times = (eventsADay * DAYS_A_MONTH) / run.events;
  const published = Object.values(run.publishes).reduce((sum, count) => sum + count, 0);
  const {
    total: all,
    table: stored,
    lambda,
    logs,
    queues,
  } = costOf({
    events: run.events * times,
    readUnits: total('readUnits') * times,
    writeUnits: total('writeUnits') * times,
    lambda: [
      { runs: run.batches * times, ms: run.batches * msOfBatch(run) * times, memoryMb: MEMORY_MB },
      { runs: DAYS_A_MONTH * 24, ms: run.cpu.calibrate * times, memoryMb: GB_CALIBRATE },
    ],
    objects: objects.length * times,
    messages: objects.length * times,
    publishes: published * times,
  });
  return { all, stored, lambda, logs, queues };
}

const perFile = (count: number): number => Number((count / objects.length).toFixed(3));
const perThousand = (count: number): number => Number(((count * 1000) / run.events).toFixed(2));
const figures = {
  files: objects.length,
  events: run.events,
  batches: run.batches,
  findings: run.findings,
  publishes: run.publishes,
  perFile: {
    readUnits: perFile(total('readUnits')),
    writeUnits: perFile(total('writeUnits')),
    requests: perFile(table.counts.requests),
    written: perFile(total('writes')),
    refused: perFile(total('conflicts')),
  },
  perThousandEvents: {
    readUnits: perThousand(total('readUnits')),
    writeUnits: perThousand(total('writeUnits')),
    s3Gets: perThousand(objects.length),
    cpuMs: perThousand(run.cpu.takeIn),
    cpuMsInMemory: perThousand(memory.cpu.takeIn),
    lambdaMs: perThousand(run.batches * msOfBatch(run)),
  },
  stored: table.stored,
  monthlyUsd: { '1M events a day': monthly(1e6), '100M events a day': monthly(1e8) },
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

const MOST_KINDS = 25;
const COLUMNS = ['readUnits', 'writeUnits', 'reads', 'writes', 'conflicts', 'largest'] as const;
process.stdout.write(`${'a file; largest: bytes'.padEnd(40)}${COLUMNS.map((name) => name.padStart(12)).join('')}\n`);
const dear = ({ writeUnits, readUnits }: Asked): number => 5 * writeUnits + readUnits;
for (const one of kinds.sort((a, b) => dear(b) - dear(a)).slice(0, MOST_KINDS)) {
  const cells = COLUMNS.map((name) => (name === 'largest' ? one.largest : perFile(one[name])).toString().padStart(12));
  process.stdout.write(`${one.kind.padEnd(40)}${cells.join('')}\n`);
}
