import { at, isWorkday, MINUTE, SECOND } from '../calendar.ts';
import { fromIdentityCenter } from '../federation.ts';
import { type Actor, consoleUser, signingIn } from '../identity.ts';
import { CLI, FIREFOX, GLOBAL_REGION, PEOPLE, type Person, PROD, SECRETS, STAGING } from '../organisation.ts';
import { type Call, inOrder, type Logged, logged } from '../record.ts';
import type { Chance } from '../seed.ts';
import { sessionKey } from '../session.ts';
import { STAGING_TASKS, TASKS } from './tasks.ts';

/** When people start something; shared hours, because so are stand-ups and lunch. */
const MORNING = ['07:02', '07:41', '08:31', '09:06', '09:46', '10:21'];
const AFTERNOON = ['12:01', '12:42', '13:31', '14:16', '14:56', '15:41'];

/** Things people try and may not do; everybody does now and then. */
function refusal(person: Person, account: string): Call {
  if (person.set === 'Analyst') {
    const resource = SECRETS[0] ?? '*';
    return {
      service: 'secretsmanager',
      name: 'GetSecretValue',
      denied: { action: 'secretsmanager:GetSecretValue', resource },
    };
  }
  if (person.set === 'Developer') {
    const resource = `arn:aws:lambda:eu-central-1:${account}:function:orders-api`;
    const action = 'lambda:UpdateFunctionConfiguration';
    return { service: 'lambda', name: 'UpdateFunctionConfiguration20150331v2', denied: { action, resource } };
  }
  const action = 'organizations:ListAccounts';
  return { service: 'organizations', name: 'ListAccounts', denied: { action, resource: '*' } };
}

function sitting(chance: Chance, person: Person, day: number, clock: string): readonly Logged[] {
  const account = chance.pick(person.accounts);
  const start = at(day, clock) + chance.int(0, 100) * SECOND;
  const cli = person.set === 'Platform' && chance.next() < 0.4 ? CLI : undefined;
  const { actor, log } = fromIdentityCenter(chance, person, account, start, cli);
  const known = TASKS[person.set];
  const tasks = account === STAGING && person.set === 'Developer' ? [...known, ...STAGING_TASKS] : known;
  const calls = [chance.pick(tasks), chance.pick(tasks)].flat();
  if (chance.next() < 0.2) calls.push(refusal(person, account));
  return [...log, ...inOrder(chance, actor, start + 6 * SECOND, calls)];
}

/** `accounting` is an IAM user of the old days, with a second factor, who reads the bill every morning. */
function bookkeeper(chance: Chance, day: number): readonly Logged[] {
  const place = { ip: '198.51.100.10', agent: FIREFOX };
  const start = at(day, '08:31') + chance.int(0, 60) * SECOND;
  const before: Actor = signingIn(PROD, 'accounting', place, true);
  const after: Actor = signingIn(PROD, 'accounting', place, false);
  const session = { accessKeyId: sessionKey(chance), since: start + 20 * SECOND, mfa: true };
  const reads = ['GetCostAndUsage', 'GetCostForecast', 'GetDimensionValues'];
  return [
    logged(chance, before, start, {
      service: 'signin',
      name: 'CheckMfa',
      readOnly: false,
      response: { CheckMfa: 'Success' },
      extra: { MfaType: 'Virtual MFA' },
    }),
    logged(chance, after, start + 20 * SECOND, {
      service: 'signin',
      name: 'ConsoleLogin',
      response: { ConsoleLogin: 'Success' },
      extra: { LoginTo: 'https://console.aws.amazon.com/billing/home', MobileVersion: 'No', MFAUsed: 'Yes' },
    }),
    ...inOrder(
      chance,
      consoleUser(PROD, 'accounting', session, place),
      start + MINUTE,
      reads.map((name) => ({ service: 'ce', name, region: GLOBAL_REGION, request: { granularity: 'MONTHLY' } })),
    ),
  ];
}

/** What people do of a day: nothing at the weekend, but for whoever is on call. */
export function people(chance: Chance, day: number): readonly Logged[] {
  if (!isWorkday(day)) {
    const onCall = PEOPLE.filter(({ set }) => set === 'Platform');
    return sitting(chance.fork('on call'), chance.pick(onCall), day, '12:01');
  }
  const sittings = PEOPLE.flatMap((person) => {
    const own = chance.fork(person.name);
    const first = sitting(own, person, day, own.pick(MORNING));
    return own.next() < 0.45 ? [...first, ...sitting(own, person, day, own.pick(AFTERNOON))] : first;
  });
  return [...sittings, ...bookkeeper(chance.fork('accounting'), day)];
}
