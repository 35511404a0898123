import type { Chance } from '../chance.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts';
import { type Place, rootUser, sessionKey } from '../identity.ts';
import type { Member, Seat } from '../member.ts';
import { type Emit, logged } from '../record.ts';
import { call } from '../work/calls.ts';
import { rightPassword } from '../work/sign-in.ts';
import type { World } from '../world.ts';

/** Root of the main account: somebody signs in a few times a year, with a second factor, to look at what only root can. */
export function rootMembers(world: World): Member[] {
  const [account] = world.accounts;
  if (account === undefined) return [];
  const own = world.chance.fork('root');
  const line = world.networks.home(own);
  const placeOn = (day: number, chance: Chance): Place => ({
    ip: line.address(chance),
    agent: world.tools.agent('chrome', day, 1),
  });
  const run = (day: number, start: number, emit: Emit): void => {
    const chance = own.fork(`${day}/work`);
    const place = placeOn(day, own.fork(`${day}/place`));
    emit(logged(chance, rootUser(account.id, undefined, place), start, 'us-east-1', rightPassword(true)));
    const session = { accessKeyId: sessionKey(chance), since: start, mfa: true };
    const root = rootUser(account.id, session, place);
    const steps = [
      call('account', 'GetContactInformation'),
      call('iam', 'GetAccountSummary'),
      call('budgets', 'DescribeBudgets', { accountId: account.id }),
    ];
    steps.forEach((step, i) => {
      emit(logged(chance, root, start + (40 + i * 20) * SECOND, account.region, step));
    });
  };
  return [
    {
      id: 'root',
      kind: 'root',
      account,
      key: `${account.id}/root`,
      from: 0,
      until: Number.POSITIVE_INFINITY,
      services: new Set(['iam', 'account', 'budgets']),
      rights: 'admin',
      blocks: (day) => {
        const chance = own.fork(day);
        if (!chance.is(0.012)) return [];
        const start = world.start + day * DAY + chance.between(8, 18) * HOUR;
        return [{ start, run: (emit) => run(day, start, emit) }];
      },
      seat: (day): Seat => {
        const from = world.start + day * DAY + own.fork(`${day}/seat`).between(1, 20) * HOUR;
        const place = placeOn(day, own.fork(`${day}/place`));
        return { actor: rootUser(account.id, undefined, place), region: account.region, from, to: from + 30 * MINUTE };
      },
    },
  ];
}
