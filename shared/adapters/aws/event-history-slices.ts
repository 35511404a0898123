import { DAY, dayOf, HOUR, isoDay, isoTime, MINUTE } from '../../cloudtrail/time.ts';
import { GatetrailError } from '../../errors.ts';

export const HISTORY_SCHEME = 'event-history://';

/** Enabled in every account; the others are opt-in and have to be named. `event-history://all` means these. */
const ALWAYS_ON = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
] as const;

const REGION = /^[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;
/** CloudTrail keeps event history that long. */
const KEPT = 90 * DAY;
/** Events come within minutes; after this a day is taken for complete. */
const SETTLES = 3 * HOUR;

/** A piece of history that is fetched and kept as one file: a UTC day, or what is wanted of it. */
export interface Slice {
  /** ms, inclusive */
  readonly from: number;
  /** ms, exclusive */
  readonly to: number;
  /** `2026-11-20`, or its bounds where it is no whole day. */
  readonly name: string;
  /** Whether more events may still come. */
  readonly isOpen: boolean;
}

/** `event-history://eu-west-1,us-east-1` or `event-history://all`. Throws `usage`. */
export function regionsIn(url: string): string[] {
  const names = url.slice(HISTORY_SCHEME.length).replace(/\/$/, '').split(',');
  if (names.length === 1 && names[0] === 'all') return [...ALWAYS_ON];
  const wrong = names.find((name) => !REGION.test(name));
  if (wrong !== undefined)
    throw new GatetrailError(
      'usage',
      `${url}: expected regions, such as ${HISTORY_SCHEME}eu-west-1,us-east-1, or ${HISTORY_SCHEME}all for those that every account has`,
    );
  return [...new Set(names)];
}

/**
 * The slices of what is wanted (ms), oldest first. History goes back 90 days; its oldest day is left out unless `since` names a
 * time in it, because a part of it is gone already.
 */
export function slicesOf(
  { since, until }: { readonly since?: number | undefined; readonly until?: number | undefined },
  now: number,
): Slice[] {
  const oldest = now - KEPT + MINUTE;
  const from = since !== undefined && since >= oldest ? since : (dayOf(oldest) + 1) * DAY;
  const end = Math.min(until ?? Number.POSITIVE_INFINITY, (dayOf(now) + 1) * DAY);
  const slices: Slice[] = [];
  for (let start = from; start < end; ) {
    const to = Math.min((dayOf(start) + 1) * DAY, end);
    slices.push({ from: start, to, name: nameOf(start, to), isOpen: now < to + SETTLES });
    start = to;
  }
  return slices;
}

/** Whether a part of what is wanted is too old to be had. */
export function isBeyondHistory(since: number | undefined, now: number): boolean {
  return since !== undefined && since < now - KEPT + MINUTE;
}

function nameOf(from: number, to: number): string {
  if (from % DAY === 0 && to - from === DAY) return isoDay(dayOf(from));
  return `${basic(from)}-${basic(to)}`;
}

/** `20261120T130000Z`: a colon can't stand in every file name. */
function basic(time: number): string {
  return isoTime(time).replaceAll(/[-:]/g, '');
}
