import { plainText } from '../../shared/alerts/plain-text.ts';
import { counted } from '../../shared/alerts/wording.ts';
import {
  type ChainReport,
  type DigestNote,
  type DigestProblem,
  isTampering,
} from '../../shared/cloudtrail/digest-report.ts';
import { isoTime } from '../../shared/cloudtrail/time.ts';

/**
 * `unproven`: nothing is wrong, and nothing is signed by a known key. `wrong-keys`: the public keys do not belong to the digests,
 * which leaves open whether anybody tampered with them.
 */
type VerifyVerdict = 'intact' | 'unproven' | 'wrong-keys' | 'tampered';

export function verdictOf(chains: readonly ChainReport[]): VerifyVerdict {
  const problems = problemsOf(chains);
  if (problems.some(isTampering)) return 'tampered';
  if (problems.length > 0) return 'wrong-keys';
  return chains.some(({ proven }) => proven > 0) ? 'intact' : 'unproven';
}

/** What a person sees: a line for each problem and note, one for each chain, and the verdict. */
export function verifyLines(chains: readonly ChainReport[]): readonly string[] {
  return [
    ...problemsOf(chains).map((problem) => lineOf(problem)),
    ...chains.flatMap(({ notes }) => notes).map((note) => `note: ${lineOf(note)}`),
    ...chains.map(chainLine),
    ...verdictLines(chains),
  ];
}

/** The same for programs; times as in the log. */
export function verifyJson(chains: readonly ChainReport[]): unknown {
  return {
    verdict: verdictOf(chains),
    digests: total(chains, 'digests'),
    proven: total(chains, 'proven'),
    logs: total(chains, 'logs'),
    unverifiedLogs: total(chains, 'unverifiedLogs'),
    chains: chains.map(({ from, until, ...chain }) => ({ ...chain, from: timeOf(from), until: timeOf(until) })),
  };
}

/** Names in a digest that was tampered with may hold anything. */
function lineOf({ kind, object, reason }: DigestProblem | DigestNote): string {
  return `${kind}: ${plainText(object)} ${plainText(reason)}`;
}

function chainLine({ account, region, trail, backfill, ...chain }: ChainReport): string {
  const { digests, proven, logs, unverifiedLogs, starts, from, until } = chain;
  const span = from === undefined ? '' : `, ${timeOf(from)} to ${timeOf(until)}`;
  const unverified = unverifiedLogs === 0 ? '' : `, ${counted(unverifiedLogs, 'log file')} not verifiable`;
  const begun = starts === 0 ? '' : `, ${counted(starts, 'start')} of a chain`;
  const name = `${account} ${region} ${plainText(trail)}${backfill ? ' (backfill)' : ''}`;
  return `${name}: ${counted(digests, 'digest')} (${proven} proven), ${counted(logs, 'log file')} verified${unverified}${begun}${span}`;
}

function verdictLines(chains: readonly ChainReport[]): readonly string[] {
  const problems = problemsOf(chains);
  const kinds = [...Map.groupBy(problems, ({ kind }) => kind)].map(([kind, those]) => `${those.length} ${kind}`);
  const counts = `${counted(problems.length, 'problem')}: ${kinds.join(', ')}.`;
  switch (verdictOf(chains)) {
    case 'intact':
      return ['Intact.'];
    case 'unproven':
      return ['Nothing is wrong with what is there, but nothing is proven either.'];
    case 'wrong-keys':
      return [counts, 'The public keys do not belong to these digests: whether they were tampered with is open.'];
    case 'tampered':
      return [counts];
  }
}

function problemsOf(chains: readonly ChainReport[]): readonly DigestProblem[] {
  return chains.flatMap(({ problems }) => problems);
}

function total(chains: readonly ChainReport[], field: 'digests' | 'proven' | 'logs' | 'unverifiedLogs'): number {
  return chains.reduce((sum, chain) => sum + chain[field], 0);
}

function timeOf(time: number | undefined): string | null {
  return time === undefined ? null : isoTime(time);
}
