import { dayOf, isoDay } from '../cloudtrail/time.ts';
import type { Detection, Severity } from '../detections/define.ts';
import type { Hit } from '../detections/hit.ts';
import { seenBefore } from '../state/as-of.ts';
import type { StateView } from '../state/store.ts';
import { quoted } from './judge-changes.ts';
import type { Opinion } from './opinion.ts';

/** Whether a hit's value is new for its subject, by the days before the event's own. */
export function judgeSeen(hit: Hit, detection: Detection, view: StateView): Opinion | undefined {
  const use = detection.state?.firstSeen;
  if (hit.seen === undefined || use === undefined) return undefined;
  const item = view.get(hit.seen.key);
  const day = dayOf(hit.event.time);
  const active = seenBefore(item, day);
  const seen = seenBefore(item, day, hit.seen.value);
  const since = active.first === undefined ? {} : { since: isoDay(active.first) };
  const what = `${use.noun} ${quoted(hit.seen.value)}`;
  if (seen.days > 0)
    return unlessQuiet(use.known, `${what} is known: seen on ${seen.days} of ${active.days} active days`, since);
  if (active.days < use.learnDays)
    return unlessQuiet(
      use.learning,
      `${what} is new, but only ${active.days} active ${active.days === 1 ? 'day is' : 'days are'} known`,
      since,
    );
  return {
    reasons: [
      {
        text: `first ${what} in ${active.days} active days${since.since === undefined ? '' : ` since ${since.since}`}`,
        ...since,
      },
    ],
  };
}

function unlessQuiet(severity: 'quiet' | Severity | undefined, text: string, since: { since?: string }): Opinion {
  return severity === undefined || severity === 'quiet' ? 'quiet' : { severity, reasons: [{ text, ...since }] };
}
