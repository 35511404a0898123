import type { Account } from '../account.ts';
import { DAY, HOUR, SECOND } from '../clock.ts';
import { assumedRole, awsService } from '../identity.ts';
import type { Member } from '../member.ts';
import { operation } from '../operations.ts';
import { type Emit, logged } from '../record.ts';
import { ordinary, type Scene } from '../request.ts';
import { issued } from '../session.ts';
import type { World } from '../world.ts';
import type { Pace } from './machine.ts';

/** What AWS does by itself in an account: a service takes its service-linked role and looks at things. */
interface Caller {
  readonly service: string;
  readonly role: string;
  readonly asks: readonly (readonly [string, string])[];
  readonly rate: number;
}

const CALLERS: readonly Caller[] = [
  {
    service: 'config.amazonaws.com',
    role: 'AWSServiceRoleForConfig',
    asks: [
      ['ec2', 'DescribeInstances'],
      ['ec2', 'DescribeVolumes'],
      ['lambda', 'ListFunctions20150331'],
      ['iam', 'ListRoles'],
      ['dynamodb', 'DescribeTable'],
      ['rds', 'DescribeDBInstances'],
      ['apigateway/v1', 'GetRestApis'],
    ],
    rate: 45,
  },
  {
    service: 'autoscaling.amazonaws.com',
    role: 'AWSServiceRoleForAutoScaling',
    asks: [
      ['ec2', 'DescribeInstances'],
      ['elasticloadbalancing', 'DescribeTargetHealth'],
    ],
    rate: 30,
  },
  {
    service: 'elasticloadbalancing.amazonaws.com',
    role: 'AWSServiceRoleForElasticLoadBalancing',
    asks: [['ec2', 'DescribeSubnets']],
    rate: 20,
  },
  {
    service: 'guardduty.amazonaws.com',
    role: 'AWSServiceRoleForAmazonGuardDuty',
    asks: [
      ['ec2', 'DescribeVpcs'],
      ['s3', 'GetBucketPolicy'],
    ],
    rate: 12,
  },
  {
    service: 'ecs.amazonaws.com',
    role: 'AWSServiceRoleForECS',
    asks: [
      ['ec2', 'DescribeSubnets'],
      ['elasticloadbalancing', 'DescribeTargetGroups'],
    ],
    rate: 35,
  },
  {
    service: 'rds.amazonaws.com',
    role: 'AWSServiceRoleForRDS',
    asks: [
      ['ec2', 'DescribeSubnets'],
      ['logs', 'DescribeLogStreams'],
    ],
    rate: 10,
  },
  {
    service: 'application-autoscaling.amazonaws.com',
    role: 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable',
    asks: [
      ['dynamodb', 'DescribeTable'],
      ['monitoring', 'DescribeAlarms'],
    ],
    rate: 25,
  },
  {
    service: 'trustedadvisor.amazonaws.com',
    role: 'AWSServiceRoleForTrustedAdvisor',
    asks: [
      ['ec2', 'DescribeAddresses'],
      ['iam', 'GetAccountSummary'],
    ],
    rate: 8,
  },
];

export function serviceMembers(world: World, pace: Pace): Member[] {
  return world.accounts.flatMap((account) => CALLERS.map((caller) => memberOf(world, account, caller, pace)));
}

function memberOf(world: World, account: Account, caller: Caller, pace: Pace): Member {
  const id = `service/${account.id}/${caller.service}`;
  const own = world.chance.fork(id);
  const rate = own.lognormal(caller.rate * world.habits.aws, 0.4);
  return {
    id,
    kind: 'service',
    account,
    key: `${account.id}/role/${caller.role}`,
    from: 0,
    until: Number.POSITIVE_INFINITY,
    services: new Set(),
    rights: 'own',
    seat: () => undefined,
    blocks: (day) => {
      const factor = own.fork(day).lognormal(1, 0.25);
      return Array.from({ length: 24 }, (_, hour) => ({
        start: world.start + day * DAY + hour * HOUR,
        run: (emit: Emit) =>
          runHour(
            { world, account, caller },
            own.fork(`${day}/${hour}`),
            (rate * factor * pace.factor) / 24,
            day,
            hour,
            emit,
          ),
      }));
    },
  };
}

type Rounds = { readonly world: World; readonly account: Account; readonly caller: Caller };

function runHour(
  { world, account, caller }: Rounds,
  chance: World['chance'],
  mean: number,
  day: number,
  hour: number,
  emit: Emit,
): void {
  const { service, role, asks } = caller;
  const begins = world.start + day * DAY + hour * HOUR;
  const path = `/aws-service-role/${service}/`;
  const session = {
    account: account.id,
    role,
    path,
    sessionName: role.replace('AWSServiceRoleFor', ''),
    region: account.region,
  };
  for (let n = chance.poisson(mean / 2.2); n > 0; n--) {
    const time = begins + chance.next() * HOUR;
    const { call } = issued(chance, time, session);
    emit(
      logged(chance, awsService(account.id, service), time, account.region, { ...call, sharedEventId: chance.uuid() }),
    );
    const actor = assumedRole({ ...session, since: time, invokedBy: service }, { ip: service, agent: service });
    const scene: Scene = { chance, account, region: account.region, time, caller: actor.arn };
    for (const [id, name] of asks)
      if (chance.is(1.2 / asks.length))
        emit(logged(chance, actor, time + SECOND, account.region, ordinary(operation(id, name), scene)));
  }
}
