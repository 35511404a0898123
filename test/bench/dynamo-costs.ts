import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import { findLogFiles, LogFileSource } from '../../shared/adapters/local/log-files.ts';
import { DAY } from '../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { processObjects } from '../../shared/pipeline/process-object.ts';
import { replay } from '../../shared/pipeline/replay.ts';
import { inReplayOrder } from '../../shared/pipeline/replay-order.ts';
import { Tally } from '../../shared/pipeline/tally.ts';
import type { StateStore } from '../../shared/state/store.ts';
import { startDynalite } from '../contract/dynalite.ts';

/**
 * What DynamoDB is asked for a folder of logs: `node dynamo-costs.ts replay|live FOLDER [FILES]`. Prints one JSON line. `live` takes
 * the files as ingest does, so many at a time, with its days open; the units are those of a DynamoDB in this process.
 */
const [, , mode = 'replay', folder = 'shared/sample/logs', together = '10'] = process.argv;
/** List prices of on-demand in us-east-1, $ per million units (2026-11). */
const PRICE = { read: 0.125, write: 0.625 };

const { objects } = findLogFiles([folder], '', new Map());
/** How long after its events a day is sealed, and nothing before it may matter any more. */
const SEALED_AFTER = 2 * DAY;
const dynamo = await startDynalite();
const now = Date.now();
const remember = mode === 'live' ? { items: 5000, maxAge: 600_000 } : undefined;
const store = new DynamoStateStore({ client: dynamo.client, table: await dynamo.table(), clock: Date.now, remember });
const merged = new Map<string, { items: number; writes: number }>();
/** The same store, which also counts what is merged and what of it is written by the beginning of the keys; exact while merges come one by one. */
const state: StateStore = {
  merge: async (items) => {
    const before = store.used.writes;
    const view = await store.merge(items);
    const kind = [...new Set([...items.keys()].map((key) => key.split('#')[0] ?? ''))].sort().join('');
    const count = merged.get(kind) ?? { items: 0, writes: 0 };
    merged.set(kind, { items: count.items + items.size, writes: count.writes + store.used.writes - before });
    return view;
  },
  read: (keys) => store.read(keys),
  ofDay: (kind, day) => store.ofDay(kind, day),
  trim: (time) => store.trim(time),
  close: () => store.close(),
};
/** As they were delivered. */
async function live(): Promise<void> {
  const delivered = inReplayOrder(objects);
  for (let at = 0; at < delivered.length; at += batch) {
    await processObjects(deps, delivered.slice(at, at + batch), () => 'open');
    await state.trim((delivered[at]?.deliveredAt ?? 0) - SEALED_AFTER);
  }
}

const tally = new Tally();
const deps = {
  source: new LogFileSource(new Map()),
  state,
  catalogue: builtInCatalogue(),
  config: DEFAULT_CONFIG,
  scope: {},
  tally,
  now,
};
const start = performance.now();
const batch = Number(together);
if (mode === 'live') await live();
else await replay(deps, objects, { onDay: () => {} });
const seconds = (performance.now() - start) / 1000;

const { used } = store;
const { events } = tally.records;
const per = (count: number, of: number): number => Number((count / of).toFixed(2));
const dollars = (used.readUnits * PRICE.read + used.writeUnits * PRICE.write) / 1e6;
process.stdout.write(
  `${JSON.stringify({
    mode,
    files: objects.length,
    events,
    seconds: Number(seconds.toFixed(2)),
    ...used,
    perFile: { reads: per(used.readUnits, objects.length), writes: per(used.writeUnits, objects.length) },
    perThousandEvents: { reads: per(used.readUnits * 1000, events), writes: per(used.writeUnits * 1000, events) },
    dollarsAMillionEvents: per(dollars * 1e6, events),
    findings: tally.findings.total,
    merged: Object.fromEntries(merged),
  })}\n`,
);
await dynamo.close();
