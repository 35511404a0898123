import { DAY } from '../../cloudtrail/time.ts';

/** Which log objects are wanted; from --since, --until and --account. */
export interface Wanted {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly accounts?: ReadonlySet<string> | undefined;
}

/** CloudTrail may deliver late, and a name is a hint only: a day more on both sides. */
const MARGIN = DAY;

const ACCOUNT = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\//;
/** `AWSLogs/[o-xxxx/]ACCOUNT/CloudTrail/REGION/` and `.../WAFLogs/REGION/WEBACL/` are divided by UTC days of delivery. */
const DATED = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/(?:[^/]+\/){2,3}(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/)?)?$/;
const NOT_LOGS = /\/CloudTrail-(Digest|Insight)\/$/;
/** Firehose divides by hours wherever it likes: listing each would take more requests than listing all. */
const NUMBERED = /\/\d{2,4}\/$/;

export type Step =
  | 'walk' // look at the folders in it
  | 'list' // all below it is wanted, or can't be told apart by folders
  | 'leave' // nothing in it is wanted
  | { readonly skip: string };

/** What to do with a folder of a bucket (its prefix, with a slash at the end). */
export function stepInto(folder: string, wanted: Wanted): Step {
  const notLogs = NOT_LOGS.exec(folder)?.[1];
  if (notLogs !== undefined) return { skip: notLogs === 'Digest' ? 'digest files' : 'Insights events' };
  const account = ACCOUNT.exec(folder)?.[1];
  if (account !== undefined && wanted.accounts !== undefined && !wanted.accounts.has(account)) return 'leave';
  const span = spanOf(folder);
  if (span === undefined) return NUMBERED.test(folder) && account === undefined ? 'list' : 'walk';
  const from = (wanted.since ?? Number.NEGATIVE_INFINITY) - MARGIN;
  const to = (wanted.until ?? Number.POSITIVE_INFINITY) + MARGIN;
  if (span.to <= from || span.from >= to) return 'leave';
  return span.isDay || (span.from >= from && span.to <= to) ? 'list' : 'walk';
}

/** Whether an object that was delivered then may hold what is wanted. */
export function maybeWanted(deliveredAt: number, { since, until }: Wanted): boolean {
  return (
    deliveredAt >= (since ?? Number.NEGATIVE_INFINITY) - MARGIN &&
    deliveredAt < (until ?? Number.POSITIVE_INFINITY) + MARGIN
  );
}

/** The time, ms, that a folder of a year, month or day stands for. */
function spanOf(folder: string): { readonly from: number; readonly to: number; readonly isDay: boolean } | undefined {
  const [, year, month, day] = DATED.exec(folder) ?? [];
  if (year === undefined) return undefined;
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  const from = Date.UTC(y, m, d);
  if (day !== undefined) return { from, to: from + DAY, isDay: true };
  return { from, to: month === undefined ? Date.UTC(y + 1, 0, 1) : Date.UTC(y, m + 1, 1), isDay: false };
}
