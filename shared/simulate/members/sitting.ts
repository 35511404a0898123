import type { Account } from '../account.ts';
import { Chance } from '../chance.ts';
import { DAY, HOUR, MINUTE, SECOND, weekday } from '../clock.ts';
import { type Actor, assumedRole, uniqueId } from '../identity.ts';
import type { Block, Seat } from '../member.ts';
import { type Emit, GLOBAL_REGION, logged } from '../record.ts';
import { issued } from '../session.ts';
import type { World } from '../world.ts';
import type { Person } from './person.ts';
import { doTask, tasksFor } from './tasks.ts';

/** Somebody sits down to work in one account. */
interface Sitting {
  readonly start: number;
  readonly length: number;
  readonly account: Account;
  readonly ip: string;
  /** Called out of bed, or out of hours. */
  readonly urgent: boolean;
  readonly chance: Chance;
}

/** Whether a person is at work on a day: their working week, leave, the odd weekend, and nights when something breaks. */
function sittingsOf(world: World, person: Person, day: number): Sitting[] {
  if (day < person.from || day >= person.until) return [];
  const chance = person.chance.fork(day);
  const { habits, noise } = world;
  const weekend = weekday(world.firstDay + day) >= 5;
  const works = !person.life.onLeave(day) && chance.is(weekend ? habits.weekend : person.presence);
  const midnight = world.start + day * DAY - person.zone * HOUR;
  const count = works ? (weekend ? 1 : chance.weighted([1, 2, 3], [4, 4, 1])) : 0;
  const network = (own: Chance): string => addressOf(world, person, day, own);
  const sittings = Array.from({ length: count }, (_, i): Sitting => {
    const own = chance.fork(`sitting ${i}`);
    const hour = person.startHour + i * own.between(2.4, 3.6) + own.normal(0.5, 0.4);
    const account = person.accounts[own.is(0.68) ? 0 : own.int(0, person.accounts.length - 1)];
    return {
      start: midnight + hour * HOUR,
      length: own.between(20, 110) * MINUTE,
      account: account ?? own.pick(person.accounts),
      ip: network(own),
      urgent: false,
      chance: own,
    };
  });
  const called = person.persona.rights === 'admin' ? 0.012 : person.persona.rights === 'power' ? 0.004 : 0;
  if (chance.is(called * noise)) {
    const own = chance.fork('call');
    const ip = person.home.address(own);
    const [account] = person.accounts;
    if (account)
      sittings.push({
        start: midnight + own.between(20, 29) * HOUR,
        length: HOUR,
        account,
        ip,
        urgent: true,
        chance: own,
      });
  }
  const [from, to] = [world.start + day * DAY, world.start + (day + 1) * DAY];
  // A day is a UTC day: those of other zones who work across midnight count where they began.
  return sittings.map((one) =>
    one.start < from || one.start >= to ? { ...one, start: wrapped(one.start, from) } : one,
  );
}

const wrapped = (time: number, from: number): number => from + ((((time - from) % DAY) + DAY) % DAY);

function addressOf({ networks }: World, person: Person, day: number, chance: Chance): string {
  const away = person.life.away(day);
  if (away !== undefined) return away.address(chance);
  if (chance.is(0.06)) return networks.vpn.address(chance);
  return (chance.is(person.atHome) ? person.home : networks.office).address(chance);
}

/** The role Identity Center keeps in an account for a permission set; its suffix differs per account. */
function reservedRole(account: Account, set: string) {
  const suffix = Chance.from(Number(account.id) % 2 ** 31)
    .fork(set)
    .hex(16);
  return { role: `AWSReservedSSO_${set}_${suffix}`, path: '/aws-reserved/sso.amazonaws.com/', suffix };
}

/** Comes in through Identity Center (SAML under the hood), to the console or a tool. What is drawn is the sitting's own, so that it is the same session whenever asked. */
function signIn(world: World, person: Person, sitting: Sitting, day: number, console: boolean, emit?: Emit): Actor {
  const chance = sitting.chance.fork(console ? 'console' : 'tool');
  const { account, start } = sitting;
  const { suffix, ...named } = reservedRole(account, person.persona.set);
  const time = console ? start : start + chance.int(20, 400) * SECOND;
  const wanted = { account: account.id, ...named, sessionName: person.name, lasts: 28_800, region: GLOBAL_REGION };
  const { key, call } = issued(chance, time, wanted);
  const browser = world.tools.agent(person.browser, day, person.variant);
  const agent = console ? browser : world.tools.agent(person.tool, day, person.variant);
  const actor = assumedRole({ ...wanted, accessKeyId: key, since: time }, { ip: sitting.ip, agent }, console);
  if (emit === undefined) return actor;
  const identityProvider = `${uniqueId('AROA', account.id).slice(4, 14)}=`;
  const identity = {
    type: 'SAMLUser',
    principalId: `${identityProvider}:${person.name}`,
    userName: person.name,
    identityProvider,
  };
  const caller = {
    account: account.id,
    arn: person.name,
    identity,
    ip: 'sso.amazonaws.com',
    agent: 'sso.amazonaws.com',
  };
  const principalArn = `arn:aws:iam::${account.id}:saml-provider/AWSSSO_${suffix}_DO_NOT_DELETE`;
  emit(
    logged(chance, caller, time, GLOBAL_REGION, {
      ...call,
      name: 'AssumeRoleWithSAML',
      request: { ...call.request, principalArn },
    }),
  );
  if (console) emit(consoleLogin(chance, actor, time + SECOND, account.region));
  return actor;
}

/** A federated sign-in shows no second factor here: Identity Center asked for it elsewhere. */
function consoleLogin(chance: Chance, actor: Actor, time: number, region: string) {
  const extra = { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' };
  const { accessKeyId: _, ...identity } = actor.identity;
  const login = {
    service: 'signin',
    name: 'ConsoleLogin',
    region,
    readOnly: false,
    response: { ConsoleLogin: 'Success' },
    extra,
  };
  return logged(chance, { ...actor, identity }, time, region, login);
}

function work(world: World, person: Person, sitting: Sitting, day: number, emit: Emit): void {
  const { chance, account, start, length } = sitting;
  const own = chance.fork('work');
  const byTool = own.is(person.toolShare);
  const first = signIn(world, person, sitting, day, !byTool, emit);
  // Some switch: the change by the tool, the look at it in the console.
  const second = !byTool && own.is(person.toolShare) ? signIn(world, person, sitting, day, false, emit) : first;
  const tasks = tasksFor(world, person, account, day, own, sitting.urgent);
  let time = start + own.int(5, 90) * SECOND;
  for (const task of tasks) {
    const actor = own.is(0.75) ? first : second;
    const region = own.is(0.985) ? account.region : own.pick(world.regions);
    time += own.exponential(length / (tasks.length + 1));
    if (second !== first && time < start + 400 * SECOND) time = start + 400 * SECOND;
    time = doTask({ world, person, account, actor, region, chance: own }, task, time, emit);
  }
}

export function blocksOf(world: World, person: Person, account: Account, day: number): Block[] {
  return sittingsOf(world, person, day)
    .filter((sitting) => sitting.account === account)
    .map((sitting) => ({ start: sitting.start, run: (emit) => work(world, person, sitting, day, emit) }));
}

export function seatOf(world: World, person: Person, account: Account, day: number): Seat | undefined {
  const sitting = sittingsOf(world, person, day).find((one) => one.account === account);
  if (sitting === undefined) return undefined;
  // The tool, if that is how this sitting begins, as `work` draws it.
  const byTool = sitting.chance.fork('work').is(person.toolShare);
  const actor = signIn(world, person, sitting, day, !byTool);
  const from = sitting.start + 8 * MINUTE;
  return { actor, region: account.region, from, to: from + Math.max(30 * MINUTE, sitting.length) };
}
