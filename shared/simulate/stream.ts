import { DAY, MINUTE } from './clock.ts';
import { Delivery, type SimulatedFile } from './delivery.ts';
import type { Block, Member } from './member.ts';
import type { Emit, Logged } from './record.ts';
import type { World } from './world.ts';

const STEP = 5 * MINUTE;

/**
 * The organisation's log in order of delivery. A day is planned at once and written out five minutes at a time, so memory
 * holds a day's plan and the records that are not delivered yet.
 */
export function* stream(
  world: World,
  members: readonly Member[],
  attacks: readonly Logged[],
): Generator<SimulatedFile> {
  const { start, days, organization } = world;
  const delivery = new Delivery(world.chance.fork('delivery'), organization, start);
  const end = start + days * DAY;
  // What somebody does past the last midnight is not asked for.
  const emit: Emit = (entry) => {
    if (entry.time < end) delivery.put(entry);
  };
  const planted = Map.groupBy(attacks, ({ time }) => Math.floor((time - start) / DAY));
  for (let day = 0; day < days; day++) {
    const blocks = planOf(members, day, planted.get(day) ?? []);
    let next = 0;
    const midnight = start + day * DAY;
    for (let time = midnight; time < midnight + DAY; time += STEP) {
      for (let block = blocks[next]; block !== undefined && block.start < time + STEP; block = blocks[next]) {
        block.run(emit);
        next++;
      }
      yield* delivery.until(time + STEP);
    }
  }
  yield* delivery.rest();
}

function planOf(members: readonly Member[], day: number, planted: readonly Logged[]): Block[] {
  const own = members.filter(({ from, until }) => from <= day && day < until).flatMap((member) => member.blocks(day));
  const attacks = planted.map((entry): Block => ({ start: entry.time, run: (emit) => emit(entry) }));
  return [...own, ...attacks].sort((a, b) => a.start - b.start);
}
