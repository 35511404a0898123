import { translate } from '../access-log/record.ts';
import { type RawRecord, readObject } from '../cloudtrail/read.ts';
import { identify } from '../cloudtrail/record.ts';
import { messageOf } from '../errors.ts';
import { compareText } from '../order.ts';
import type { ObjectSource } from '../pipeline/ports.ts';
import type { ReplayObject } from '../pipeline/replay-order.ts';

/** A record as it stands in an input. */
export interface FoundRecord {
  readonly id: string;
  readonly object: string;
  readonly raw: RawRecord;
}
export interface FoundRecords {
  /** By time. */
  readonly records: readonly FoundRecord[];
  readonly missing: readonly string[];
  /** What could not be read, as long as something was still missing. */
  readonly problems: readonly { readonly object: string; readonly reason: string }[];
}

/**
 * Reads records again by their events' ids, the way the pipeline reads and names them. Files delivered closest to `near` (ms) are
 * read first, those whose name tells no time last, and no more than it takes to find all.
 */
export async function findRecords(
  source: ObjectSource,
  objects: readonly ReplayObject[],
  ids: readonly string[],
  near: number | undefined,
): Promise<FoundRecords> {
  const missing = new Set(ids);
  const found = new Map<string, FoundRecord>();
  const problems: { object: string; reason: string }[] = [];
  for (const object of nearest(objects, near)) {
    if (missing.size === 0) break;
    const take = (raw: RawRecord): void => {
      const { id } = identify(raw);
      if (!missing.delete(id)) return;
      found.set(id, { id, object: object.key, raw });
    };
    try {
      const reading = await readObject(await source.read(object), { record: take, rejected: () => {}, translate });
      for (const reason of reading.problems) problems.push({ object: object.key, reason });
    } catch (error) {
      problems.push({ object: object.key, reason: messageOf(error) });
    }
  }
  const records = [...found.values()].sort((a, b) => compareText(timeIn(a), timeIn(b)) || compareText(a.id, b.id));
  return { records, missing: [...missing], problems: missing.size === 0 ? [] : problems };
}

function timeIn({ raw }: FoundRecord): string {
  return typeof raw.eventTime === 'string' ? raw.eventTime : '';
}

function nearest(objects: readonly ReplayObject[], near: number | undefined): ReplayObject[] {
  const away = ({ deliveredAt }: ReplayObject): number =>
    deliveredAt === undefined ? Number.MAX_SAFE_INTEGER : Math.abs(deliveredAt - (near ?? 0));
  return [...objects].sort((a, b) => away(a) - away(b));
}
