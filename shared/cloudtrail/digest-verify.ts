import { compareText } from '../order.ts';
import { bareName, type DigestRef, parseDigestKey } from './digest.ts';
import { walkChain } from './digest-chain.ts';
import { settleKeyless } from './digest-keyless.ts';
import type { DigestReaders } from './digest-readers.ts';
import type { ChainReport } from './digest-report.ts';
import { findUnlisted, type Walked } from './digest-unlisted.ts';
import type { Walk } from './digest-walk.ts';
import { DAY, HOUR, isoTime } from './time.ts';

export interface VerifyOptions {
  /** Digests that ended after this, ms. Absent: all, and the oldest must begin its chain. */
  readonly since?: number | undefined;
  /** Log files delivered before this, ms. A chain must reach it. */
  readonly until?: number | undefined;
  /** The clock, ms: a chain must reach it but for a few hours. Absent: a copy, which ends where it ends. */
  readonly now?: number | undefined;
  readonly regions?: ReadonlySet<string> | undefined;
  readonly accounts?: ReadonlySet<string> | undefined;
  /** Also lists the log files, to find those that no digest names. Costs a listing of the folder. */
  readonly unlisted?: boolean;
}

/** A digest covers an hour and is delivered within the next; an hour of grace. */
const LATE_AFTER = 3 * HOUR;
/** CloudTrail's keys overlap, and a digest near the change may carry either. */
const KEY_SLACK = 2 * HOUR;
/** A backfill digest is signed when it is made, which may be long after the time it covers. */
const BACKFILL_WITHIN = 90 * DAY;

/**
 * Verifies every chain of digests the readers list, one after the other, and the log files they name. Empty when there is no
 * digest at all: whoever asks decides what that means. Throws only when digests or public keys can't be listed.
 */
export async function verifyDigests(readers: DigestReaders, options: VerifyOptions): Promise<readonly ChainReport[]> {
  const { since, until } = options;
  // A day earlier, so that a chain shows that has stopped since.
  const range = { since: since === undefined ? undefined : since - DAY, until: until && until + HOUR };
  const refs = wanted(await readers.listDigests(range), options);
  const allNames = new Set(refs.map(({ key }) => bareName(key)));
  const walked: (Walked & { readonly newest: DigestRef })[] = [];
  for (const chain of chainsOf(refs)) {
    const [newest] = chain;
    if (newest === undefined) continue;
    const asked = chain.filter(({ end }) => since === undefined || end > since);
    const walk = await newWalk(readers, chain, asked, allNames, options);
    await walkChain(walk, asked);
    settleKeyless(walk, newest.region);
    endsEarly(walk, newest, options);
    walked.push({ newest, refs: asked, walk });
  }
  if (options.unlisted === true) await findUnlisted(walked);
  return walked.map(({ newest, walk, refs }) => reportOf(newest, walk, refs.length));
}

/** What the `watch` function runs: the digests of the last hours, and whether a chain goes on at all. */
export function verifyRecent(readers: DigestReaders, now: number, hours = 3): Promise<readonly ChainReport[]> {
  // The newest digest may be three hours old and right: the window starts where it may stand.
  return verifyDigests(readers, { since: now - hours * HOUR - LATE_AFTER, now });
}

function wanted(keys: readonly string[], { until, regions, accounts }: VerifyOptions): readonly DigestRef[] {
  return keys
    .map(parseDigestKey)
    .filter((ref) => ref !== undefined)
    .filter(({ end }) => until === undefined || end < until + HOUR)
    .filter(({ region, account }) => regions?.has(region) !== false && accounts?.has(account) !== false);
}

/** Newest first within each chain; chains by their names. */
function chainsOf(refs: readonly DigestRef[]): readonly (readonly DigestRef[])[] {
  const chains = new Map<string, DigestRef[]>();
  for (const ref of refs) {
    const chain = chains.get(ref.chain);
    if (chain === undefined) chains.set(ref.chain, [ref]);
    else chain.push(ref);
  }
  return [...chains]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, chain]) => chain.sort((a, b) => b.end - a.end || compareText(b.key, a.key)));
}

async function newWalk(
  readers: DigestReaders,
  chain: readonly DigestRef[],
  asked: readonly DigestRef[],
  allNames: ReadonlySet<string>,
  { since, now }: VerifyOptions,
): Promise<Walk> {
  const [newest] = asked;
  const until = newest && (newest.backfill ? (now ?? newest.end + BACKFILL_WITHIN) : newest.end + KEY_SLACK);
  const from = (asked.at(-1)?.end ?? 0) - KEY_SLACK;
  const keys =
    newest === undefined || until === undefined
      ? { complete: false, keys: [] }
      : await readers.publicKeys(newest.region, { since: from, until });
  const names = new Set(chain.map(({ key }) => bareName(key)));
  const counts = { proven: 0, fitted: 0, logs: 0, unverifiedLogs: 0, starts: 0 };
  const found = { problems: [], notes: [], keyless: [], spans: [], listed: new Set<string>() };
  return { readers, keys, since, names, allNames, ...found, ...counts };
}

/** Whoever cuts the end off a chain leaves no link that would show it: only the clock does. */
function endsEarly(walk: Walk, newest: DigestRef, { until, now }: VerifyOptions): void {
  const due = Math.min(
    until === undefined ? Number.POSITIVE_INFINITY : until - HOUR,
    now === undefined ? Number.POSITIVE_INFINITY : now - LATE_AFTER,
  );
  if (newest.backfill || due === Number.POSITIVE_INFINITY || newest.end >= due) return;
  const missing = Math.max(1, Math.floor((due - newest.end) / HOUR));
  const reason = `is the newest digest, and ended ${isoTime(newest.end)}: at least ${missing} after it are not there; expected one an hour until ${isoTime(due)}, unless logging was stopped`;
  walk.problems.push({ kind: 'ends-early', object: newest.key, reason });
}

function reportOf(newest: DigestRef, walk: Walk, digests: number): ChainReport {
  const { account, region, trail, backfill } = newest;
  const { proven, logs, unverifiedLogs, starts, spans } = walk;
  const from = spans.at(-1)?.from;
  const until = spans[0]?.until;
  const counts = { digests, proven, logs, unverifiedLogs, starts, from, until };
  return { account, region, trail, backfill, ...counts, problems: walk.problems, notes: walk.notes };
}
