import type { Tool } from '../clients.ts';
import { DAY, HOUR, MINUTE, SECOND, weekday } from '../clock.ts';
import { consoleUser, iamUser, type Place, sessionKey, signingIn, userKey } from '../identity.ts';
import type { Block, Member, Seat } from '../member.ts';
import { type Emit, logged } from '../record.ts';
import { refused, type Scene } from '../request.ts';
import { call, whoAmI } from '../work/calls.ts';
import { createAccessKey } from '../work/identities.ts';
import { RUNTIME } from '../work/runtime.ts';
import { rightPassword, wrongPassword } from '../work/sign-in.ts';
import type { World } from '../world.ts';
import type { User } from './user.ts';

const PEOPLE = 'contractor-1 accounting-old night-audit helpdesk ops-breakglass web-agency dba vendor-support'.split(
  ' ',
);
const PROGRAMS = 'svc-backup svc-metrics legacy-deploy partner-sftp jenkins svc-mailer on-prem-sync svc-etl'.split(' ');

function makeUser(world: World, index: number, machine: boolean, dormant: boolean): User {
  const { accounts, networks, scale, tasks } = world;
  const chance = world.chance.fork(`user/${machine ? 'program' : 'person'}/${index}`);
  const account = chance.pickEarly(accounts);
  const names = machine ? PROGRAMS : PEOPLE;
  const base = names[index % names.length] ?? 'user';
  const services = chance.some(['ec2', 's3', 'rds', 'monitoring', 'logs', 'iam', 'route53', 'ecs'], 3);
  return {
    id: `user/${machine ? 'program' : 'person'}/${index}`,
    name: index < names.length ? base : `${base}-${index}`,
    account,
    key: userKey(chance),
    rotation:
      machine && !dormant && chance.is(0.4) ? { day: chance.int(2, world.days), key: userKey(chance) } : undefined,
    machine,
    address: networks.cloud(chance),
    home: networks.home(chance),
    tool: machine ? chance.pick<Tool>(['boto3', 'java', 'js', 'cli']) : 'cli',
    variant: chance.int(0, 20),
    tasks: machine
      ? [...new Set(Array.from({ length: chance.int(1, 4) }, () => chance.pickEarly(RUNTIME)))]
      : services.flatMap((service) => chance.some(tasks.get(service) ?? [], 3)),
    rate: machine ? chance.lognormal(25, 0.7) * Math.sqrt(scale) : 2,
    presence: machine ? 1 : chance.between(0.3, 0.6),
    until: dormant ? chance.int(6, 10) : Number.POSITIVE_INFINITY,
    chance,
  };
}

/** Those whose last day is early go dormant: their keys stay valid. */
export function userMembers(world: World): Member[] {
  const many = Math.max(6, Math.round(12 * world.habits.users * Math.min(5, world.scale) ** 0.8));
  return Array.from({ length: many }, (_, i) => {
    const machine = i % 2 === 0;
    return makeUser(world, i >> 1, machine, i >= many - 2);
  }).map((user) => ({
    id: user.id,
    kind: 'user' as const,
    account: user.account,
    key: `${user.account.id}/user/${user.name}`,
    from: 0,
    until: user.until,
    services: new Set(user.tasks.map(({ service }) => service)),
    rights: 'own' as const,
    blocks: (day: number) => blocksOf(world, user, day),
    seat: (day: number) => seatOf(world, user, day),
  }));
}

function blocksOf(world: World, user: User, day: number): Block[] {
  if (day >= user.until) return [];
  const chance = user.chance.fork(day);
  const weekend = weekday(world.firstDay + day) >= 5;
  const midnight = world.start + day * DAY;
  if (user.machine) {
    const rate = user.rate * chance.lognormal(1, 0.3) * (weekend ? 0.8 : 1);
    return Array.from({ length: 12 }, (_, i) => ({
      start: midnight + i * 2 * HOUR,
      run: (emit: Emit) => runProgram(world, user, day, i, rate / 12, emit),
    }));
  }
  if (!chance.is(weekend ? user.presence / 8 : user.presence)) return [];
  const start = midnight + (chance.normal(9.5, 1.5) - world.habits.office + 24) * HOUR;
  const wrapped = midnight + ((start - midnight) % DAY);
  return [{ start: wrapped, run: (emit) => workDay(world, user, day, wrapped, emit) }];
}

const placeOf = (world: World, { tool, variant, address }: User, day: number): Place => ({
  ip: address,
  agent: world.tools.agent(tool, day, variant),
});

const keyOn = ({ key, rotation }: User, day: number): string =>
  rotation !== undefined && day >= rotation.day ? rotation.key : key;

/** The program that keeps the key changes it by itself: makes the next with the old one, then takes the old one away. */
function rotate(world: World, user: User, day: number, start: number, emit: Emit): void {
  const chance = user.chance.fork(`${day}/rotation`);
  const { account, name, key } = user;
  const next = keyOn(user, day);
  const place = placeOf(world, user, day);
  const scene: Scene = { chance, account, region: account.region, time: start, caller: name };
  const steps = [
    [key, createAccessKey(scene, name, next)],
    [next, call('iam', 'UpdateAccessKey', { userName: name, accessKeyId: key, status: 'Inactive' })],
    [next, call('iam', 'DeleteAccessKey', { userName: name, accessKeyId: key })],
  ] as const;
  steps.forEach(([by, step], i) => {
    emit(logged(chance, iamUser(account.id, name, by, place), start + (1 + i * 7) * SECOND, account.region, step));
  });
}

function runProgram(world: World, user: User, day: number, part: number, mean: number, emit: Emit): void {
  const chance = user.chance.fork(`${day}/${part}`);
  const { account } = user;
  const actor = iamUser(account.id, user.name, keyOn(user, day), placeOf(world, user, day));
  const start = world.start + day * DAY + part * 2 * HOUR;
  if (part === 0 && user.rotation?.day === day) rotate(world, user, day, start, emit);
  for (let i = chance.poisson(mean); i > 0; i--) {
    const time = start + chance.next() * 2 * HOUR;
    const scene: Scene = { chance, account, region: account.region, time, caller: actor.arn };
    const steps = chance.pickEarly(user.tasks).calls(scene);
    steps.forEach((step, n) => {
      emit(logged(chance, actor, time + n * SECOND, account.region, chance.is(0.002) ? refused(step, scene) : step));
    });
  }
}

/** A person with a password signs in with a second factor, now and then after a typing error, or takes their key. */
function workDay(world: World, user: User, day: number, start: number, emit: Emit): void {
  const chance = user.chance.fork(`${day}/work`);
  const { account } = user;
  const { actor, console } = deskOf(world, user, day, start);
  const place: Place = { ip: actor.ip, agent: actor.agent };
  const region = account.region;
  let time = start;
  if (console) {
    if (chance.is(0.08))
      emit(logged(chance, signingIn(account.id, user.name, place, true), time, region, wrongPassword));
    time += 20 * SECOND;
    emit(logged(chance, signingIn(account.id, user.name, place, false), time, region, rightPassword(true)));
    time += 20 * SECOND;
  } else emit(logged(chance, actor, time, region, whoAmI));
  for (let i = 1 + chance.poisson(user.rate); i > 0; i--) {
    time += chance.exponential(8 * MINUTE);
    const scene: Scene = { chance, account, region, time, caller: actor.arn };
    for (const step of chance.pickEarly(user.tasks).calls(scene)) {
      emit(logged(chance, actor, time, region, chance.is(0.015) ? refused(step, scene) : step));
      time += chance.int(0, 5) * SECOND;
    }
  }
}

/** Where and how a person with a password works on a day. */
function deskOf(world: World, user: User, day: number, start: number) {
  const own = user.chance.fork(`${day}/desk`);
  const console = own.is(0.6);
  const line = own.is(0.02 * world.noise) ? world.networks.away(own) : own.is(0.3) ? world.networks.office : user.home;
  const agent = world.tools.agent(console ? 'chrome' : user.tool, day, user.variant);
  const place: Place = { ip: line.address(own), agent };
  const { id } = user.account;
  const session = { accessKeyId: sessionKey(own), since: start + 20 * SECOND, mfa: true };
  const actor = console ? consoleUser(id, user.name, session, place) : iamUser(id, user.name, user.key, place);
  return { actor, console };
}

function seatOf(world: World, user: User, day: number): Seat | undefined {
  const [block] = blocksOf(world, user, day);
  if (block === undefined) return dormantSeat(world, user, day);
  const { account } = user;
  const actor = user.machine
    ? iamUser(account.id, user.name, keyOn(user, day), placeOf(world, user, day))
    : deskOf(world, user, day, block.start).actor;
  const from = block.start + 3 * MINUTE;
  return { actor, region: account.region, from, to: user.machine ? from + 20 * HOUR : from + HOUR };
}

/** Nobody is at work, but the key opens still. */
function dormantSeat(world: World, user: User, day: number): Seat {
  const { account } = user;
  const actor = iamUser(account.id, user.name, user.key, placeOf(world, user, day));
  const from = world.start + day * DAY + HOUR;
  return { actor, region: account.region, from, to: from + 20 * HOUR };
}
