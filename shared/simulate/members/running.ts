import type { Chance } from '../chance.ts';
import { DAY, HOUR, MINUTE, SECOND, weekday } from '../clock.ts';
import type { Actor } from '../identity.ts';
import type { Block, Seat } from '../member.ts';
import { type Call, type Emit, logged } from '../record.ts';
import { refused, type Scene } from '../request.ts';
import type { Task } from '../task.ts';
import { AGENT } from '../work/runtime.ts';
import type { World } from '../world.ts';
import type { Machine } from './machine.ts';
import { type Hour, sessionOf } from './running-session.ts';

const SSM_AGENT = 'aws-sdk-go/1.55.5 (go1.23.8; linux; amd64) amazon-ssm-agent/3.3.3050.0';

/** Share of a day's flows in an hour of UTC. */
function share(world: World, { rhythm, hour }: Machine, day: number, at: number): number {
  const local = (at + world.habits.office + 24) % 24;
  if (rhythm === 'steady') return (1 + 0.4 * Math.sin(((local - 9) / 24) * 2 * Math.PI)) / 24;
  if (rhythm === 'office') return local >= 8 && local < 19 ? 1 / 14 : 3 / 14 / 13;
  if (rhythm === 'nightly') return at === hour ? 0.85 : 0.15 / 23;
  return isMonthEnd(world, day) ? (at === hour ? 4 : 0.05) : 0.15 / 24;
}

/** The last two days of a month and the first of the next, when books are closed. */
function isMonthEnd({ start }: World, day: number): boolean {
  return new Date(start + (day + 2) * DAY).getUTCDate() <= 3;
}

/** How busy a program is on a day; once in a while far more than usual. */
function dayFactor(world: World, machine: Machine, chance: Chance, day: number): number {
  const weekend = weekday(world.firstDay + day) >= 5 ? machine.weekend : 1;
  const burst = chance.is(0.008 * world.noise) ? chance.between(2, 6) : 1;
  return chance.lognormal(1, machine.unrest * Math.min(2, world.noise ** 0.5)) * weekend * burst;
}

/** A day of a machine: hour by hour, and a session for each copy of it every few hours. */
export function blocksOf(world: World, machine: Machine, pace: number, day: number): Block[] {
  if (day < machine.from || day >= machine.until) return [];
  const chance = machine.chance.fork(day);
  const factor = dayFactor(world, machine, chance.fork('factor'), day) * machine.rate * pace;
  const incident = chance.is(0.012 * world.noise) ? chance.int(0, 23) : -1;
  return Array.from({ length: 24 }, (_, hour) => ({
    start: world.start + day * DAY + hour * HOUR,
    run: (emit: Emit) => runHour({ world, machine, day, hour, refusals: hour === incident }, factor, emit),
  }));
}

function runHour(hour: Hour, factor: number, emit: Emit): void {
  const { world, machine, day, refusals } = hour;
  const chance = machine.chance.fork(`${day}/${hour.hour}`);
  const flows = chance.poisson(factor * share(world, machine, day, hour.hour));
  if (flows === 0 && !refusals) return;
  const begins = world.start + day * DAY + hour.hour * HOUR;
  const usual = new Map<number, Actor>();
  const { tasks, weights } = repertoire(machine, day);
  for (let i = 0; i < flows; i++) {
    const copy = chance.int(0, machine.copies - 1);
    let actor = usual.get(copy);
    if (actor === undefined) {
      actor = sessionOf(hour, copy, emit);
      usual.set(copy, actor);
    }
    // Never before the session's first second.
    const time = begins + (2 + chance.next() * 3590) * SECOND;
    const task = chance.weighted(tasks, weights);
    runTask({ hour, actor, chance }, task, time, emit);
  }
  if (refusals) denied(hour, chance, begins, usual.get(0) ?? sessionOf(hour, 0, emit), emit);
}

/** What it does on a day: releases bring new flows, which it then does as the others. */
function repertoire(machine: Machine, day: number): { tasks: readonly Task[]; weights: readonly number[] } {
  const grown = machine.growth.filter((one) => one.day <= day).map(({ flow }) => flow);
  if (grown.length === 0) return { tasks: machine.flows, weights: machine.weights };
  return { tasks: [...machine.flows, ...grown], weights: [...machine.weights, ...grown.map(() => 0.3)] };
}

interface Running {
  readonly hour: Hour;
  readonly actor: Actor;
  readonly chance: Chance;
}

function runTask({ hour, actor, chance }: Running, task: Task, start: number, emit: Emit): void {
  const { machine } = hour;
  const scene: Scene = { chance, account: machine.account, region: machine.region, time: start, caller: actor.arn };
  const by = task === AGENT ? { ...actor, agent: SSM_AGENT } : actor;
  let time = start;
  for (const step of task.calls(scene)) {
    emit(logged(chance, by, time, machine.region, chance.is(machine.errors) ? failing(step) : step));
    time += chance.int(0, 2) * SECOND;
  }
}

const failing = (call: Call): Call => ({
  ...call,
  response: null,
  failed: { code: 'ThrottlingException', message: 'Rate exceeded' },
});

function denied({ machine, world }: Hour, chance: Chance, begins: number, actor: Actor, emit: Emit): void {
  const task = chance.pick(machine.flows);
  const count = 1 + chance.poisson(4 * Math.min(2, world.noise));
  for (let i = 0; i < count; i++) {
    const time = begins + (60 + chance.next() * 3000) * SECOND;
    const scene: Scene = { chance, account: machine.account, region: machine.region, time, caller: actor.arn };
    const [step] = task.calls(scene);
    if (step) emit(logged(chance, actor, time, machine.region, refused(step, scene)));
  }
}

/** The session of its first copy in the busiest part of a day. */
export function seatOf(world: World, machine: Machine, pace: number, day: number): Seat | undefined {
  if (day < machine.from || day >= machine.until || pace === 0) return undefined;
  const chance = machine.chance.fork(`${day}/seat`);
  const nightly = machine.rhythm === 'nightly' || machine.rhythm === 'monthly';
  const hour = nightly ? machine.hour : chance.int(0, 22);
  const begins = world.start + day * DAY + hour * HOUR;
  const actor = sessionOf({ world, machine, day, hour, refusals: false }, 0);
  return { actor, region: machine.region, from: begins + MINUTE, to: begins + 59 * MINUTE };
}
