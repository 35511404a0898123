import { DAY, dayOf } from '../cloudtrail/time.ts';
import type { LabelLine } from './lines.ts';

/** A labelled attack. Days are UTC days since 1970-01-01, times milliseconds. */
export interface Attack {
  readonly id: string;
  readonly family: string;
  readonly title: string | undefined;
  readonly principal: string;
  /** Days of the act itself, on which it can be found; ascending. */
  readonly days: readonly number[];
  /** These, and the days of its preparation: none of them is a benign day of its principal. */
  readonly touched: ReadonlySet<number>;
  /** By time; empty when the label tells none. */
  readonly steps: readonly { readonly time: number; readonly eventId: string; readonly action: string }[];
  readonly start: number;
  /** The end of its last day, exclusive. */
  readonly end: number;
}

export function attackOf(label: LabelLine): Attack {
  const steps = [...(label.steps ?? [])].sort((a, b) => a.time - b.time);
  const told = toldDays(label);
  const days = steps.length > 0 ? stepDays(steps.slice(label.warmup ?? 0)) : label.day != null ? [label.day] : told;
  const touched = new Set([...(steps.length > 0 ? stepDays(steps) : told), ...days]);
  const last = Math.max(...touched, ...(label.end != null ? [dayOf(label.end)] : []));
  return {
    id: label.id,
    family: label.family,
    title: label.title ?? undefined,
    principal: label.principal,
    days,
    touched,
    steps,
    start: label.start ?? steps[0]?.time ?? Math.min(...touched) * DAY,
    end: (last + 1) * DAY,
  };
}

function stepDays(steps: Attack['steps']): number[] {
  return [...new Set(steps.map(({ time }) => dayOf(time)))];
}

/** The days from start to end, which a label without steps is taken to fill. */
function toldDays({ start, end }: LabelLine): number[] {
  if (start == null) return [];
  const first = dayOf(start);
  return Array.from({ length: dayOf(end ?? start) - first + 1 }, (_, index) => first + index);
}
