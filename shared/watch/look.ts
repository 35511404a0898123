import { readSuppressions, SUPPRESSIONS_KEY } from '../alerts/kept-suppressions.ts';
import type { Suppression } from '../config.ts';
import { LIVE } from '../live/ports.ts';
import { readProgress } from '../live/progress.ts';
import type { Documents } from '../pipeline/documents.ts';
import type { Answer, Checked, Condition } from './condition.ts';
import { type DeadQueue, judgeDeadLetters } from './dead-letters.ts';
import type { Questions } from './questions.ts';
import { judgeReviews } from './reviews.ts';
import { judgeSealing } from './sealing.ts';
import { judgeTrail } from './trail.ts';
import { unanswered } from './unanswered.ts';
import { judgeWayIn } from './way-in.ts';
import { judgeWayOut } from './way-out.ts';

export interface LookDeps {
  readonly documents: Documents;
  /** Those of gatetrail.yml. */
  readonly suppressions: readonly Suppression[];
  readonly ask: Questions;
}

/** What every run looks at. */
export interface Looked {
  readonly checks: readonly Checked[];
  /** What could not be looked at. */
  readonly unchecked: readonly Condition[];
  readonly dead: readonly DeadQueue[];
}

/** Asks AWS and the documents, and judges each answer. */
export async function lookAround({ ask, documents, suppressions }: LookDeps, now: number): Promise<Looked> {
  const [dead, topics, wayIn, trail, progress, kept] = await Promise.all([
    ask.deadLetters(),
    ask.topics(),
    ask.wayIn(),
    ask.trail?.state(),
    readProgress({ documents, run: LIVE }),
    documents.read(SUPPRESSIONS_KEY),
  ]);
  const questions: (readonly [string, string, Answer<unknown> | undefined])[] = [
    ...dead.map(({ name, state }) => [`dead-letters.${name}`, `dead letters of ${name}`, state] as const),
    ...topics.map(({ role, listeners }) => [`way-out.${role}`, `who hears the ${role} topic`, listeners] as const),
    ['way-in.queue', 'the ingest queue', wayIn.queue],
    ['way-in.bucket', 'whether the bucket tells of new log files', wayIn.bucket?.targets],
    ['way-in.subscription', 'the subscription of the ingest queue', wayIn.subscription?.isConfirmed],
    ['trail', 'whether the trail logs', trail],
  ];
  const unchecked = questions.flatMap(([check, what, answer]) =>
    answer === undefined ? [] : (unanswered(check, what, answer) ?? []),
  );
  const isUnknown = (check: string): boolean => unchecked.some(({ key }) => key.startsWith(`unchecked.${check}.`));
  const checks = [
    judgeDeadLetters(dead),
    judgeWayOut(topics),
    judgeWayIn(wayIn),
    ...(ask.trail === undefined || trail === undefined ? [] : [judgeTrail(ask.trail.arn, trail)]),
    judgeSealing(progress, now),
    judgeReviews([...suppressions, ...readSuppressions(kept)], now),
  ].map((checked): Checked => (isUnknown(checked.check) ? { ...checked, isPartial: true } : checked));
  return { checks, unchecked, dead };
}

/** What could not be looked at, by what it is about: of what nobody tried to look at now nothing is over. */
export function uncheckedIn(conditions: readonly Condition[], withChains: boolean): Checked[] {
  return ['dead-letters', 'way-out', 'way-in', 'trail', ...(withChains ? ['chain'] : [])].map((about) => {
    const check = `unchecked.${about}`;
    return { check, conditions: conditions.filter(({ key }) => key.startsWith(`${check}.`)) };
  });
}
