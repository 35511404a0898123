import { DAY } from '../cloudtrail/time.ts';

/** How long after their last change documents are kept, ms, by the first part of their key. What isn't named is kept for good. */
const KEPT: Readonly<Record<string, number>> = {
  lately: 4 * DAY,
  allowance: 10 * DAY,
  told: 60 * DAY,
  owners: 60 * DAY,
  findings: 400 * DAY,
  scores: 400 * DAY,
  unusual: 400 * DAY,
  alerts: 400 * DAY,
  digest: 400 * DAY,
  late: 400 * DAY,
  watch: 60 * DAY,
  slack: 90 * DAY,
};

/** When (ms) a document may be forgotten that is written now; undefined: never. */
export function keptUntil(key: string, now: number): number | undefined {
  const kept = KEPT[/^[a-z]+/.exec(key)?.[0] ?? ''];
  return kept === undefined ? undefined : now + kept;
}
