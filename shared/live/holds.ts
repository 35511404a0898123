import { DAY, HOUR } from '../cloudtrail/time.ts';
import { packed, unpacked } from './packed.ts';
import { LIVE, type LiveDeps } from './ports.ts';
import { forgettable, LAST_DAY, type Progress } from './progress.ts';

/** Since when (ms of event time) backfills under way need state, and when (ms) each said so. */
type Holds = Readonly<Record<string, { readonly since: number; readonly said: number }>>;

const KEY = 'holds';
/** A backfill that said nothing for so long was given up: state must not grow for it. */
const GIVEN_UP = 3 * DAY;
/** It says so again after so long. */
const SAID_AGAIN = 6 * HOUR;
/** Before any event: nothing is forgotten. */
const BEGINNING = 0;

/**
 * Tells the store what it may forget: what no run needs any more. State is shared, so that live must leave to a backfill what that has
 * written of days long gone and not judged yet, and no run may go by what another, in the same container, had told the store.
 */
export async function forgetOld(deps: LiveDeps, progress: Progress): Promise<void> {
  const known = holdsIn(await deps.documents.read(KEY));
  const own = isClosed(progress) ? BEGINNING : (forgettable(progress) ?? BEGINNING);
  if (deps.run !== LIVE && !isClosed(progress)) await hold(deps, known, own);
  const others = Object.values(known).filter(({ said }) => said > deps.now - GIVEN_UP);
  await deps.state.trim(Math.min(own, ...others.map(({ since }) => since)));
}

/** A backfill is done: nobody keeps anything for it any more. */
export async function release({ documents, run }: Pick<LiveDeps, 'documents' | 'run'>): Promise<void> {
  await documents.change(KEY, (text) => {
    const { [run]: mine, ...others } = holdsIn(text);
    return { text: mine === undefined ? undefined : packed(others), result: undefined };
  });
}

async function hold({ documents, run, now }: LiveDeps, known: Holds, since: number): Promise<void> {
  const mine = known[run];
  if (mine !== undefined && mine.since === since && mine.said > now - SAID_AGAIN) return;
  await documents.change(KEY, (text) => ({
    text: packed({ ...holdsIn(text), [run]: { since, said: now } }),
    result: undefined,
  }));
}

/** Its books are closed for ever: it knows nothing of what others still need. */
function isClosed({ through }: Progress): boolean {
  return through !== undefined && through >= LAST_DAY;
}

function holdsIn(text: string | undefined): Holds {
  return text === undefined ? {} : unpacked<Holds>(text, KEY);
}
