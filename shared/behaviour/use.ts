import { agesBefore, lastBefore } from '../state/day-bits.ts';
import type { Use } from './evidence.ts';
import { ORGANISATION } from './parents.ts';
import type { Context, Subject } from './subject.ts';

/** How a value is used, by the principal and by others: the numbers that a reason quotes. */
export function useOf(value: string, { activity, profile, self, levels, age }: Subject, { parents }: Context): Use {
  const bits = profile?.values.get(value);
  const { day } = activity;
  const peers = levels[0] ?? '';
  return {
    days: bits === undefined ? 0 : agesBefore(bits, day).length,
    activeDays: age,
    first: bits !== undefined && bits.first < day ? bits.first : undefined,
    last: bits === undefined ? undefined : lastBefore(bits, day),
    peers: [parents.users(peers, value, self), parents.members(peers, self)],
    organisation: [parents.users(ORGANISATION, value, self), parents.members(ORGANISATION, self)],
  };
}
