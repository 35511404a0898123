import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import type { RawRecord } from '../../../shared/cloudtrail/read.ts';
import { dayOf } from '../../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../../shared/config.ts';
import { Catalogue } from '../../../shared/detections/catalogue.ts';
import { observeObject } from '../../../shared/pipeline/observe-object.ts';
import type { Deps } from '../../../shared/pipeline/ports.ts';
import { Tally } from '../../../shared/pipeline/tally.ts';
import { Work } from '../../../shared/pipeline/work.ts';
import { type Attack, type SimulateOptions, simulate } from '../../../shared/simulate/simulate.ts';
import type { ActivityItem } from '../../../shared/state/activity.ts';
import type { TriedAttack, World } from './world.ts';

/** Longer than any file of the simulation is late. */
const LATE = 3;

/** A simulated organisation, read by the pipeline's own first half, with attacks of each family that did not happen. */
export async function simulated(
  options: SimulateOptions,
  perFamily: number,
): Promise<World & { readonly events: number }> {
  const simulation = simulate(options);
  const days = new Map<number, readonly ActivityItem[]>();
  const reader = new Reader();
  const take = (before: number): void => {
    for (const work of reader.work.takeBefore(before)) days.set(work.day, sorted(work.activity.items()));
  };
  for (const { key, records, deliveredAt } of simulation.files()) {
    await reader.read(key, records);
    take(dayOf(deliveredAt) - LATE);
  }
  take(Number.POSITIVE_INFINITY);
  const attacks: TriedAttack[] = [];
  for (const attack of simulation.counterfactual(perFamily)) attacks.push(await tried(attack));
  return { days, attacks, events: reader.tally.records.events };
}

async function tried(attack: Attack): Promise<TriedAttack> {
  const { id, family, principal, records, warmup } = attack;
  const reader = new Reader();
  await reader.read(id, records);
  const act = new Set(records.slice(warmup).map((record) => dayOf(Date.parse(String(record['eventTime'])))));
  const days = reader.work.takeBefore(Number.POSITIVE_INFINITY).flatMap((work) => {
    const activity = work.activity.items().get(principal);
    return activity === undefined ? [] : [{ activity, isAct: act.has(work.day) }];
  });
  return { id, family, principal, days, steps: stepsOf(records.slice(warmup)) };
}

/** When each group of equal actions began. */
function stepsOf(records: readonly Record<string, unknown>[]): number[] {
  const groups = records.filter(({ eventName }, index) => eventName !== records[index - 1]?.['eventName']);
  return groups.map(({ eventTime }) => Date.parse(String(eventTime)));
}

class Reader {
  readonly work = new Work();
  readonly tally = new Tally();
  #content: Uint8Array = new Uint8Array();
  readonly #deps: Deps = {
    source: { read: () => this.#content },
    state: new MemoryStateStore(),
    catalogue: new Catalogue([], []),
    config: DEFAULT_CONFIG,
    scope: {},
    tally: this.tally,
    now: Number.POSITIVE_INFINITY,
  };

  async read(key: string, records: readonly Record<string, unknown>[]): Promise<void> {
    this.#content = Buffer.from(JSON.stringify({ Records: records as readonly RawRecord[] }));
    await observeObject(this.#deps, { key }, this.work);
  }
}

function sorted(items: ReadonlyMap<string, ActivityItem>): ActivityItem[] {
  return [...items.values()].sort((a, b) => (a.who.key < b.who.key ? -1 : 1));
}
