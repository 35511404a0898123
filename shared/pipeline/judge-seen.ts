import { dayOf, isoDay } from '../cloudtrail/time.ts';
import type { Detection } from '../detections/define.ts';
import type { Hit } from '../detections/hit.ts';
import type { Severity } from '../detections/severity.ts';
import { type Sightings, seenBefore } from '../state/as-of.ts';
import type { StateView } from '../state/store.ts';
import { quoted } from './judge-changes.ts';
import { ACCOUNTS_KEY } from './keys.ts';
import type { Opinion } from './opinion.ts';

/** Whether a hit's value is new for its subject, by the days before the event's own. */
export function judgeSeen(hit: Hit, detection: Detection, view: StateView): Opinion | undefined {
  const use = detection.state?.firstSeen;
  if (hit.seen === undefined || use === undefined) return undefined;
  const item = view.get(hit.seen.key);
  const day = dayOf(hit.event.time);
  const seen = seenBefore(item, day, hit.seen.value);
  if (seen.days > 0 && isQuiet(use.known)) return 'quiet';
  const account = use.learnFrom === 'account';
  const active = account ? seenBefore(view.get(ACCOUNTS_KEY), day, hit.event.account) : seenBefore(item, day);
  const isLearning = seen.days === 0 && active.days < use.learnDays;
  if (isLearning && isQuiet(use.learning)) return 'quiet';
  return spoken(`${use.noun} ${quoted(hit.seen.shown ?? hit.seen.value)}`, use, seen, active, isLearning);
}

function isQuiet(severity: 'quiet' | Severity | undefined): severity is 'quiet' | undefined {
  return severity === undefined || severity === 'quiet';
}

type FirstSeen = NonNullable<NonNullable<Detection['state']>['firstSeen']>;

function spoken(what: string, use: FirstSeen, seen: Sightings, active: Sightings, isLearning: boolean): Opinion {
  const since = active.first === undefined ? {} : { since: isoDay(active.first) };
  if (seen.days > 0 && !isQuiet(use.known)) {
    const text = `${what} is known: seen on ${seen.days} of ${active.days} active days`;
    return { severity: use.known, reasons: [{ text, ...since }] };
  }
  if (isLearning && !isQuiet(use.learning)) {
    const days = `${active.days} active ${active.days === 1 ? 'day is' : 'days are'} known`;
    return { severity: use.learning, reasons: [{ text: `${what} is new, but only ${days}`, ...since }] };
  }
  const text = `first ${what} in ${active.days} active days${since.since === undefined ? '' : ` since ${since.since}`}`;
  return { reasons: [{ text, ...since }] };
}
