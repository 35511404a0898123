import type { Chance } from '../chance.ts';
import { DAY, HOUR, SECOND } from '../clock.ts';
import { type Actor, assumedRole, type Place } from '../identity.ts';
import type { Emit } from '../record.ts';
import { issued, runAs, type Wanted } from '../session.ts';
import type { World } from '../world.ts';
import type { Machine } from './machine.ts';

/** Credentials of a program are renewed about as often as this. */
const SESSION_HOURS = 6;
const PRINCIPAL = { lambda: 'lambda.amazonaws.com', ec2: 'ec2.amazonaws.com', ecs: 'ecs-tasks.amazonaws.com' } as const;

/** An hour of a machine's day. */
export interface Hour {
  readonly world: World;
  readonly machine: Machine;
  readonly day: number;
  readonly hour: number;
  /** Something it needs has just been taken from it, or was never granted. */
  readonly refusals: boolean;
}

/**
 * The session of a copy at an hour. AWS takes the role for what always runs every few hours, for the rest whenever there is
 * work; a session that began in an hour without work has left no record of that.
 */
export function sessionOf({ world, machine, day, hour }: Hour, copy: number, emit?: Emit): Actor {
  const lasting = machine.rhythm === 'steady';
  const first = lasting ? hour - (hour % SESSION_HOURS) : hour;
  const own = machine.chance.fork(`${day}/${first}/${copy}`);
  const wanted = wantedOf(machine, copy, own);
  const place = placeOf(world, machine, day, copy, own);
  const since = world.start + day * DAY + first * HOUR + SECOND;
  const delivery = machine.runs === 'ec2' ? '2.0' : undefined;
  if (emit !== undefined && hour === first)
    return runAs(own, PRINCIPAL[machine.runs], since, wanted, place, emit, delivery);
  const { key } = issued(own, since, wanted);
  const session = { ...wanted, accessKeyId: key, since };
  return assumedRole(delivery === undefined ? session : { ...session, ec2RoleDelivery: delivery }, place);
}

function wantedOf(machine: Machine, copy: number, own: Chance): Wanted {
  const { account, role, region, runs, id } = machine;
  const instance =
    account.instances[(Number(id.replace(/\D/g, '')) + copy) % account.instances.length] ?? 'i-00000000000000000';
  const sessionName =
    runs === 'ec2'
      ? instance
      : runs === 'ecs'
        ? own.hex(32)
        : role.replace(/-(role|task|exec|runtime|LambdaExecutionRole)\b.*$/, '');
  return { account: account.id, role, sessionName, lasts: SESSION_HOURS * 3600, region };
}

function placeOf(world: World, machine: Machine, day: number, copy: number, own: Chance): Place {
  const agent = world.tools.agent(machine.tool, day, machine.variant, machine.where);
  const { account, addresses, runs } = machine;
  if (addresses.length === 0) {
    const host = runs === 'ec2' ? 10 + copy : own.int(10, 250);
    return { ip: `${account.vpc}.${own.int(1, 3)}.${host}`, agent, vpcEndpoint: account.vpcEndpoint };
  }
  return {
    ip: runs === 'lambda' ? own.pick(addresses) : (addresses[copy % addresses.length] ?? own.pick(addresses)),
    agent,
  };
}
