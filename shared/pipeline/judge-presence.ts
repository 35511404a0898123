import { dayOf, isoDay } from '../cloudtrail/time.ts';
import type { Detection } from '../detections/define.ts';
import type { Hit } from '../detections/hit.ts';
import { seenBefore } from '../state/as-of.ts';
import type { StateView } from '../state/store.ts';
import type { Opinion } from './opinion.ts';

/** Nine days of ten count as every day. */
const EVERY_DAY = 0.9;

/** Whether a hit's subject comes back after it was away, or has grown old, by the days before the event's own. */
export function judgePresence(hit: Hit, detection: Detection, view: StateView): Opinion | undefined {
  const { dormant, aged } = detection.state ?? {};
  if (hit.presence === undefined) return undefined;
  const day = dayOf(hit.event.time);
  const { days, first, last } = seenBefore(view.get(hit.presence.key), day);
  if (first === undefined || last === undefined) return 'quiet';
  const since = isoDay(first);
  if (dormant !== undefined) {
    const dense = !dormant.everyDay || days >= EVERY_DAY * (last - first + 1);
    if (days < dormant.activeDays || day - last <= dormant.days || !dense) return 'quiet';
    const text = `${dormant.noun} was last seen on ${isoDay(last)}, ${day - last} days before; active on ${days} days since ${since}`;
    return { reasons: [{ text, since }] };
  }
  if (aged === undefined || Math.floor((day - first) / aged.days) === Math.floor((last - first) / aged.days))
    return 'quiet';
  return { reasons: [{ text: `${aged.noun} in use since ${since} at the latest: ${day - first} days`, since }] };
}
