import { bareName, type DigestRef } from './digest.ts';
import type { Walk } from './digest-walk.ts';
import { parseKey } from './key.ts';
import { HOUR } from './time.ts';

/** A chain that was walked: the digests asked for, newest first. */
export interface Walked {
  readonly refs: readonly DigestRef[];
  readonly walk: Walk;
}

interface Span {
  readonly from: number;
  readonly until: number;
}

/** Times of a chain: all of it, and the parts that proven digests cover, an hour cut off at both ends of each. */
interface Coverage extends Span {
  readonly sure: readonly Span[];
}

/**
 * Names log files that no digest names, though proven digests cover their time: someone put them there. An hour at both ends of
 * such a time is left out, because a log file's name tells its delivery only about.
 */
export async function findUnlisted(chains: readonly Walked[]): Promise<void> {
  const places = Map.groupBy(
    chains.filter(({ refs }) => refs.length > 0),
    ({ refs: [ref] }) => `${ref?.account} ${ref?.region} ${folderOf(ref?.key ?? '')}`,
  );
  for (const inPlace of places.values()) await unlistedIn(inPlace);
}

/** Chains of several trails may share a folder: each log file is named by one of them, so all must be sure of its time. */
async function unlistedIn(chains: readonly Walked[]): Promise<void> {
  const [{ walk, refs: [ref] = [] } = { walk: undefined }] = chains;
  if (walk === undefined || ref === undefined) return;
  // A backfill digest adds log files to the hours of another chain, and covers none itself.
  const covered = chains.filter(({ refs: [first] }) => first?.backfill === false).map(coverageOf);
  if (covered.every(({ sure }) => sure.length === 0)) return;
  const range = {
    since: Math.min(...covered.map(({ from }) => from)),
    until: Math.max(...covered.map(({ until }) => until)),
  };
  for await (const key of walk.readers.listLogs({ folder: folderOf(ref.key), region: ref.region }, range)) {
    const { kind, deliveredAt, account, region } = parseKey(key) ?? {};
    if (kind !== 'log' || deliveredAt === undefined || account !== ref.account || region !== ref.region) continue;
    if (chains.some(({ walk: { listed } }) => listed.has(bareName(key))) || !isSure(covered, deliveredAt)) continue;
    const reason =
      'is named by no digest, though those of its time are proven: CloudTrail did not deliver it with them';
    walk.problems.push({ kind: 'unlisted-log', object: key, reason });
  }
}

function coverageOf({ refs, walk }: Walked): Coverage {
  const sure = merged(walk.spans).map(({ from, until }) => ({ from: from + HOUR, until: until - HOUR }));
  return { from: (refs.at(-1)?.end ?? 0) - 2 * HOUR, until: (refs[0]?.end ?? 0) + HOUR, sure };
}

function isSure(covered: readonly Coverage[], time: number): boolean {
  const within = (span: Span): boolean => time >= span.from && time <= span.until;
  const concerned = covered.filter(within);
  return concerned.length > 0 && concerned.every(({ sure }) => sure.some(within));
}

function folderOf(key: string): string {
  const at = key.indexOf('/CloudTrail-Digest/');
  return at < 0 ? '' : key.slice(0, at);
}

/** Oldest first, and those that touch as one. */
function merged(spans: readonly Span[]): readonly Span[] {
  const out: { from: number; until: number }[] = [];
  for (const { from, until } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else out.push({ from, until });
  }
  return out;
}
