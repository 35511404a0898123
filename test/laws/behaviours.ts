import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { Alerting } from '../../shared/alerts/alerting.ts';
import { scoreLine } from '../../shared/alerts/score-line.ts';
import type { Scored } from '../../shared/behaviour/score.ts';
import type { Thresholds } from '../../shared/behaviour/thresholds.ts';
import { DAY } from '../../shared/cloudtrail/time.ts';
import type { Catalogue } from '../../shared/detections/catalogue.ts';
import type { DayWork } from '../../shared/pipeline/day-work.ts';
import { observeObject } from '../../shared/pipeline/observe-object.ts';
import type { Deps } from '../../shared/pipeline/ports.ts';
import { type Settled, settle } from '../../shared/pipeline/process-object.ts';
import { look, replay } from '../../shared/pipeline/replay.ts';
import { Work } from '../../shared/pipeline/work.ts';
import { encodeItem } from '../../shared/state/encode.ts';
import { contentOf, depsFor, type LawFile, ndjson } from './replays.ts';

/** What a replay comes to for behaviour, as texts that can be compared. */
export interface Outcome {
  /** By day and principal. */
  readonly scores: readonly string[];
  readonly thresholds: readonly string[];
  readonly alerts: string;
  readonly digest: string;
  /** Profiles, parents and summaries, encoded, by key. */
  readonly state: readonly string[];
  readonly scored: readonly Scored[];
  readonly limits: ReadonlyMap<number, Thresholds>;
}

/** Of days in their order, one for each worker, to what they come to. */
class Gathered {
  readonly #alerting: Alerting;
  readonly #scored = new Map<string, Scored>();
  readonly #limits = new Map<number, Thresholds>();

  constructor({ config, catalogue }: Deps) {
    this.#alerting = new Alerting(config, catalogue);
  }

  day(parts: readonly Settled[], nextDay: number): void {
    const findings = new Map(parts.flatMap((part) => part.findings).map((one) => [one.id, one]));
    const crossings = new Map(parts.flatMap(({ behaved }) => behaved.crossings).map((one) => [one.id, one]));
    const [{ behaved } = { behaved: undefined }] = parts.filter(({ behaved: { scored } }) => scored.length > 0);
    for (const one of parts.flatMap((part) => part.behaved.scored))
      this.#scored.set(`${one.subject.activity.day} ${one.subject.activity.who.key}`, one);
    if (behaved !== undefined) this.#limits.set(nextDay - 1, behaved.thresholds);
    this.#alerting.day([...findings.values()], nextDay, {
      crossings: [...crossings.values()],
      budget: behaved?.budget ?? 1,
    });
  }

  outcome(store: MemoryStateStore): Outcome {
    const { alerts, digest } = this.#alerting.end();
    const scored = [...this.#scored].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    return {
      scores: scored.map((one) => JSON.stringify(scoreLine(one))),
      thresholds: [...this.#limits].map(([day, limits]) => JSON.stringify([day, limits])),
      alerts: ndjson(alerts),
      digest: ndjson(digest),
      state: stateOf(store),
      scored,
      limits: this.#limits,
    };
  }
}

function stateOf(store: MemoryStateStore): string[] {
  const learnt = [...store.items()].filter(([key]) => /^[PLS]#/.test(key));
  return learnt.map(([key, item]) => `${key} ${encodeItem(item)}`).sort();
}

/** As the command replays, into a store that may hold something already. */
export async function behaviourOf(
  files: readonly LawFile[],
  catalogue: Catalogue,
  store = new MemoryStateStore(),
): Promise<Outcome> {
  const deps = depsFor(contentOf(files), catalogue, store);
  const gathered = new Gathered(deps);
  const objects = await look(
    deps,
    files.map(({ key }) => ({ key })),
  );
  await replay(deps, objects, { onDay: (day, nextDay) => gathered.day([day], nextDay) });
  return gathered.outcome(store);
}

/** The same by several workers with one store: each reads its part of the files, and a day is sealed when all have told of it. */
export async function behaviourOfWorkers(
  files: readonly LawFile[],
  catalogue: Catalogue,
  count: number,
): Promise<Outcome> {
  const store = new MemoryStateStore();
  const deps = depsFor(contentOf(files), catalogue, store);
  const gathered = new Gathered(deps);
  const byDay = new Map<number, DayWork[]>();
  for (let worker = 0; worker < count; worker += 1) {
    const work = new Work();
    for (const { key } of files.filter((_file, index) => index % count === worker))
      await observeObject(deps, { key }, work);
    for (const day of work.takeBefore(Number.POSITIVE_INFINITY))
      byDay.set(day.day, [...(byDay.get(day.day) ?? []), day]);
  }
  for (const [day, works] of [...byDay].sort(([a], [b]) => a - b)) {
    for (const work of works) await settle(deps, work, 'open');
    const sealed: Settled[] = [];
    for (const work of works) sealed.push(await settle(deps, work, 'sealed'));
    gathered.day(sealed, day + 1);
    await store.trim((day + 1) * DAY);
  }
  return gathered.outcome(store);
}
