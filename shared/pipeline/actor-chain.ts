import type { Principal } from '../cloudtrail/principal.ts';
import { valueBefore } from '../state/as-of.ts';
import type { StateStore, StateView } from '../state/store.ts';
import { sessionKey } from './keys.ts';

/** AWS allows chains of roles without end; nobody reads past five. */
const MAX_CHAIN = 5;

/** Who acted first, then who assumed that principal's session, and so on back. */
export type Chains = (principal: Principal, time: number) => readonly Principal[];

/**
 * Follows temporary credentials back to who asked for them: the accessKeyId of a role session was given out by an AssumeRole
 * that names its caller, whose own key may be a session's again. Reads the state once a link of the longest chain.
 */
export async function actorChains(
  actors: readonly { principal: Principal; time: number }[],
  state: StateStore,
): Promise<Chains> {
  const sessions = new Map<string, StateView extends ReadonlyMap<string, infer Item> ? Item : never>();
  let open = keysOf(actors.map(({ principal }) => principal));
  for (let link = 0; link < MAX_CHAIN && open.length > 0; link += 1) {
    const view = await state.read(open);
    for (const [key, item] of view) sessions.set(key, item);
    const callers = [...view.values()].flatMap((item) =>
      item.kind === 'register' ? item.entries.map(({ value }) => principalIn(value)) : [],
    );
    open = keysOf(callers.filter((caller) => caller !== undefined)).filter((key) => !sessions.has(key));
  }
  return (principal, time) => {
    const chain = [principal];
    for (let last = principal; chain.length <= MAX_CHAIN; ) {
      const given =
        last.accessKeyId === undefined ? undefined : valueBefore(sessions.get(sessionKey(last.accessKeyId)), time + 1);
      const caller = given === undefined ? undefined : principalIn(given.value);
      if (caller === undefined || isSamePerson(caller, last) || chain.some((known) => isSame(known, caller))) break;
      chain.push(caller);
      last = caller;
    }
    return chain;
  };
}

/** At the identity provider and in the session: one person, whose session is named already. */
function isSamePerson(a: Principal, b: Principal): boolean {
  return a.class === 'human' && b.class === 'human' && a.name === b.name;
}

function isSame(a: Principal, b: Principal): boolean {
  return a.key === b.key && a.accessKeyId === b.accessKeyId;
}

function keysOf(principals: readonly Principal[]): string[] {
  const keys = principals.flatMap(({ accessKeyId }) =>
    accessKeyId === undefined || accessKeyId.startsWith('AKIA') ? [] : [sessionKey(accessKeyId)],
  );
  return [...new Set(keys)];
}

/** Written by `learnSession`; a register that holds something else has no caller to tell. */
function principalIn(value: string): Principal | undefined {
  const parsed: unknown = JSON.parse(value);
  return typeof parsed === 'object' && parsed !== null && 'key' in parsed ? (parsed as Principal) : undefined;
}
