import { HOUR, isoTime } from '../cloudtrail/time.ts';
import type { Checked, Condition } from './condition.ts';

/** Where CloudTrail says something: an account and a region. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Beginnings of the hours in which it said something, ms, in any order; the newest 64 are known. */
  readonly hours: readonly number[];
}

const CHECK = 'silence';
/** Stands for a region, or an account, where it is about all of them. */
const ALL = 'all';
/** CloudTrail delivers within some 15 minutes. */
const SILENT_AFTER = 3 * HOUR;
/** A place that paused before pauses again: it must last so much longer than the longest that is known. */
const LONGER = 2;
/** And yet a day of silence is told wherever it never is. */
const MOST_PATIENCE = 24 * HOUR;
/** A place that never sleeps: that many of the last hours before the silence. One night without work, and it is none. */
const STRETCH = 48;
const BUSY = 46;
/** After that long what was usual is forgotten (`PULSE_KEEP`), and an account that was closed is, too. */
const FORGOTTEN_AFTER = 13 * 24 * HOUR;

/** Silences that ended, by place: from and until, ms. A place that sleeps every Sunday is told of on one. */
export type Quiet = Readonly<Record<string, Silences>>;
type Silences = readonly (readonly [number, number])[];

const WEEK = 7 * 24 * HOUR;
/** Of a place, the newest. */
const QUIET_KEPT = 4;
/** People do not go home by the minute. */
const SLACK = 2 * HOUR;

/** Places that always log and don't any more. */
export function judgeSilence(given: readonly Place[], quiet: Quiet, now: number): Checked {
  const places = withWhole(given, now);
  const lasts = new Map(places.map((place) => [nameOf(place), lastHour(place, now)]));
  return {
    check: CHECK,
    conditions: places.flatMap((place) => silenceOf(place, quiet, now) ?? []),
    over: (key) => {
      const { name, since } = partsOf(key);
      return isHeard(lasts.get(name), since, now)
        ? `CloudTrail is heard again of account ${name.replace('.', ', region ')}`
        : undefined;
    },
  };
}

/** The same with those silences that are over. `open`: keys of conditions that people were told of. */
export function quietWith(quiet: Quiet, places: readonly Place[], open: readonly string[], now: number): Quiet {
  const next: Record<string, Silences> = { ...quiet };
  for (const place of withWhole(places, now)) {
    const name = nameOf(place);
    const last = lastHour(place, now);
    for (const key of open) {
      const parts = partsOf(key);
      if (!key.startsWith(`${CHECK}.`) || parts.name !== name || !isHeard(last, parts.since, now)) continue;
      const until = Math.min(...place.hours.filter((hour) => hourText(hour) > parts.since));
      next[name] = [...(next[name] ?? []), [hourOf(parts.since), until] as const].slice(-QUIET_KEPT);
    }
  }
  return next;
}

/** Regions that sleep may together be an account that never does, and such accounts an organisation. */
function withWhole(places: readonly Place[], now: number): readonly Place[] {
  const sleeps = (place: Place): boolean => !isBusy(place, lastHour(place, now) ?? 0);
  const accounts = [...Map.groupBy(places, ({ account }) => account)]
    .filter(([, regions]) => regions.length > 1 && regions.every(sleeps))
    .map(([account, regions]) => whole(account, regions));
  const all = [...places, ...accounts];
  return all.length > 1 && all.every(sleeps) ? [...all, whole(ALL, places)] : all;
}

function whole(account: string, parts: readonly Place[]): Place {
  return { account, region: ALL, hours: [...new Set(parts.flatMap(({ hours }) => hours))] };
}

function silenceOf(place: Place, quiet: Quiet, now: number): Condition | undefined {
  const { account, region } = place;
  const last = lastHour(place, now);
  if (last === undefined) return undefined;
  const gap = now - (last + HOUR);
  const silences = quiet[nameOf(place)] ?? [];
  if (gap < patienceFor(place, last, silences) || gap > FORGOTTEN_AFTER || !isBusy(place, last)) return undefined;
  if (isUsual(silences, last, now)) return undefined;
  return {
    key: `silence.${nameOf(place)}.${hourText(last)}`,
    severity: 'high',
    title: `CloudTrail is silent: account ${account}, region ${region}`,
    lines: [
      `It said nothing after the hour from ${isoTime(last)}; before, it spoke in at least ${BUSY} of ${STRETCH} hours.`,
    ],
    nextSteps: [
      `See whether the trail still logs, and what it says of its deliveries: npx gatetrail doctor${region === ALL ? '' : ` --region ${region}`}`,
      'Look at the ingest queue and its dead letters: when files come and are not read, it is not the trail that is silent.',
      'Who changed it: look for alerts ct-stopped-deleted, ct-weakened, ct-selectors-narrowed or ct-bucket-tampered.',
    ],
  };
}

/** How long (ms) a place may say nothing: longer where it paused before, in the hours that are known or as was told. */
function patienceFor({ hours }: Place, last: number, silences: Silences): number {
  const known = hours.filter((hour) => hour <= last).sort((a, b) => a - b);
  const pauses = known.slice(1).map((hour, index) => hour - (known[index] ?? hour) - HOUR);
  const told = silences.map(([from, until]) => until - from - HOUR);
  return Math.min(MOST_PATIENCE, Math.max(SILENT_AFTER, LONGER * Math.max(0, ...pauses, ...told)));
}

function isBusy({ hours }: Place, last: number): boolean {
  const before = new Set(hours.filter((hour) => hour <= last && hour > last - STRETCH * HOUR));
  return before.size >= BUSY;
}

/** An hour that is still to come was told of by a wrong clock. */
function lastHour({ hours }: Place, now: number): number | undefined {
  const past = hours.filter((hour) => hour <= now);
  return past.length === 0 ? undefined : Math.max(...past);
}

function nameOf({ account, region }: Pick<Place, 'account' | 'region'>): string {
  return `${account}.${region}`;
}

function hourText(time: number): string {
  return isoTime(time).slice(0, 13);
}

/** It was as silent at these hours one or two weeks ago. */
function isUsual(silences: Silences, last: number, now: number): boolean {
  return silences.some(([from, until]) =>
    [WEEK, 2 * WEEK].some((later) => last >= from + later - SLACK && now <= until + later + SLACK),
  );
}

function isHeard(last: number | undefined, since: string, now: number): boolean {
  return last !== undefined && hourText(last) > since && now - (last + HOUR) < SILENT_AFTER;
}

/** `silence.111111111111.eu-west-1.2026-11-22T13` */
function partsOf(key: string): { readonly name: string; readonly since: string } {
  const [, account = '', region = '', since = ''] = key.split('.');
  return { name: `${account}.${region}`, since };
}

function hourOf(text: string): number {
  return Date.parse(`${text}:00:00Z`);
}
