import { rolePattern } from '../../cloudtrail/principal.ts';
import type { Tool } from '../clients.ts';
import { DAY, HOUR, MINUTE, SECOND, weekday } from '../clock.ts';
import type { Actor } from '../identity.ts';
import type { Block, Member, Seat } from '../member.ts';
import { type Call, type Emit, logged } from '../record.ts';
import { refused, type Scene } from '../request.ts';
import { fromGitHub } from '../session.ts';
import { whoAmI } from '../work/calls.ts';
import type { World } from '../world.ts';
import { type Kind, type Pipeline, release } from './pipeline.ts';

const KINDS: readonly Kind[] = ['rest', 'http', 'containers', 'functions', 'platform', 'site'];
const EXTRA: Readonly<Record<Kind, readonly string[]>> = {
  rest: ['logs', 'dynamodb', 'sqs', 'monitoring'],
  http: ['logs', 'dynamodb', 'events', 'sns'],
  containers: ['ecr', 'ecs', 'elasticloadbalancing', 'application-autoscaling'],
  site: ['s3', 'cloudfront', 'acm'],
  functions: ['lambda', 'sqs', 'events', 'logs'],
  platform: ['ec2', 'route53', 'rds', 'kms', 'monitoring', 's3'],
};

function makePipeline(world: World, index: number): Pipeline {
  const { accounts, days, noise, tasks, company } = world;
  const chance = world.chance.fork(`ci/${index}`);
  const kind = KINDS[index % KINDS.length] ?? 'functions';
  const account = index < 2 ? (accounts[0] ?? chance.pick(accounts)) : chance.pickEarly(accounts);
  const fn = chance.pick(account.functions);
  const repository = `${fn.split('-')[0]}${kind === 'platform' ? '-infrastructure' : ''}`;
  const terraform = kind === 'platform' || kind === 'rest';
  const services = [...EXTRA[kind], chance.pick([...tasks.keys()])];
  return {
    id: `ci/${index}`,
    kind,
    account,
    role: `github-${repository}-deploy-${index}`,
    subject: `repo:${company}/${repository}:${chance.is(0.5) ? 'ref:refs/heads/main' : `environment:${account.name}`}`,
    tool: terraform ? 'terraform' : chance.pick<Tool>(['cdk', 'cli', 'js']),
    variant: chance.int(0, 20),
    api: chance.pick(account.restApis),
    http: chance.pick(account.httpApis),
    fn,
    extra: EXTRA[kind].flatMap((service) => chance.some(tasks.get(service) ?? [], 2)),
    growth: Array.from({ length: chance.poisson(0.05 * noise * days) }, () => ({
      day: Math.floor(chance.next() * days),
      task: chance.pick(tasks.get(chance.pick(services)) ?? []),
    })),
    rate: chance.between(0.8, 4),
    chance,
  };
}

export function ciMembers(world: World): Member[] {
  const count = Math.max(2, Math.round(6 * world.habits.pipelines * Math.min(6, world.scale) ** 0.9));
  return Array.from({ length: count }, (_, i) => makePipeline(world, i)).map((pipeline) => ({
    id: pipeline.id,
    kind: 'ci' as const,
    account: pipeline.account,
    key: `${pipeline.account.id}/role/${rolePattern(pipeline.role)}`,
    from: 0,
    until: Number.POSITIVE_INFINITY,
    services: new Set([...EXTRA[pipeline.kind], 'apigateway', 'lambda', 'cloudformation', 'iam', 'sts']),
    rights: 'power' as const,
    blocks: (day: number) => runsOf(world, pipeline, day),
    seat: (day: number) => seatOf(world, pipeline, day),
  }));
}

function runsOf(world: World, pipeline: Pipeline, day: number): Block[] {
  const chance = pipeline.chance.fork(day);
  const weekend = weekday(world.firstDay + day) >= 5;
  if (!chance.is(weekend ? 0.12 : 0.93)) return [];
  const count = 1 + chance.poisson(pipeline.rate * (weekend ? 0.3 : 1));
  const midnight = world.start + day * DAY;
  return Array.from({ length: count }, (_, i) => {
    const hour = (chance.normal(13.5, 3) - world.habits.office + 48) % 24;
    return {
      start: midnight + hour * HOUR,
      run: (emit: Emit) => run(world, pipeline, day, i, midnight + hour * HOUR, emit),
    };
  });
}

const CREDENTIALS = 'configure-aws-credentials-for-github-actions md/nodejs#20.19.4';

/** The session of a run; what it draws is its own, so that it is the same whenever asked. */
function open(world: World, pipeline: Pipeline, day: number, index: number, start: number, emit: Emit): Actor {
  const chance = pipeline.chance.fork(`${day}/${index}/session`);
  const { account, role, subject, tool, variant } = pipeline;
  const wanted = { account: account.id, role, sessionName: 'GitHubActions', region: account.region };
  const place = { ip: world.networks.runner(chance), agent: world.tools.agent(tool, day, variant) };
  return fromGitHub(chance, start, wanted, { subject, agent: CREDENTIALS }, place, emit);
}

function run(world: World, pipeline: Pipeline, day: number, index: number, start: number, emit: Emit): void {
  const chance = pipeline.chance.fork(`${day}/${index}`);
  const { account } = pipeline;
  const actor = open(world, pipeline, day, index, start, emit);
  const scene: Scene = { chance, account, region: account.region, time: start, caller: actor.arn };
  const grown = pipeline.growth.filter((one) => one.day <= day).map(({ task }) => task);
  const others = [...pipeline.extra, ...grown].filter(() => chance.is(0.35));
  const steps = [whoAmI, ...release(pipeline, scene), ...others.flatMap((task) => task.calls(scene))];
  let time = start + 4 * SECOND;
  for (const step of steps) {
    emit(logged(chance, actor, time, account.region, troubled(step, scene)));
    time += chance.int(0, 5) * SECOND;
  }
}

/** Deploys meet rate limits, and permissions that nobody has granted yet. */
function troubled(step: Call, scene: Scene): Call {
  const luck = scene.chance.next();
  if (luck < 0.006) return refused(step, scene);
  if (luck > 0.012) return step;
  return { ...step, response: null, failed: { code: 'ThrottlingException', message: 'Rate exceeded' } };
}

/** The first run of a day. */
function seatOf(world: World, pipeline: Pipeline, day: number): Seat | undefined {
  const [first] = runsOf(world, pipeline, day);
  if (first === undefined) return undefined;
  const actor = open(world, pipeline, day, 0, first.start, () => {});
  const from = first.start + 2 * MINUTE;
  return { actor, region: pipeline.account.region, from, to: from + 20 * MINUTE };
}
