import type { Member } from '../member.ts';
import type { World } from '../world.ts';
import { ciMembers } from './ci.ts';
import type { Pace } from './machine.ts';
import { machineMembers } from './machines.ts';
import { peopleMembers } from './people.ts';
import { rootMembers } from './root.ts';
import { scannerMembers } from './scanners.ts';
import { serviceMembers } from './services.ts';
import { userMembers } from './users.ts';

/** Days that stand for all: early and late, of every kind, the weekend included. */
const SAMPLE = 7;

/**
 * Everybody in the organisation. People, pipelines and scanners make what they make; programs and AWS itself are paced so
 * that the whole comes to what was asked for.
 */
export function membersOf(world: World): Member[] {
  const pace: Pace = { factor: 1 };
  const others = [
    ...peopleMembers(world),
    ...userMembers(world),
    ...ciMembers(world),
    ...scannerMembers(world),
    ...rootMembers(world),
  ];
  const machines = [...machineMembers(world, pace), ...serviceMembers(world, pace)];
  const days = sampleDays(world);
  const given = recordsOn(others, days);
  const wanted = world.eventsPerDay * days.length;
  // Sessions begin whether much or little is done in them: a second look corrects what the first took for proportional.
  for (let i = 0; i < 2; i++) {
    const made = recordsOn(machines, days, sampleOf(machines.length));
    pace.factor *= Math.max(0.02, wanted - given) / Math.max(1, made);
  }
  return [...others, ...machines];
}

/** A week of days spread over the whole time. */
function sampleDays({ days }: World): number[] {
  const step = Math.max(1, Math.floor(days / SAMPLE));
  const spread = Array.from({ length: Math.min(SAMPLE, days) }, (_, i) => i * step);
  // Steps of whole weeks would see one day of the week only.
  return step % 7 === 0 ? spread.map((day, i) => (day + i) % days) : spread;
}

const sampleOf = (members: number): number => Math.max(1, Math.floor(members / 150));

/** About how many records members make on the days; of many, every nth is asked. */
function recordsOn(members: readonly Member[], days: readonly number[], every = 1): number {
  let count = 0;
  const emit = (): void => {
    count += 1;
  };
  members.forEach((member, i) => {
    if (i % every !== 0) return;
    for (const day of days)
      if (member.from <= day && day < member.until) for (const block of member.blocks(day)) block.run(emit);
  });
  return count * every;
}
