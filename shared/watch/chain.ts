import { type ChainReport, type DigestProblem, isTampering } from '../cloudtrail/digest-report.ts';
import { HOUR } from '../cloudtrail/time.ts';
import { digestOf } from '../id.ts';
import type { Checked, Condition } from './condition.ts';

/** Digests are hourly. A chain that stood still for longer is told of as ending early, and no reason to read a day again. */
const FIRST_LOOK = 4 * HOUR;
const FARTHEST = 24 * HOUR;
const ALIVE = 6 * HOUR;

/** Of each chain until when it was verified, ms. */
export type Verified = Readonly<Record<string, number>>;

/** From when on (ms) digests are to be verified, so that each is once: where the chain stands that is least far. */
export function verifyFrom(verified: Verified, now: number): number {
  const alive = Object.values(verified).filter((until) => until > now - ALIVE && until <= now);
  return alive.length === 0 ? now - FIRST_LOOK : Math.max(now - FARTHEST, Math.min(...alive));
}

/** What is verified after these reports. */
export function verifiedBy(known: Verified, reports: readonly ChainReport[], now: number): Verified {
  const next = Object.entries(known).filter(([, until]) => until > now - FARTHEST);
  const proven = reports.flatMap((report) =>
    report.until === undefined || report.backfill ? [] : [[nameOf(report), report.until] as const],
  );
  return Object.fromEntries([...next, ...proven]);
}

/** Each problem of the digest chains, once; and that there is no chain at all. */
export function judgeChains(reports: readonly ChainReport[], bucket: string): Checked {
  const conditions = reports.length === 0 ? [noChain(bucket)] : reports.flatMap((report) => problemsOf(report, bucket));
  return { check: 'chain', conditions };
}

/** How many problems these are of. */
export function chainProblems(reports: readonly ChainReport[]): number {
  return reports.reduce((sum, { problems }) => sum + problems.length, 0);
}

function problemsOf(report: ChainReport, bucket: string): Condition[] {
  return report.problems.map((problem) => conditionOf(problem, report, bucket));
}

function conditionOf(problem: DigestProblem, report: ChainReport, bucket: string): Condition {
  const { kind, object, reason } = problem;
  const { account, region } = report;
  const isBroken = isTampering(problem);
  return {
    key: `chain.${kind}.${digestOf(object)}`,
    severity: isBroken ? (kind === 'ends-early' || kind === 'unreadable' ? 'high' : 'critical') : 'medium',
    title: isBroken
      ? `The log of account ${account}, region ${region} can't be trusted: ${kind}`
      : `A digest of account ${account}, region ${region} can't be verified: ${kind}`,
    lines: [`${object}: ${reason}`],
    nextSteps: [
      `See all of it: npx gatetrail verify s3://${bucket} --account ${account} --region ${region}`,
      'Look at versions and access log of the bucket: who wrote or deleted the object, and when (alerts ct-objects-deleted, ct-bucket-tampered).',
    ],
    once: true,
  };
}

function noChain(bucket: string): Condition {
  return {
    key: 'chain.none.digests',
    severity: 'low',
    title: `There are no digests in ${bucket}`,
    lines: [
      'Log file validation is off or new, or the role may see only another part of the bucket: a log file could be altered unseen.',
    ],
    nextSteps: ['aws cloudtrail update-trail --name TRAIL --enable-log-file-validation'],
    patience: 3 * HOUR,
    once: true,
  };
}

function nameOf({ account, region, trail }: ChainReport): string {
  return `${account}/${region}/${trail}`;
}
