import { dayOf, HOUR } from '../cloudtrail/time.ts';
import { compareText } from '../order.ts';
import type { ObjectRef } from './ports.ts';

/** A log object with what its name tells: CloudTrail puts the time of delivery into it. */
export interface ReplayObject extends ObjectRef {
  /** ms; from the S3 key. A hint only: content decides. */
  readonly deliveredAt?: number | undefined;
  /** ms; the earliest event in it, when a look has told. */
  readonly earliest?: number | undefined;
}

/** CloudTrail delivers within minutes on average; a file that holds older events than this is told by its content. */
const DELIVERY = 3 * HOUR;

/** The first day on which an object may have events, as far as is known; undefined when a look must tell. */
export function firstDay({ earliest, deliveredAt }: ReplayObject): number | undefined {
  if (earliest !== undefined) return dayOf(earliest);
  return deliveredAt === undefined ? undefined : dayOf(deliveredAt - DELIVERY);
}

/** Objects oldest first. Within a day the order can't matter; it is by key, so that progress and messages repeat. */
export function inReplayOrder(objects: readonly ReplayObject[]): ReplayObject[] {
  const day = (object: ReplayObject): number => firstDay(object) ?? Number.NEGATIVE_INFINITY;
  return [...objects].sort((a, b) => day(a) - day(b) || compareText(a.key, b.key));
}
