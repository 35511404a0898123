import { type Attack, attacksOf, FAMILIES, type Planted } from './attacks/index.ts';
import type { Chance } from './chance.ts';
import type { SimulatedFile } from './delivery.ts';
import { membersOf } from './members/index.ts';
import { stream } from './stream.ts';
import { makeWorld, type World } from './world.ts';

export type { Attack } from './attacks/index.ts';
export type { SimulatedFile } from './delivery.ts';

export interface SimulateOptions {
  readonly seed: number;
  readonly days: number;
  /** About this many, on average over weekdays and weekends. */
  readonly eventsPerDay: number;
  /** Milliseconds since the epoch, midnight UTC. */
  readonly start: number;
  /** Scales all that is irregular: 1 an ordinary organisation, 3 a restless one. */
  readonly noise?: number;
  /** Written into the stream, spread over the families and the days from `attackFrom` on. */
  readonly attacks?: number;
  /** Index of a day, half of the days unless said. */
  readonly attackFrom?: number;
}

export interface Simulation {
  /** Those in the stream, by day. */
  readonly attacks: readonly Attack[];
  readonly days: number;
  readonly start: number;
  /** Everybody there ever is: how many principals work here. */
  readonly principals: number;
  /** The log in order of delivery. May be asked for again, and gives the same. */
  files(): Generator<SimulatedFile>;
  /** Further attacks on the same organisation, of each family, which are not in the stream and know nothing of each other. */
  counterfactual(perFamily: number): readonly Attack[];
}

/** A labelled organisation: the same options give the same bytes. */
export function simulate(options: SimulateOptions): Simulation {
  const { seed, days, eventsPerDay, start, noise = 1, attacks = 0 } = options;
  const world = makeWorld({ seed, days, eventsPerDay, start, noise });
  const members = membersOf(world);
  const from = options.attackFrom ?? Math.floor(days / 2);
  const planted = plant(world, attacks, from, (family, at, chance) =>
    attacksOf(world, members, family, at, from, chance, ''),
  );
  const log = planted.flatMap((one) => one.log);
  return {
    attacks: planted.map(({ attack }) => attack),
    days,
    start,
    principals: new Set(members.map(({ key }) => key)).size,
    files: () => stream(world, members, log),
    counterfactual: (perFamily) => {
      const chance = world.chance.fork('counterfactual');
      return FAMILIES.flatMap((family) =>
        attacksOf(
          world,
          members,
          family,
          spread(perFamily, from, days, chance.fork(family.id)),
          from,
          chance,
          'c-',
        ).map(({ attack }) => attack),
      );
    },
  };
}

type Plant = (family: (typeof FAMILIES)[number], days: readonly number[], chance: Chance) => Planted[];

/** The families by turns, in an order of the seed's own. */
function plant({ chance, days }: World, attacks: number, from: number, attack: Plant): Planted[] {
  const own = chance.fork('attacks');
  const order = own.some(FAMILIES, FAMILIES.length);
  const at = spread(attacks, from, days, own);
  const found = order.flatMap((family, turn) => {
    const mine = at.filter((_, i) => i % order.length === turn);
    return mine.length === 0 ? [] : attack(family, mine, own);
  });
  return found.sort((a, b) => a.attack.day - b.attack.day);
}

/** `count` days of a span in a random order, evenly far apart. */
function spread(count: number, from: number, days: number, chance: Chance): number[] {
  const span = Math.max(1, days - from);
  const even = Array.from({ length: count }, (_, i) =>
    Math.min(days - 1, from + Math.floor(((i + chance.next()) * span) / count)),
  );
  return chance.some(even, count);
}
