import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { findLogFiles, LogFileSource } from '../../shared/adapters/local/log-files.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { Gathering } from '../../shared/behaviour/gathering.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { replay } from '../../shared/pipeline/replay.ts';
import { Tally } from '../../shared/pipeline/tally.ts';
import { catalogueOf } from './catalogues.ts';

/** One measured piece of work in a process of its own: `node work.ts floor|replay|unscored|memory FOLDER [all|fifty|sigma]`. Prints one JSON line. */
const [, , what = 'floor', folder = '.', rules = 'all'] = process.argv;
const { objects } = findLogFiles([folder], '', new Map());

/** The floor of spec: bare gunzip (with the size from the trailer, the fastest way Node has) and JSON.parse, nothing else. */
function floor(): number {
  let events = 0;
  for (const { key } of objects) {
    const bytes = readFileSync(key);
    const text = gunzipSync(bytes, { chunkSize: bytes.readUInt32LE(bytes.length - 4) + 1 }).toString('latin1');
    events += (JSON.parse(text) as { Records: unknown[] }).Records.length;
  }
  return events;
}

/** What is alive, MiB: after a full collection, so that it shows what is held and not how lazy the collector is. */
let alive = 0;
function weigh(): void {
  globalThis.gc?.();
  alive = Math.max(alive, process.memoryUsage().heapUsed / 2 ** 20);
}

async function pipeline(): Promise<number> {
  const tally = new Tally();
  const deps = {
    source: new LogFileSource(new Map()),
    state: new MemoryStateStore(),
    catalogue: catalogueOf(rules),
    config: DEFAULT_CONFIG,
    scope: {},
    tally,
    now: Date.now(),
  };
  let files = 0;
  const onObject = (): void => {
    files += 1;
    if (files % 250 === 0) weigh();
  };
  await replay(deps, objects, { onDay: () => {}, onObject: what === 'memory' ? onObject : undefined });
  return tally.records.events;
}

// Whoever is not noted is not scored: the same replay without behaviour.
if (what === 'unscored') Gathering.prototype.note = () => {};

const start = performance.now();
const cpu = process.cpuUsage();
const events = what === 'floor' ? floor() : await pipeline();
const { user, system } = process.cpuUsage(cpu);
const result = {
  what,
  events,
  ms: performance.now() - start,
  cpuMs: (user + system) / 1000,
  peakMiB: process.resourceUsage().maxRSS / 1024,
  aliveMiB: alive,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
