import type { NoticeSink } from '../alerts/notice.ts';
import type { ChainReport } from '../cloudtrail/digest-report.ts';
import { HOUR, MINUTE } from '../cloudtrail/time.ts';
import { messageOf } from '../errors.ts';
import type { StateStore } from '../state/store.ts';
import { chainProblems, judgeChains, verifiedBy, verifyFrom } from './chain.ts';
import type { Checked, Condition } from './condition.ts';
import { deadIn } from './dead-letters.ts';
import { type LookDeps, lookAround, uncheckedIn } from './look.ts';
import { decide, MEMORY_KEY, type Memory, readMemory, withoutSent } from './memory.ts';
import { placesIn } from './places.ts';
import { judgeSilence, quietWith } from './silence.ts';
import { unanswered } from './unanswered.ts';

export interface WatchDeps extends LookDeps {
  readonly state: Pick<StateStore, 'read'>;
  readonly sink: NoticeSink;
}

/** What a run saw, for the metrics. */
export interface Watched {
  readonly silent: number;
  readonly deadLetters: number;
  /** undefined: the chains were not looked at in this run. */
  readonly chainProblems: number | undefined;
  /** Keys of everything that is not as it should be now. */
  readonly open: readonly string[];
  /** How much of it people were told of as trouble: not what is waited for, and no reminders. */
  readonly problems: number;
  readonly sent: readonly string[];
}

/** Runs come every 15 minutes, digests every hour: the first run of an hour looks at them. */
const CHAINS_WITHIN = 15 * MINUTE;

/**
 * Looks at everything once and tells what is new. Decided first and sent then: what could not be sent is sent by the next run under
 * the same key. Throws when a notice could not be handed over, or state not be read.
 */
export async function watch(deps: WatchDeps, now: number): Promise<Watched> {
  const known = readMemory(await deps.documents.read(MEMORY_KEY));
  const places = await placesIn(deps.state, now);
  const chains = now % HOUR < CHAINS_WITHIN ? await lookAtChains(deps, known, now) : undefined;
  const { checks, unchecked, dead } = await lookAround(deps, now);
  const unseen = [...unchecked, ...(chains?.unchecked ?? [])];
  const silenceOf = ({ quiet }: Memory): Checked => judgeSilence(places, quiet, now);
  const after = await deps.documents.change(MEMORY_KEY, (text) => {
    const memory = readMemory(text);
    const all = [
      silenceOf(memory),
      ...checks,
      ...(chains?.checked === undefined ? [] : [chains.checked]),
      ...uncheckedIn(unseen, chains !== undefined),
    ];
    const next = {
      ...decide(memory, all, now),
      quiet: quietWith(memory.quiet, places, toldOf(memory), now),
      verified: chains?.reports === undefined ? memory.verified : verifiedBy(memory.verified, chains.reports, now),
    };
    const written = JSON.stringify(next);
    return { text: written === text ? undefined : written, result: next };
  });
  const sent = await sendAll(deps, after);
  return {
    silent: silenceOf(known).conditions.length,
    deadLetters: deadIn(dead),
    chainProblems: chains?.reports && chainProblems(chains.reports),
    open: Object.keys(after.open),
    problems: toldOf(after).filter((key) => !key.startsWith('review.')).length,
    sent,
  };
}

interface Chains {
  readonly reports?: readonly ChainReport[];
  readonly checked?: Checked;
  readonly unchecked: readonly Condition[];
}

/** A bucket that can't be listed must not stop the rest, nor a region that gives no keys the others. */
async function lookAtChains({ ask }: WatchDeps, { verified }: Memory, now: number): Promise<Chains | undefined> {
  if (ask.chains === undefined) return undefined;
  const { bucket, verify } = ask.chains;
  try {
    const { reports, keyless } = await verify(verifyFrom(verified, now));
    const unchecked = keyless.flatMap(({ region, said }) => {
      const failed = { is: 'failed', permission: `cloudtrail:ListPublicKeys in ${region}`, said } as const;
      return unanswered(`chain.${region}`, `who signed the digests of ${region}`, failed) ?? [];
    });
    return { reports, checked: judgeChains(reports, bucket), unchecked };
  } catch (error) {
    const failed = { is: 'failed', permission: 's3:ListBucket', said: messageOf(error) } as const;
    return { unchecked: [unanswered('chain', `the digest chain in ${bucket}`, failed) ?? []].flat() };
  }
}

/** Keys of what people were told of and not yet told to be over. */
function toldOf({ open }: Memory): string[] {
  return Object.entries(open).flatMap(([key, { told }]) => (told === undefined ? [] : [key]));
}

async function sendAll({ sink, documents }: WatchDeps, { unsent }: Memory): Promise<string[]> {
  for (const notice of unsent) {
    await sink.send(notice);
    await documents.change(MEMORY_KEY, (text) => ({
      text: JSON.stringify(withoutSent(readMemory(text), notice.key)),
      result: undefined,
    }));
  }
  return unsent.map(({ key }) => key);
}
