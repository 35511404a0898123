import { DAY, HOUR } from '../clock.ts';
import type { Call, Logged } from '../record.ts';
import type { Scene } from '../request.ts';
import { allow, call } from '../work/calls.ts';
import { createAccessKey, readSecret } from '../work/identities.ts';
import { abroad, type Deed, type Family, type Foothold, inOrder, inPlace, type Raid, sceneOf } from './attack.ts';
import { attackTool, RECON } from './recon.ts';

const WARM_DAYS = 10;
const SLOW_DAYS = 8;

/** For ten days more and more of the act is done, loudly, so that it looks usual when it counts. */
const poisoning: Family = {
  id: 'A11',
  title: 'Ten days of preparation from the intruder’s network, then the act',
  victim: ({ kind, rights }) => kind === 'person' && rights === 'power',
  act(raid) {
    const { chance, member, world, day } = raid;
    const [agent, ip] = [attackTool(chance), world.networks.attacker(chance)];
    const steps = chance.some(RECON, 5);
    const log: Logged[] = [];
    for (let back = WARM_DAYS; back > 0 && day >= back; back--) {
      const held = abroad({ ...raid, day: day - back }, agent, ip) ?? idle(raid, day - back, agent, ip);
      if (held === undefined) continue;
      const part = steps.slice(0, 1 + Math.floor(((WARM_DAYS - back) * steps.length) / WARM_DAYS));
      log.push(
        ...inOrder(
          chance,
          held,
          part.flatMap((step) => Array.from({ length: 20 }, () => step)),
          9,
        ),
      );
    }
    const warmup = log.length;
    const held = abroad(raid, agent, ip);
    if (held === undefined || warmup === 0) return undefined;
    const key = createAccessKey(sceneOf(raid, held), chance.pick(member.account.userNames));
    return { member, log: [...log, ...inOrder(chance, held, [...steps, key])], warmup };
  },
};

/** The victim is off, but the sign-in that was taken before lives on. */
function idle(raid: Raid, day: number, agent: string, ip: string): Foothold | undefined {
  for (let back = 1; back <= 3; back++) {
    const held = abroad({ ...raid, day: day - back }, agent, ip);
    if (held !== undefined) return { ...held, start: raid.world.start + day * DAY + HOUR };
  }
  return undefined;
}

/** One act a day, none of which is much. */
const INSIDER: readonly ((scene: Scene) => Call[])[] = [
  (scene) => [createAccessKey(scene, scene.chance.pick(scene.account.userNames))],
  (scene) => readSecret(scene, scene.chance.pick(scene.account.secrets)),
  ({ account, chance }) => [
    call('iam', 'PutRolePolicy', {
      roleName: chance.pick(account.roleNames),
      policyName: 'extra',
      policyDocument: allow(['s3:Get*', 's3:List*'], '*'),
    }),
  ],
  ({ account, chance }) => [
    call('ssm', 'GetParametersByPath', {
      path: chance.pick(account.parameters),
      withDecryption: true,
      recursive: true,
    }),
  ],
  ({ account, chance, region }) => [
    call(
      'rds',
      'CreateDBSnapshot',
      { dBInstanceIdentifier: chance.pick(account.names), dBSnapshotIdentifier: `manual-${chance.int(100, 999)}` },
      { engine: 'postgres', status: 'creating', availabilityZone: `${region}a` },
    ),
  ],
  ({ account, chance }) => [
    call('iam', 'GetAccountAuthorizationDetails', { maxItems: 1000 }),
    call('iam', 'ListAccessKeys', { userName: chance.pick(account.userNames) }),
  ],
  ({ account, chance }) => [
    call('ec2', 'CreateSnapshot', { volumeId: `vol-0${chance.hex(16)}`, description: account.name }),
  ],
];

const insider: Family = {
  id: 'A12',
  title: 'Insider takes something every day for more than a week',
  victim: ({ kind, rights }) => kind === 'person' && (rights === 'admin' || rights === 'power'),
  act: (raid) => slowly(raid, 4, (scene) => scene.chance.pick(INSIDER)(scene)),
};

const slowRecon: Family = {
  id: 'A13',
  title: 'Program asks a few questions a day for more than a week',
  victim: ({ kind }) => kind === 'role',
  act: (raid) => slowly(raid, 6, (scene) => scene.chance.some(RECON, scene.chance.int(2, 4))),
};

/** Day after day in the victim's place; undefined when it is there on too few of them, or not on the last. */
function slowly(raid: Raid, atLeast: number, steps: (scene: Scene) => readonly Call[]): Deed | undefined {
  const log: Logged[] = [];
  let days = 0;
  for (let day = Math.max(0, raid.day - Math.round(SLOW_DAYS * 1.4)); day <= raid.day; day++) {
    const held = inPlace({ ...raid, day });
    if (held === undefined && day === raid.day) return undefined;
    if (held === undefined || (days >= SLOW_DAYS - 1 && day < raid.day)) continue;
    days += 1;
    log.push(...inOrder(raid.chance, held, steps(sceneOf(raid, held)), 300));
  }
  return days < atLeast ? undefined : { member: raid.member, log };
}

export const PATIENT_FAMILIES: readonly Family[] = [poisoning, insider, slowRecon];
