import type { Chance } from '../chance.ts';
import type { Line } from '../networks.ts';
import type { World } from '../world.ts';

/** Days on which somebody is elsewhere: with another network, or not at work at all. */
interface Episode {
  readonly from: number;
  readonly to: number;
  readonly line?: Line;
}

/** What happens to a person over the whole time, known from the start so that any day can be asked for by itself. */
export interface Life {
  /** The other network of a day, if they travel. */
  away(day: number): Line | undefined;
  onLeave(day: number): boolean;
}

export function lifeOf(world: World, chance: Chance): Life {
  const { habits, networks, noise, days } = world;
  const trips = episodes(chance.fork('trips'), days, habits.travel * noise, [1, 4], (own) => networks.away(own));
  const leave = episodes(chance.fork('leave'), days, 0.012, [2, 10]);
  const on = (list: readonly Episode[], day: number) => list.find(({ from, to }) => from <= day && day < to);
  return { away: (day) => on(trips, day)?.line, onLeave: (day) => on(leave, day) !== undefined };
}

function episodes(
  chance: Chance,
  days: number,
  perDay: number,
  length: readonly [number, number],
  line?: (chance: Chance) => Line,
): Episode[] {
  const found: Episode[] = [];
  for (let day = 0; day < days; day++) {
    if (!chance.is(perDay)) continue;
    const to = day + chance.int(length[0], length[1]);
    found.push(line === undefined ? { from: day, to } : { from: day, to, line: line(chance) });
    day = to;
  }
  return found;
}
