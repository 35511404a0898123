import type { Chance } from '../chance.ts';
import { DAY, HOUR, SECOND } from '../clock.ts';
import type { Actor, Place } from '../identity.ts';
import type { Member, Seat } from '../member.ts';
import { type Call, type Logged, logged } from '../record.ts';
import type { Scene } from '../request.ts';
import type { World } from '../world.ts';

/** What is done to whom, before it has an id. */
export interface Deed {
  readonly member: Member;
  readonly log: readonly Logged[];
  /** Of its records, how many only make the rest look usual. */
  readonly warmup?: number;
  /** Gatetrail's key of the principal, where it is not the member's. */
  readonly principal?: string;
}

/** An attack on a day, whose victims are of the right kind; undefined when that day does not suit it. */
export interface Family {
  readonly id: string;
  readonly title: string;
  victim(member: Member): boolean;
  act(raid: Raid): Deed | undefined;
}

export interface Raid {
  readonly world: World;
  readonly member: Member;
  readonly day: number;
  readonly chance: Chance;
}

/** Credentials and when to use them: at a seat in somebody's place, or anywhere else with what was stolen there. */
export interface Foothold {
  readonly actor: Actor;
  readonly region: string;
  readonly start: number;
}

/** With the victim's own session, network and client. */
export function inPlace({ world, member, day, chance }: Raid): Foothold | undefined {
  const seat = member.seat(day);
  if (seat === undefined) return undefined;
  const start = Math.min(seat.from + chance.next() * Math.max(0, seat.to - seat.from), endOf(world, day) - HOUR);
  return { actor: seat.actor, region: seat.region, start };
}

/** With the victim's credentials, from elsewhere, within the hours they live. */
export function abroad(
  raid: Raid,
  agent: string,
  ip = raid.world.networks.attacker(raid.chance),
): Foothold | undefined {
  const seat = raid.member.seat(raid.day);
  if (seat === undefined) return undefined;
  const start = Math.min(seat.from + raid.chance.between(0, 5) * HOUR, endOf(raid.world, raid.day) - 2 * HOUR);
  return { actor: elsewhere(seat, { ip, agent }), region: seat.region, start };
}

const endOf = ({ start }: World, day: number): number => start + (day + 1) * DAY;

function elsewhere({ actor }: Pick<Seat, 'actor'>, place: Place): Actor {
  const { account, arn, identity } = actor;
  return { account, arn, identity, ...place };
}

export const sceneOf = ({ member, chance }: Raid, { actor, region, start }: Foothold): Scene => ({
  chance,
  account: member.account,
  region,
  time: start,
  caller: actor.arn,
});

/** Calls of one actor, one after the other, `gap` seconds apart at most. */
export function inOrder(
  chance: Chance,
  { actor, region, start }: Foothold,
  calls: readonly Call[],
  gap = 60,
): Logged[] {
  let time = start;
  return calls.map((call) => {
    const entry = logged(chance, actor, time, region, call);
    time += chance.int(2, gap) * SECOND;
    return entry;
  });
}
