import type { WatchNotice } from '../alerts/notice.ts';
import { counted } from '../alerts/wording.ts';
import { isoTime } from '../cloudtrail/time.ts';
import { rank } from '../detections/severity.ts';
import type { Condition } from './condition.ts';

/** A condition of which people are to be told now. */
export interface Due {
  readonly condition: Condition;
  /** When it was seen first, ms. */
  readonly since: number;
  /** How often people are told of it, this time included. */
  readonly times: number;
}

/** More lines and steps than that nobody reads. */
const MOST_LINES = 30;
const MOST_STEPS = 6;

/** One notice for all that one check has found at once: a stopped trail is silent in every region. */
export function noticesOf(due: readonly Due[]): WatchNotice[] {
  const [first, ...others] = [...due].sort((a, b) => rank(b.condition.severity) - rank(a.condition.severity));
  if (first === undefined) return [];
  const { condition } = first;
  const all = [first, ...others];
  const lines = all.flatMap(({ condition: { title, lines: own } }) =>
    others.length === 0 ? own : [`${title}: ${own.join(' ')}`],
  );
  const steps = [...new Set(all.flatMap(({ condition: { nextSteps } }) => nextSteps))];
  const left = lines.length - MOST_LINES;
  return [
    {
      kind: 'watch',
      key: keyOf(first),
      severity: condition.severity,
      title: others.length === 0 ? condition.title : `${condition.title}, and ${others.length} more`,
      lines: [
        ...lines.slice(0, MOST_LINES),
        ...(left > 0 ? [`${counted(left, 'line')} more in the log of the watch.`] : []),
        ...(first.times > 1
          ? [`Seen first at ${isoTime(first.since)}; told for the ${ordinal(first.times)} time.`]
          : []),
      ],
      nextSteps: steps.slice(0, MOST_STEPS),
    },
  ];
}

/** The same trouble that comes back later is another notice; the same told again is, too. */
function keyOf({ condition, since, times }: Due): string {
  return `${condition.key}.${isoTime(since)}${times > 1 ? `.${times}` : ''}`;
}

function ordinal(number: number): string {
  return number === 2 ? 'second' : number === 3 ? 'third' : `${number}th`;
}
