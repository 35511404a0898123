import type { Fields } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import type { Candidate } from '../detections/candidate.ts';
import type { Plan } from '../detections/plan.ts';
import type { DayWork } from './day-work.ts';

/** One empty list for all: most events interest nobody, and the hot loop allocates nothing for them. */
export const NOBODY: readonly Candidate[] = [];

/** Of those who want this user agent, the ones who want it of such a caller. */
export function agentsOf(wanting: readonly Candidate[], { type }: Fields): readonly Candidate[] {
  const fits = ({ identities }: Candidate): boolean =>
    identities === undefined || (typeof type === 'string' && identities.has(type));
  return wanting.some(fits) ? wanting.filter(fits) : NOBODY;
}

/** Who wants the event because it may be a first sight. */
export function firstsOf(
  plan: Plan,
  failed: boolean,
  identity: Fields,
  raw: RawRecord,
  time: number,
  work: DayWork,
): readonly Candidate[] {
  if (plan.isDataPlane) return firstRequestsOf(plan, failed, identity, raw, time, work);
  const first = plan.wantingFirst(failed, identity, work.firsts.of(raw, identity, time, !plan.isRead && !failed));
  if (!plan.asksOften(failed, identity)) return first;
  const often = plan.wantingOften(failed, identity, work.spans.of(raw, identity, time));
  return often.length === 0 ? first : [...first, ...often];
}

function firstRequestsOf(
  ...[plan, failed, identity, raw, time, { requests }]: Parameters<typeof firstsOf>
): readonly Candidate[] {
  const first = plan.wantingFirst(failed, identity, requests.of(raw, identity, time));
  const often = plan.wantingOften(failed, identity, requests.often(raw, identity, time));
  return often.length === 0 ? first : [...first, ...often];
}
