import { dayOf, isoDay } from '../cloudtrail/time.ts';
import type { Detection } from '../detections/define.ts';
import type { Hit } from '../detections/hit.ts';
import { seenBefore } from '../state/as-of.ts';
import type { StateView } from '../state/store.ts';
import type { Opinion } from './opinion.ts';

/** Whether a hit's subject comes back after it was away, by the days before the event's own. */
export function judgeDormant(hit: Hit, detection: Detection, view: StateView): Opinion | undefined {
  const use = detection.state?.dormant;
  if (hit.dormant === undefined || use === undefined) return undefined;
  const day = dayOf(hit.event.time);
  const { days, first, last } = seenBefore(view.get(hit.dormant.key), day);
  if (first === undefined || last === undefined || days < use.activeDays || day - last <= use.days) return 'quiet';
  const text = `${use.noun} was last seen on ${isoDay(last)}, ${day - last} days before; active on ${days} days since ${isoDay(first)}`;
  return { reasons: [{ text, since: isoDay(first) }] };
}
