import { serviceOf } from '../cloudtrail/operation.ts';
import type { Attack } from './attacks/index.ts';
import { DAY } from './clock.ts';

/** A line of labels.ndjson: what was done, by whom, and each record of it. Times are ISO, UTC. */
export interface Label {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly account: string;
  readonly principal: string;
  /** The day of the act. */
  readonly day: string;
  readonly start: string;
  readonly end: string;
  /** How many of the first steps are preparation. */
  readonly warmup: number;
  readonly steps: readonly { readonly time: string; readonly eventId: string; readonly action: string }[];
}

export function labelOf({ records, day, ...attack }: Attack): Label {
  const { id, family, title, account, principal, warmup } = attack;
  const steps = records.map((record) => ({
    time: String(record['eventTime']),
    eventId: String(record['eventID']),
    action: `${serviceOf(String(record['eventSource']))}:${record['eventName']}`,
  }));
  const [start = '', end = ''] = [steps[0]?.time, steps.at(-1)?.time];
  return {
    id,
    family,
    title,
    account,
    principal,
    day: new Date(day * DAY).toISOString().slice(0, 10),
    start,
    end,
    warmup,
    steps,
  };
}
