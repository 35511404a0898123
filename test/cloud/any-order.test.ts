import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../shared/config-text.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { LIVE } from '../../shared/live/ports.ts';
import { simulate } from '../../shared/simulate/simulate.ts';
import { SAMPLE_CONFIG } from '../cli/sandbox.ts';
import type { LawFile } from '../laws/replays.ts';
import { daysOf, replayOf } from '../live/runs.ts';
import { outcomeIn } from './kept-state.ts';
import { bundleInto } from './local/bundled.ts';
import { type LocalStack, startStack, TABLE } from './local/stack.ts';

/** Weeks of an organisation, long enough that behaviour alerts too. */
const files = [...simulate({ seed: 7, days: 21, eventsPerDay: 230, start: Date.UTC(2026, 0, 5), attacks: 5 }).files()]
  .slice(0, 2000)
  .map(({ key, records }): LawFile => ({ key, records }));
const days = daysOf(files);

let folder = '';
let stack: LocalStack;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatetrail-order-'));
  await bundleInto(folder);
  stack = await startStack({
    bundles: folder,
    concurrency: 10,
    batchSize: 20,
    functions: ['ingest', 'calibrate', 'notify'],
  });
}, 60_000);
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('2,000 objects in any order, three in ten of them twice, to ten Lambdas', () => {
  it('come to the alerts and the state of a replay', async () => {
    expect(files).toHaveLength(2000);
    const objects = files.map(({ key, records }) => ({ key, body: JSON.stringify({ Records: records }) }));
    const messages = await stack.deliver(objects, { seed: 3, twice: 0.3 });
    expect(messages).toBeGreaterThan(2500);
    await stack.idle();
    const { error } = await stack.tick('calibrate', new Date('2026-03-01T12:00:00Z'));
    expect(error).toBeUndefined();
    await stack.idle();
    const config = parseConfig(readFileSync(SAMPLE_CONFIG, 'utf8'), SAMPLE_CONFIG);
    const replayed = await replayOf(files, builtInCatalogue(), config);
    const outcome = await outcomeIn(stack.aws.clients.dynamodb, TABLE, LIVE, days);
    expect(outcome.findings).toBe(replayed.findings);
    expect(outcome.scores).toBe(replayed.scores);
    expect(outcome.alerts).toBe(replayed.alerts);
    expect(outcome.digest).toBe(replayed.digest);
    expect(outcome.state).toEqual(replayed.state);
    const told = stack.fn('ingest').outcomes.filter(({ error }) => error !== undefined);
    expect(told).toEqual([]);
  }, 280_000);
});
