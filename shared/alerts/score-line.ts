import type { Scored } from '../behaviour/score.ts';
import { isoDay } from '../cloudtrail/time.ts';

/** A principal-day as the contract of `scores.ndjson` has it: bits, and about how many events. */
export function scoreLine({ subject, record }: Scored): Record<string, unknown> {
  const { who, day } = subject.activity;
  return {
    account: who.account,
    principal: who.key,
    day: isoDay(day),
    class: record.class,
    acute: record.acute,
    rate: record.rate,
    slow: record.slow,
    events: record.counts[0] ?? 0,
  };
}
