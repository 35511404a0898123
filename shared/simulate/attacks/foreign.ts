import { SECOND } from '../clock.ts';
import { consoleUser, iamUser, rootUser, sessionKey, signingIn, userKey } from '../identity.ts';
import { call, whoAmI } from '../work/calls.ts';
import { createAccessKey, createUser, readSecret } from '../work/identities.ts';
import { rightPassword, wrongPassword } from '../work/sign-in.ts';
import { abroad, type Deed, type Family, inOrder, type Raid, sceneOf } from './attack.ts';
import { ATTACK_BROWSER, attackTool, maybe, recon } from './recon.ts';

const stolenSession: Family = {
  id: 'A1',
  title: 'Session of a person used from elsewhere with another tool',
  victim: ({ kind }) => kind === 'person',
  act(raid) {
    const held = abroad(raid, attackTool(raid.chance));
    if (held === undefined) return undefined;
    const scene = sceneOf(raid, held);
    const granted = raid.member.rights === 'admin' ? 1 : 0.4;
    const key = createAccessKey(scene, raid.chance.pick(raid.member.account.userNames));
    return {
      member: raid.member,
      log: inOrder(raid.chance, held, [whoAmI, ...recon(scene, 8, 0.3), maybe(scene, granted, key)]),
    };
  },
};

const roleOutside: Family = {
  id: 'A3',
  title: 'Credentials of a program used from elsewhere',
  victim: ({ kind }) => kind === 'role',
  act(raid) {
    const held = abroad(raid, attackTool(raid.chance));
    if (held === undefined) return undefined;
    const scene = sceneOf(raid, held);
    const secrets = raid.chance
      .some(raid.member.account.secrets, 5)
      .flatMap((id) =>
        raid.chance.is(0.5)
          ? readSecret(scene, id)
          : [maybe(scene, 0, call('secretsmanager', 'GetSecretValue', { secretId: id }))],
      );
    return { member: raid.member, log: inOrder(raid.chance, held, [whoAmI, ...recon(scene, 6, 0.7), ...secrets]) };
  },
};

const ciOutside: Family = {
  id: 'A9',
  title: 'Token of a deploy workflow used from elsewhere',
  victim: ({ kind }) => kind === 'ci',
  act(raid) {
    const held = abroad(raid, attackTool(raid.chance));
    if (held === undefined) return undefined;
    const scene = sceneOf(raid, held);
    const { chance } = raid;
    const machines = { items: [{ imageId: `ami-0${chance.hex(16)}`, minCount: 1, maxCount: 8 }] };
    const launch = {
      ...call('ec2', 'RunInstances', {
        instancesSet: machines,
        instanceType: chance.pick(['p4d.24xlarge', 'g5.12xlarge', 'c6i.32xlarge']),
      }),
      region: 'us-west-2',
    };
    const steps = [
      whoAmI,
      ...recon(scene, 5, 0.4),
      maybe(scene, 0.5, createUser(scene, 'svc-monitor')),
      maybe(scene, 0.5, launch),
      maybe(scene, 0.5, launch),
    ];
    return { member: raid.member, log: inOrder(chance, held, steps) };
  },
};

/** Many wrong passwords, one right. */
const bruteForce: Family = {
  id: 'A6',
  title: 'Password of an IAM user guessed',
  victim: ({ kind, id, until }) =>
    kind === 'user' && id.startsWith('user/person') && until === Number.POSITIVE_INFINITY,
  act({ world, member, day, chance }: Raid): Deed {
    const { account } = member;
    const name = member.key.slice(member.key.lastIndexOf('/') + 1);
    const place = { ip: world.networks.attacker(chance), agent: ATTACK_BROWSER };
    const start = world.start + day * 86_400 * SECOND + chance.between(0, 21) * 3600 * SECOND;
    const tries = Array.from({ length: chance.int(8, 40) }, () => wrongPassword);
    const failed = inOrder(
      chance,
      { actor: signingIn(account.id, name, place, true), region: account.region, start },
      tries,
      25,
    );
    const since = (failed.at(-1)?.time ?? start) + 9 * SECOND;
    const session = { accessKeyId: sessionKey(chance), since, mfa: false };
    const entered = { actor: signingIn(account.id, name, place, false), region: account.region, start: since };
    const inside = {
      actor: consoleUser(account.id, name, session, place),
      region: account.region,
      start: since + 30 * SECOND,
    };
    return {
      member,
      log: [
        ...failed,
        ...inOrder(chance, entered, [rightPassword(false)]),
        ...inOrder(chance, inside, [call('iam', 'ListUsers'), call('iam', 'GetAccountSummary')]),
      ],
    };
  },
};

const dormantKey: Family = {
  id: 'A7',
  title: 'Key that nobody used for weeks comes back',
  victim: ({ kind, until }) => kind === 'user' && until !== Number.POSITIVE_INFINITY,
  act(raid) {
    const held = abroad(raid, attackTool(raid.chance));
    if (held === undefined || raid.day < raid.member.until + 5) return undefined;
    return { member: raid.member, log: inOrder(raid.chance, held, [whoAmI, ...recon(sceneOf(raid, held), 5, 0.4)]) };
  },
};

const root: Family = {
  id: 'A10',
  title: 'Root signs in from abroad',
  victim: ({ kind }) => kind === 'root',
  act(raid) {
    const held = abroad(raid, ATTACK_BROWSER);
    if (held === undefined) return undefined;
    const { chance, member } = raid;
    const session = { accessKeyId: sessionKey(chance), since: held.start, mfa: false };
    const inside = {
      ...held,
      actor: rootUser(member.account.id, session, held.actor),
      start: held.start + 40 * SECOND,
    };
    const key = { ...createAccessKey(sceneOf(raid, held), 'root'), request: null };
    return {
      member,
      log: [
        ...inOrder(chance, { ...held, region: 'us-east-1' }, [rightPassword(false)]),
        ...inOrder(chance, inside, [call('iam', 'ListUsers'), key, call('iam', 'ListAccessKeys')]),
      ],
    };
  },
};

/** An intruder has made themselves a user, and looks around as that. */
const newUser: Family = {
  id: 'A14',
  title: 'User that an intruder made looks around on its first day',
  victim: ({ kind, rights }) => kind === 'person' && rights === 'admin',
  act(raid) {
    const { chance, member, world, day } = raid;
    const { account } = member;
    const name = `${chance.pick(['svc', 'aws', 'backup', 'support'])}-${chance.pick(['sync', 'audit', 'ops', 'health'])}-${chance.int(10, 99)}`;
    const place = { ip: world.networks.attacker(chance), agent: attackTool(chance) };
    const actor = iamUser(account.id, name, userKey(chance), place);
    const held = {
      actor,
      region: account.region,
      start: world.start + (day + chance.between(0.05, 0.9)) * 86_400 * SECOND,
    };
    const log = inOrder(chance, held, [whoAmI, ...recon(sceneOf(raid, held), 8, 0.2)]);
    return { member, log, principal: `${account.id}/user/${name}` };
  },
};

export const FOREIGN_FAMILIES: readonly Family[] = [
  stolenSession,
  roleOutside,
  ciOutside,
  bruteForce,
  dormantKey,
  root,
  newUser,
];
