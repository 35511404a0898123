import { type Actor, actorsOf, type ConsoleSession, type Place } from '../sample/identity.ts';
import type { Fields } from '../sample/json.ts';
import { BASE32 } from '../sample/seed.ts';
import { Chance } from './chance.ts';
import { iso } from './clock.ts';

export {
  type Actor,
  awsService,
  type ConsoleSession,
  otherAccount,
  type Place,
} from '../sample/identity.ts';
export { sessionKey } from '../sample/session.ts';

const ids = new Map<string, string>();

/** An AWS unique id of a named thing: the same for every seed, because a role keeps its id. Ends in EXAMPLE, as in AWS documentation. */
export function uniqueId(prefix: 'AIDA' | 'AROA', name: string): string {
  let id = ids.get(name);
  if (id === undefined) {
    // Of roles and users there are thousands, of stacks that come and go any number.
    if (ids.size > 20_000) ids.clear();
    id = Chance.from(7).fork(name).letters(BASE32, 10);
    ids.set(name, id);
  }
  return `${prefix}${id}EXAMPLE`;
}

export const userKey = (chance: Chance): string => `AKIA${chance.letters(BASE32, 9)}EXAMPLE`;

export const { iamUser, consoleUser, signingIn, assumedRole } = actorsOf(uniqueId);

export function rootUser(account: string, session: ConsoleSession | undefined, place: Place): Actor {
  const arn = `arn:aws:iam::${account}:root`;
  const base: Fields = { type: 'Root', principalId: account, arn, accountId: account };
  if (session === undefined) return { account, arn, identity: base, ...place };
  const attributes = { creationDate: iso(session.since), mfaAuthenticated: String(session.mfa) };
  const identity = { ...base, accessKeyId: session.accessKeyId, sessionContext: { attributes } };
  return { account, arn, identity, ...place, console: true };
}
