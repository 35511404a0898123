import { rolePattern } from '../../cloudtrail/principal.ts';
import type { Account } from '../account.ts';
import type { Chance } from '../chance.ts';
import type { Member } from '../member.ts';
import type { Task } from '../task.ts';
import { AGENT, IMAGE, RUNTIME } from '../work/runtime.ts';
import type { World } from '../world.ts';
import type { Machine, Pace } from './machine.ts';
import { blocksOf, seatOf } from './running.ts';

interface Birth {
  readonly id: string;
  readonly from: number;
  readonly until: number;
  readonly stack: boolean;
}

const WHERE = {
  lambda: {
    js: 'AWS_Lambda_nodejs22.x',
    boto3: 'AWS_Lambda_python3.13',
    java: 'AWS_Lambda_java21',
    go: 'AWS_Lambda_provided.al2023',
  },
  ecs: { js: 'AWS_ECS_FARGATE', boto3: 'AWS_ECS_FARGATE', java: 'AWS_ECS_FARGATE', go: 'AWS_ECS_EC2' },
  ec2: { js: '', boto3: '', java: '', go: '' },
} as const;

function makeMachine(world: World, { id, from, until, stack }: Birth, taken: Map<string, number>): Machine {
  const { accounts, habits, noise, days, scale } = world;
  const chance = world.chance.fork(id);
  const account = chance.pickEarly(accounts);
  const runs = stack ? 'lambda' : chance.weighted(['lambda', 'ecs', 'ec2'] as const, habits.runs);
  const tool = chance.weighted(['js', 'boto3', 'java', 'go'] as const, [4, 4, 2, 2]);
  const wanted = chance.int(1, 5);
  const own = new Set<Task>(
    Array.from({ length: wanted }, () => (chance.is(0.6) ? chance.pickEarly(RUNTIME) : chance.pick(RUNTIME))),
  );
  const flows = [...own, ...(runs === 'ecs' ? [IMAGE] : []), ...(runs === 'ec2' ? [AGENT] : [])];
  const growth = Array.from({ length: chance.poisson(0.006 * noise * days) }, () => ({
    day: Math.floor(chance.next() * days),
    flow: chance.pickEarly(RUNTIME),
  }));
  const publicly = !chance.is(habits.vpcShare);
  return {
    id,
    account,
    region: chance.is(0.85) ? account.region : account.second,
    role: roleName(chance, account, stack, taken),
    runs,
    copies: Math.max(1, Math.round(chance.lognormal(1.3, 0.5) * Math.sqrt(scale))),
    rhythm: stack ? 'steady' : chance.weighted(['steady', 'office', 'nightly', 'monthly'] as const, [6, 4, 2, 0.4]),
    hour: chance.int(0, 23),
    flows,
    weights: flows.map((flow, i) => (flow === AGENT ? 0.8 : flow === IMAGE ? 0.15 : 1 / (i + 1))),
    growth,
    weekend: chance.between(0.3, 1),
    unrest: chance.between(0.15, 0.5),
    tool,
    where: WHERE[runs][tool],
    variant: chance.int(0, 20),
    addresses: publicly ? addressesOf(world, chance, account, runs) : [],
    errors: chance.is(0.25) ? chance.between(0.005, 0.03) : 0,
    rate: stack ? chance.lognormal(8, 0.6) : chance.lognormal(20, 0.9),
    from,
    until,
    chance,
  };
}

/** Instances and containers go out by the account's gateways, functions outside of a VPC from anywhere at Amazon's. */
function addressesOf({ networks }: World, chance: Chance, { nat }: Account, runs: Machine['runs']): readonly string[] {
  return runs === 'lambda' ? Array.from({ length: 12 }, () => networks.cloud(chance)) : nat;
}

const RANDOM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** CloudFormation gives roles an end of random letters; people number what is called the same. */
function roleName(chance: Chance, account: Account, stack: boolean, taken: Map<string, number>): string {
  const name = chance.pick(account.names);
  if (stack) return `${name}-LambdaExecutionRole-${chance.letters(RANDOM, 11)}1`;
  const role = `${name}-${chance.pick(['role', 'task', 'exec', 'runtime'])}`;
  const number = (taken.get(`${account.id}/${role}`) ?? 0) + 1;
  taken.set(`${account.id}/${role}`, number);
  return number === 1 ? role : `${role}-${number}`;
}

export function machineMembers(world: World, pace: Pace): Member[] {
  const { days, scale, chance } = world;
  const own = chance.fork('machines');
  const roles = Math.max(14, Math.round(60 * scale));
  const later = Math.round((45 * scale * days) / 60);
  const stacks = Math.round((28 * Math.min(4, scale) * days) / 60);
  const never = Number.POSITIVE_INFINITY;
  const births: Birth[] = Array.from({ length: roles + later }, (_, i) => ({
    id: `role/${i}`,
    from: i < roles ? 0 : own.int(3, Math.max(3, days - 1)),
    until: own.is(0.04) ? own.int(Math.floor(days / 3), days) : never,
    stack: false,
  }));
  for (let i = 0; i < stacks; i++) {
    const from = own.int(0, days - 1);
    births.push({ id: `stack/${i}`, from, until: from + 1 + Math.ceil(own.exponential(10)), stack: true });
  }
  const taken = new Map<string, number>();
  return births.map((birth) => memberOf(world, makeMachine(world, birth, taken), pace));
}

function memberOf(world: World, machine: Machine, pace: Pace): Member {
  const stack = machine.id.startsWith('stack');
  return {
    id: machine.id,
    kind: stack ? 'stack' : 'role',
    account: machine.account,
    key: `${machine.account.id}/role/${rolePattern(machine.role)}`,
    from: machine.from,
    until: machine.until,
    services: new Set([...machine.flows, ...machine.growth.map(({ flow }) => flow)].map(({ service }) => service)),
    rights: 'own',
    blocks: (day) => blocksOf(world, machine, pace.factor, day),
    seat: (day) => seatOf(world, machine, pace.factor, day),
  };
}
