import type { Account } from '../account.ts';
import type { Chance } from '../chance.ts';
import { SECOND } from '../clock.ts';
import type { Actor } from '../identity.ts';
import { SERVICES } from '../operations.ts';
import { type Call, type Emit, isRead, logged } from '../record.ts';
import { refused, type Scene } from '../request.ts';
import type { Task } from '../task.ts';
import { ADMIN_TASKS, SECRET_TASK } from '../work/admin.ts';
import { API_TASKS } from '../work/api-work.ts';
import { whoAmI } from '../work/calls.ts';
import type { World } from '../world.ts';
import type { Person } from './person.ts';

const ALL_SERVICES = [...SERVICES.keys()];

/** What somebody gets done at one sitting: mostly what they always do, sometimes what is new to them. */
export function tasksFor(
  world: World,
  person: Person,
  account: Account,
  day: number,
  chance: Chance,
  urgent: boolean,
): Task[] {
  const { noise, habits } = world;
  const { persona } = person;
  const tasks = Array.from({ length: 1 + chance.poisson(person.rate / 1.6) }, () => usual(world, person, day, chance));
  const busy = noise * habits.curiosity;
  if (persona.name === 'backend') {
    if (chance.is(0.1)) tasks.push(API_TASKS[0] ?? SECRET_TASK);
    if (chance.is(0.025 * busy * (account.name === 'prod' ? 1 : 2))) tasks.push(chance.pickEarly(API_TASKS.slice(1)));
    if (chance.is(0.006 * busy)) tasks.push(SECRET_TASK);
  }
  if (persona.rights === 'admin' && (urgent ? chance.is(0.7) : chance.is(0.06 * busy)))
    tasks.push(chance.is(0.5) ? chance.pickEarly(ADMIN_TASKS) : chance.pick(ADMIN_TASKS));
  if (urgent && persona.rights === 'power') tasks.push(chance.pick(API_TASKS));
  return tasks;
}

function usual({ noise, habits, tasks, waves }: World, person: Person, day: number, chance: Chance): Task {
  const busy = noise * habits.curiosity;
  const wave = waves.filter((one) => one.day <= day);
  if (wave.length > 0 && person.persona.rights !== 'billing' && chance.is(0.02))
    return of(tasks, chance.pick(wave).service, chance);
  const luck = chance.next();
  if (luck < 0.72) return chance.pick(person.core);
  if (luck < 1 - 0.035 * busy) return of(tasks, chance.pickEarly(person.services), chance, true);
  if (luck < 1 - 0.012 * busy) return of(tasks, chance.pick(person.services), chance);
  return of(tasks, chance.pick(ALL_SERVICES), chance);
}

function of(tasks: World['tasks'], service: string, chance: Chance, early = false): Task {
  const own = tasks.get(service) ?? [];
  return early ? chance.pickEarly(own) : chance.pick(own);
}

/** Somebody at a task: who, as whom, where. */
interface Doing {
  readonly world: World;
  readonly person: Person;
  readonly account: Account;
  readonly actor: Actor;
  readonly region: string;
  readonly chance: Chance;
}

/** Writes a task's calls out, a console page's at once, and returns when it was done. */
export function doTask(doing: Doing, task: Task, start: number, emit: Emit): number {
  const { chance, actor, account, region, person, world } = doing;
  const scene: Scene = { chance, account, region, time: start, caller: actor.arn };
  const steps = actor.console ? task.calls(scene) : [...(chance.is(0.3) ? [whoAmI] : []), ...task.calls(scene)];
  let time = start;
  for (const step of steps) {
    emit(logged(chance, actor, time, region, allowed(step, person, scene, world) ? step : refused(step, scene)));
    const quick = isRead(step.name) && actor.console;
    time += quick ? chance.int(0, 3) * SECOND : chance.int(1, 40) * SECOND;
  }
  return time;
}

/** Auditors and accountants may not change anything, and everybody meets a missing permission now and then. */
function allowed(step: Call, { persona }: Person, { chance }: Scene, { habits, noise }: World): boolean {
  const readers = persona.rights === 'read' || persona.rights === 'billing';
  if (readers && !isRead(step.name) && step.name !== 'StartQueryExecution') return false;
  const iam = persona.rights === 'power' && step.service === 'iam' && !isRead(step.name);
  return !iam && !chance.is((readers ? 0.5 : 1) * habits.denials * Math.min(2, noise));
}
