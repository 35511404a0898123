import type { Outsider } from '../../sample/session.ts';
import type { Account } from '../account.ts';
import type { Chance } from '../chance.ts';
import { DAY, HOUR, SECOND } from '../clock.ts';
import { type Place, uniqueId } from '../identity.ts';
import type { Block, Member } from '../member.ts';
import { type Operation, SERVICES } from '../operations.ts';
import { type Emit, logged } from '../record.ts';
import { ordinary, refused, type Scene } from '../request.ts';
import { acrossAccounts, runAs } from '../session.ts';
import type { World } from '../world.ts';

/** Somebody from another account who takes a role in ours and reads: a posture scanner, or a vendor's monitoring. */
interface Reader {
  readonly id: string;
  readonly kind: 'scanner' | 'vendor';
  readonly role: string;
  readonly account: Account;
  readonly outsider: Outsider;
  readonly externalId?: string;
  readonly place: (day: number, chance: Chance) => Place;
  readonly reads: readonly Operation[];
  /** Reads the tool learns to make with a release. */
  readonly later: readonly { readonly day: number; readonly read: Operation }[];
  /** Hours at which a round begins. */
  readonly hours: readonly number[];
  readonly regions: readonly string[];
  readonly chance: Chance;
}

const reads = (): Operation[] =>
  [...SERVICES.values()]
    .flatMap((service) => service.reads)
    .filter(({ name }) => !/^(GetQueryResults|LookupEvents|FilterLogEvents|GetLogEvents)/.test(name));

const VENDORS = ['900000000001', '900000000002', '900000000003'];

function scannersOf(world: World): Reader[] {
  const { accounts, eventsPerDay, regions, scale } = world;
  const chance = world.chance.fork('scanners');
  const breadth = Math.min(600, Math.round(eventsPerDay * 0.05));
  const home = accounts.find(({ name }) => name === 'security') ?? accounts[0];
  if (home === undefined) return [];
  const watched = chance.some(
    accounts,
    Math.max(1, Math.min(accounts.length, Math.round((eventsPerDay * 0.05) / 600))),
  );
  const scanners = watched.flatMap((account): Reader[] => {
    const inside = scanner(world, account, breadth, 'posture-scan', home.id, world.regions);
    const outside = scanner(world, account, breadth, 'CloudPostureReadOnly', VENDORS[0] ?? '', regions.slice(0, 2));
    return [inside, outside];
  });
  return [
    ...scanners,
    ...accounts.slice(0, scale < 0.5 ? 1 : accounts.length).map((account) => monitoring(world, account)),
  ];
}

function scanner(
  world: World,
  account: Account,
  breadth: number,
  role: string,
  from: string,
  regions: readonly string[],
): Reader {
  const chance = world.chance.fork(`scanner/${role}/${account.id}`);
  const address = world.networks.cloud(chance);
  const variant = chance.int(0, 20);
  const tool = role === 'posture-scan' ? 'boto3' : 'go';
  const all = chance.some(reads(), breadth + 60);
  return {
    id: `scanner/${role}/${account.id}`,
    kind: 'scanner',
    role,
    account,
    outsider: { account: from, callerId: `${uniqueId('AROA', `${from}/${role}`)}:${role}` },
    ...(role === 'posture-scan' ? {} : { externalId: chance.uuid() }),
    place: (day) => ({
      ip: address,
      agent: world.tools.agent(tool, day, variant, role === 'posture-scan' ? 'AWS_ECS_FARGATE' : ''),
    }),
    reads: all.slice(0, breadth),
    later: all.slice(breadth).map((read) => ({ day: Math.floor(chance.next() * world.days * 3), read })),
    hours: [chance.int(0, 23)],
    regions,
    chance,
  };
}

const WATCHED: readonly (readonly [string, RegExp])[] = [
  ['monitoring', /^(ListMetrics|DescribeAlarms|GetMetricStatistics)$/],
  ['ec2', /^(DescribeInstances|DescribeVolumes|DescribeRegions)$/],
  ['lambda', /^ListFunctions/],
  ['tagging', /^GetResources$/],
  ['rds', /^DescribeDBInstances$/],
  ['elasticloadbalancing', /^DescribeLoadBalancers$/],
];

/** A monitoring product asks for the same dozen things again and again. */
function monitoring(world: World, account: Account): Reader {
  const chance = world.chance.fork(`vendor/${account.id}`);
  const addresses = Array.from({ length: 3 }, () => world.networks.cloud(chance));
  const agent =
    'Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#5.15 md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython';
  return {
    id: `vendor/${account.id}`,
    kind: 'vendor',
    role: 'vendor-monitoring-integration',
    account,
    outsider: { account: VENDORS[1] ?? '', callerId: `${uniqueId('AROA', 'vendor-monitoring')}:monitoring` },
    externalId: chance.hex(32),
    place: (_, own) => ({ ip: own.pick(addresses), agent }),
    reads: WATCHED.flatMap(([id, names]) => (SERVICES.get(id)?.reads ?? []).filter(({ name }) => names.test(name))),
    later: [],
    hours: Array.from(
      { length: world.eventsPerDay < 5000 ? 2 : 8 },
      (_, i) => i * (world.eventsPerDay < 5000 ? 12 : 3),
    ),
    regions: [account.region],
    chance,
  };
}

export function scannerMembers(world: World): Member[] {
  return scannersOf(world).map((reader) => ({
    id: reader.id,
    kind: reader.kind,
    account: reader.account,
    key: `${reader.account.id}/role/${reader.role}`,
    from: 0,
    until: Number.POSITIVE_INFINITY,
    services: new Set(),
    rights: 'read' as const,
    blocks: (day: number) => roundsOf(world, reader, day),
    seat: () => undefined,
  }));
}

function roundsOf(world: World, reader: Reader, day: number): Block[] {
  const chance = reader.chance.fork(day);
  if (reader.kind === 'scanner' && chance.is(0.01)) return [];
  return reader.hours.map((hour) => {
    const start = world.start + day * DAY + hour * HOUR + chance.int(0, 20) * 60 * SECOND;
    return { start, run: (emit) => round(reader, day, start, reader.chance.fork(`${day}/${hour}`), emit) };
  });
}

function round(reader: Reader, day: number, start: number, chance: Chance, emit: Emit): void {
  const { account, role, outsider, externalId } = reader;
  const wanted = {
    account: account.id,
    role,
    sessionName: reader.kind === 'vendor' ? 'monitoring' : role,
    region: account.region,
  };
  const place = reader.place(day, chance);
  const asked = externalId === undefined ? wanted : { ...wanted, externalId };
  // In its own account the scanner's task has the role at once.
  const actor =
    outsider.account === account.id
      ? runAs(chance, 'ecs-tasks.amazonaws.com', start, asked, place, emit)
      : acrossAccounts(chance, outsider, start, asked, place, emit);
  const all = [...reader.reads, ...reader.later.filter((one) => one.day <= day).map(({ read }) => read)];
  let time = start + 2 * SECOND;
  for (const read of all) {
    if (chance.is(0.05)) continue;
    const region = chance.is(0.7) ? account.region : chance.pick(reader.regions);
    const scene: Scene = { chance, account, region, time, caller: actor.arn };
    const step = ordinary(read, scene);
    emit(logged(chance, actor, time, region, chance.is(0.01) ? refused(step, scene) : step));
    time += chance.next() * 4 * SECOND;
  }
}
