import { agesBefore, type DayBits, isSet, lastBefore } from '../state/day-bits.ts';
import type { Use } from './evidence.ts';
import { ORGANISATION } from './parents.ts';
import type { Context, Subject } from './subject.ts';

/** How a value is used, by the principal and by others: the numbers that a reason quotes. */
export function useOf(value: string, { activity, profile, self, levels, age }: Subject, { parents }: Context): Use {
  const bits = profile?.values.get(value);
  const { day } = activity;
  const peers = levels[0] ?? '';
  return {
    days: bits === undefined ? 0 : daysOf(bits, profile?.active, day),
    activeDays: age,
    first: bits !== undefined && bits.first < day ? bits.first : undefined,
    last: bits === undefined ? undefined : lastBefore(bits, day),
    peers: [parents.users(peers, value, self), parents.members(peers, self)],
    organisation: [parents.users(ORGANISATION, value, self), parents.members(ORGANISATION, self)],
  };
}

/** On how many of the active days that are still told apart: a value may be remembered from before them. */
export function daysOf(bits: DayBits, active: DayBits | undefined, day: number): number {
  return agesBefore(bits, day).filter((age) => isSet(active, day - age)).length;
}
