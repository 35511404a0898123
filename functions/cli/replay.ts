import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { placesIn } from '../../shared/adapters/local/places.ts';
import { HISTORY_FOLDER, RunFolder, refuseOthers } from '../../shared/adapters/local/run-folder.ts';
import { SqliteStateStore } from '../../shared/adapters/local/sqlite-state-store.ts';
import { stdinAsFile } from '../../shared/adapters/local/stdin.ts';
import { Alerting } from '../../shared/alerts/alerting.ts';
import { findingLine } from '../../shared/alerts/finding-line.ts';
import { scoreLine } from '../../shared/alerts/score-line.ts';
import { summaryKey } from '../../shared/behaviour/learn.ts';
import type { Catalogue } from '../../shared/detections/catalogue.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { compareText } from '../../shared/order.ts';
import type { Deps } from '../../shared/pipeline/ports.ts';
import type { Settled } from '../../shared/pipeline/process-object.ts';
import { look, replay } from '../../shared/pipeline/replay.ts';
import type { ReplayObject } from '../../shared/pipeline/replay-order.ts';
import { Tally } from '../../shared/pipeline/tally.ts';
import type { StateStore } from '../../shared/state/store.ts';
import { findInputs, type Inputs } from './cloud-inputs.ts';
import { Learning } from './learning.ts';
import { type CommonOptions, catalogueFor, configFor, newState, scopeFor } from './options.ts';
import { Progress } from './progress.ts';
import { type Outcome, summaryJson, tallyJson } from './results.ts';
import { printSummary } from './summary.ts';
import { VERSION } from './version.ts';

export interface ReplayOptions extends CommonOptions {
  readonly out: string;
  /** Folder that keeps event history; default: one in `out`. */
  readonly cache?: string;
}

/** The `replay` command: reads, judges, writes the run folder, prints. Gives the exit code. */
export async function runReplay(inputs: readonly string[], options: ReplayOptions): Promise<number> {
  // All that can be wrong with the command is found before the folder of an earlier run is touched.
  const config = configFor(options);
  const { catalogue, skipped } = await catalogueFor(options, config);
  const scope = scopeFor(options);
  let state: StateStore | undefined;
  const stdin = inputs.includes('-') ? await stdinAsFile(process.stdin) : undefined;
  try {
    const places = new Map(stdin === undefined ? [] : [['-', stdin.path]]);
    refuseOthers(options.out);
    const { out, cache = join(out, HISTORY_FOLDER) } = options;
    const { found, source } = await findInputs(inputs, { out, places, scope, cache });
    const publish =
      options.publish === undefined ? undefined : (await import('./publish.ts')).publisher(options.publish);
    state = await newState(options.store);
    const folder = new RunFolder(options.out);
    const started = performance.now();
    const base = {
      source,
      catalogue,
      config,
      scope,
      now: Date.now(),
      places: placesIn(config),
    };
    const outcome = await walk(base, state, options.store, found, folder, heldDays(state));
    outcome.seconds = (performance.now() - started) / 1000;
    finish(outcome, folder, {
      inputs,
      options,
      configHash: hash(config),
      catalogueHash: catalogueHash(catalogue),
      skippedRules: skipped,
    });
    await publish?.(outcome.alerts);
    if (options.json) process.stdout.write(`${JSON.stringify(summaryJson(outcome))}\n`);
    else printSummary(outcome, process.stdout, skipped.length);
    return outcome.tally.complete ? 0 : 3;
  } finally {
    await state?.close();
    stdin?.remove();
  }
}

/** Replays by the files' names; starts over with a look into each when a name has misled, or when a kept store is at stake. */
async function walk(
  base: Omit<Deps, 'tally' | 'state'>,
  first: StateStore,
  store: string,
  found: Inputs['found'],
  folder: RunFolder,
  held: ReadonlySet<number>,
): Promise<Outcome> {
  const kept = store !== 'memory';
  let state = first;
  let objects: readonly ReplayObject[] = kept
    ? await look(base, found.objects)
    : await lookAtUnnamed(base, found.objects);
  for (;;) {
    const outcome = await attempt({ ...base, state, tally: tallyOf(found) }, objects, folder, new Learning(held));
    if (outcome !== undefined) return outcome;
    objects = await look(base, found.objects);
    folder.restart();
    // A store that is kept holds what was learnt so far, and joining it again changes nothing.
    if (!kept) state = await newState(store);
  }
}

/** Days of which a store that is kept has learnt already. */
function heldDays(state: StateStore): ReadonlySet<number> {
  const keys = state instanceof SqliteStateStore ? state.keys(summaryKey('')) : [];
  return new Set(keys.map((key) => Number(key.slice(summaryKey('').length))));
}

/** One walk over the objects; undefined when a name had misled. */
async function attempt(
  deps: Deps,
  objects: readonly ReplayObject[],
  folder: RunFolder,
  learning: Learning,
): Promise<Outcome | undefined> {
  const { tally } = deps;
  const alerting = new Alerting(deps.config, deps.catalogue);
  const progress = new Progress(process.stderr, objects.length, tally);
  const onDay = ({ findings, behaved }: Settled, nextDay: number): void => {
    for (const { finding, suppression } of alerting.day(findings, nextDay, behaved)) {
      if (suppression !== undefined) tally.findings.suppressed += 1;
      folder.finding(findingLine(finding, suppression));
    }
    for (const scored of behaved.scored) folder.score(scoreLine(scored));
    learning.day(nextDay - 1, behaved);
  };
  try {
    const end = await replay(deps, objects, { onDay, onObject: () => progress.tick() });
    if (end === 'late') return undefined;
  } finally {
    progress.end();
  }
  const { alerts, digest } = alerting.end();
  tally.alerts.total = alerts.length;
  tally.alerts.digest = digest.length;
  return { tally, alerts, digest, learning, seconds: 0, out: folder.path };
}

/** A tally that knows already of what could not be looked into. */
function tallyOf({ problems, skips }: Inputs['found']): Tally {
  const tally = new Tally();
  for (const { object, reason } of skips) {
    tally.objects.found += 1;
    tally.skip(object, reason);
  }
  for (const { object, reason } of problems) {
    tally.objects.found += 1;
    tally.objects.failed += 1;
    tally.fail(object, reason);
  }
  return tally;
}

/** Only objects whose name tells no time are looked into before the walk. */
async function lookAtUnnamed(
  base: Pick<Deps, 'source' | 'config'>,
  objects: readonly ReplayObject[],
): Promise<ReplayObject[]> {
  const unnamed = await look(
    base,
    objects.filter(({ deliveredAt }) => deliveredAt === undefined),
  );
  return [...objects.filter(({ deliveredAt }) => deliveredAt !== undefined), ...unnamed];
}

function finish(
  outcome: Outcome,
  folder: RunFolder,
  about: Readonly<Record<'inputs' | 'options' | 'configHash' | 'catalogueHash' | 'skippedRules', unknown>>,
): void {
  const { tally, alerts, digest } = outcome;
  folder.lines('alerts.ndjson', alerts);
  if (digest.length > 0) folder.lines('digest.ndjson', digest);
  folder.json('tally.json', tallyJson(outcome));
  folder.json('run.json', {
    version: VERSION,
    ...about,
    behaviour: outcome.learning.json(),
    balanced: tally.imbalance === '',
  });
  folder.close();
  if (tally.imbalance !== '') throw new GatetrailError('bug', `the tally does not balance: ${tally.imbalance}`);
}

/** What the rules are and say; their code is known by the version, and by the files of --rules. */
function catalogueHash({ detections, sequences }: Catalogue): string {
  return hash([...detections.values(), ...sequences.values()].sort((a, b) => compareText(a.id, b.id)));
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
