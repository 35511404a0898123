import { type Account, makeAccount } from './account.ts';
import { Chance } from './chance.ts';
import { type Toolbox, toolbox } from './clients.ts';
import { DAY } from './clock.ts';
import { type Networks, networks } from './networks.ts';
import { SERVICES } from './operations.ts';
import type { Task } from './task.ts';
import { tasksOf } from './task.ts';

/** What one organisation is like: drawn once per seed, so that no two are alike in more than their plan. */
interface Habits {
  /** Offset of the head office from UTC, hours. */
  readonly office: number;
  readonly startHour: number;
  readonly weekend: number;
  readonly remote: number;
  readonly console: number;
  readonly travel: number;
  /** How much new things people try, 1 the usual. */
  readonly curiosity: number;
  readonly denials: number;
  readonly growth: number;
  readonly vpcShare: number;
  /** How much of each kind there is, 1 the average organisation: people's work, pipelines, what AWS does by itself, IAM users. */
  readonly people: number;
  readonly pipelines: number;
  readonly aws: number;
  readonly users: number;
  /** Shares of functions, containers and instances. */
  readonly runs: readonly [lambda: number, ecs: number, ec2: number];
}

export interface World {
  readonly chance: Chance;
  readonly days: number;
  /** Milliseconds since the epoch, midnight UTC. */
  readonly start: number;
  /** UTC day since 1970 of day 0. */
  readonly firstDay: number;
  readonly noise: number;
  readonly eventsPerDay: number;
  /** Times as many principals as the organisation of 275 that 10,000 events a day stand for. */
  readonly scale: number;
  readonly company: string;
  readonly organization: string;
  readonly accounts: readonly Account[];
  readonly regions: readonly string[];
  readonly habits: Habits;
  readonly networks: Networks;
  readonly tools: Toolbox;
  readonly tasks: ReadonlyMap<string, readonly Task[]>;
  /** Services that come into fashion, from a day on. */
  readonly waves: readonly { readonly day: number; readonly service: string }[];
}

export interface WorldOptions {
  readonly seed: number;
  readonly days: number;
  readonly eventsPerDay: number;
  readonly start: number;
  readonly noise: number;
}

/** 80 principals at 1,000 events a day, 275 at 10,000, 1,500 at a million: organisations log more per head as they grow. */
function principals(eventsPerDay: number): number {
  const exponent = eventsPerDay < 10_000 ? 0.536 : 0.368;
  return 275 * (eventsPerDay / 10_000) ** exponent;
}

const COMPANIES = 'acme umbra northwind fabrik lumen tessera quarry halcyon orbital brightwater'.split(' ');
const NAMES = ['prod', 'staging', 'security', 'sandbox', 'data', 'shared'];
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1', 'us-west-2', 'us-east-2', 'ap-southeast-2'];

function habitsOf(chance: Chance): Habits {
  return {
    office: chance.pick([-8, -5, 0, 1, 1, 2, 5.5]),
    startHour: chance.between(7.5, 9.8),
    weekend: chance.between(0.02, 0.1),
    remote: chance.between(0.15, 0.6),
    console: chance.between(0.45, 0.85),
    travel: chance.between(0.004, 0.014),
    curiosity: chance.lognormal(1, 0.25),
    denials: chance.between(0.008, 0.025),
    growth: chance.between(0.15, 0.35),
    vpcShare: chance.between(0.45, 0.85),
    people: chance.lognormal(1, 0.25),
    pipelines: chance.lognormal(1, 0.3),
    aws: chance.lognormal(1, 0.35),
    users: chance.lognormal(1, 0.25),
    runs: [chance.between(2, 7), chance.between(1, 5), chance.between(0.5, 4)],
  };
}

export function makeWorld(options: WorldOptions): World {
  const { seed, days, start, noise, eventsPerDay } = options;
  const chance = Chance.from(seed);
  const own = chance.fork('world');
  const scale = principals(eventsPerDay) / 275;
  const nets = networks(chance);
  const company = own.pick(COMPANIES);
  const regions = own.some(REGIONS, 3);
  const habits = habitsOf(own.fork('habits'));
  const style = { writes: own.between(0.3, 0.55), reads: own.between(4, 8) };
  return {
    chance,
    days,
    start,
    firstDay: Math.floor(start / DAY),
    noise,
    eventsPerDay,
    scale,
    company,
    organization: `o-${own.letters('abcdefghijklmnopqrstuvwxyz0123456789', 10)}`,
    accounts: accountsOf(own.fork('accounts'), nets, { company, regions, scale }),
    regions,
    habits,
    networks: nets,
    tools: toolbox(own.fork('tools')),
    tasks: new Map([...SERVICES.keys()].map((id) => [id, tasksOf(own.fork('tasks'), id, style)])),
    waves: own
      .some(
        [
          'bedrock',
          'es',
          'elasticache',
          'elasticfilesystem',
          'backup',
          'scheduler',
          'appconfig',
          'synthetics',
          'kafka',
        ],
        3,
      )
      .map((service) => ({ service, day: Math.floor(own.between(0.3, 0.95) * days) })),
  };
}

interface Ground {
  readonly company: string;
  readonly regions: readonly string[];
  readonly scale: number;
}

/** Ids of repeated digits, which AWS documentation uses for accounts that are nobody's. */
function accountsOf(chance: Chance, nets: Networks, { company, regions, scale }: Ground): Account[] {
  const count = scale > 2 ? 6 : chance.pick([4, 4, 4, 5]);
  const [home = 'us-east-1', second = 'eu-west-1'] = regions;
  return NAMES.slice(0, count).map((name, i) => {
    const id = String(i + 1).repeat(12);
    const region = name === 'security' || chance.is(0.8) ? home : second;
    const nat = Array.from({ length: chance.int(1, 3) }, () => nets.cloud(chance));
    const layout = {
      id,
      name,
      region,
      second: region === home ? second : home,
      nat,
      vpc: `10.${20 + i * 10}`,
      company,
    };
    return makeAccount(chance.fork(name), layout, scale);
  });
}
