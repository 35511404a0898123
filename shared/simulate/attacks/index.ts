import type { Chance } from '../chance.ts';
import type { Member } from '../member.ts';
import type { Logged } from '../record.ts';
import type { World } from '../world.ts';
import type { Family } from './attack.ts';
import { FOREIGN_FAMILIES } from './foreign.ts';
import { INSIDE_FAMILIES } from './inside.ts';
import { PATIENT_FAMILIES } from './patient.ts';
import { UNKNOWN_FAMILIES } from './unknown.ts';
import { VOLUME_FAMILY } from './volume.ts';

/** An attack and what it left in the log: the label of a simulation. */
export interface Attack {
  readonly id: string;
  /** `A1` to `A14`, `U-inplace`, `U-foreign`. */
  readonly family: string;
  readonly title: string;
  readonly account: string;
  /** Gatetrail's key of the principal. */
  readonly principal: string;
  /** UTC day since 1970 of the act; of those that take days, the last. */
  readonly day: number;
  /** All records of the attack's own, by time. */
  readonly records: readonly Record<string, unknown>[];
  /** How many of them, the first, are preparation. */
  readonly warmup: number;
}

export interface Planted {
  readonly attack: Attack;
  readonly log: readonly Logged[];
}

const number = (family: Family): number => Number(family.id.replace(/\D/g, '') || '99');
export const FAMILIES: readonly Family[] = [
  ...FOREIGN_FAMILIES,
  ...INSIDE_FAMILIES,
  ...PATIENT_FAMILIES,
  ...UNKNOWN_FAMILIES,
  VOLUME_FAMILY,
].sort((a, b) => number(a) - number(b));

/** Whoever is attacked has been there for this long. */
const KNOWN_DAYS = 15;
const TRIES = 80;

/** Attacks of a family, spread over the days of a span; fewer when no day suits. */
export function attacksOf(
  world: World,
  members: readonly Member[],
  family: Family,
  days: readonly number[],
  from: number,
  chance: Chance,
  name: string,
): Planted[] {
  const victims = members.filter((member) => family.victim(member));
  return days.flatMap((wanted, i) => {
    const own = chance.fork(`${family.id}/${i}`);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const day = attempt < TRIES / 2 ? wanted : own.int(from, world.days - 1);
      const found = attempted(world, victims, family, day, own.fork(attempt), `${name}${family.id}-${i + 1}`);
      if (found !== undefined) return [found];
    }
    return [];
  });
}

/** Whether a principal did something on several of the days before: what is hardly ever seen has no usual. */
function isKnown(member: Member, day: number): boolean {
  const before = Array.from({ length: Math.min(day, KNOWN_DAYS) }, (_, i) => day - 1 - i);
  return before.filter((one) => isActive(member, one)).length >= before.length / 6;
}

function isActive(member: Member, day: number): boolean {
  let seen = false;
  const look = (): void => {
    seen = true;
  };
  return member.blocks(day).some((block) => {
    block.run(look);
    return seen;
  });
}

function attempted(
  world: World,
  victims: readonly Member[],
  family: Family,
  day: number,
  chance: Chance,
  id: string,
): Planted | undefined {
  const dormant = family.id === 'A7';
  const there = victims.filter(({ from, until }) => from <= Math.max(0, day - KNOWN_DAYS) && (dormant || day < until));
  if (there.length === 0) return undefined;
  const member = chance.pick(there);
  if (!dormant && member.kind !== 'root' && !isKnown(member, day)) return undefined;
  const deed = family.act({ world, member, day, chance });
  if (deed === undefined) return undefined;
  const log = [...deed.log].sort((a, b) => a.time - b.time);
  const attack: Attack = {
    id,
    family: family.id,
    title: family.title,
    account: deed.member.account.id,
    principal: deed.principal ?? deed.member.key,
    day: world.firstDay + day,
    records: log.map(({ record }) => record),
    warmup: deed.warmup ?? 0,
  };
  return { attack, log };
}
