import { DAY, parseTime } from '../../cloudtrail/time.ts';
import { type Cidr, parseCidr } from '../../policy/address.ts';
import type { Modifiers, TimePart } from './modifiers.ts';
import type { TextTest } from './pattern.ts';

let lastText: string | undefined;
let lastBlock: Cidr | undefined;

/** Whether a text is an address, or a block of addresses, inside the network; undefined when that is none. */
export function cidrTest(network: string): TextTest | undefined {
  const outer = parseCidr(network);
  if (outer === undefined) return undefined;
  return ({ text }) => {
    // Many rules ask about one address in turn.
    if (text !== lastText) lastBlock = parseCidr(text);
    lastText = text;
    return lastBlock?.version === outer.version && outer.first <= lastBlock.first && lastBlock.last <= outer.last;
  };
}

/** How a number is compared; without lt, lte, gt or gte it has to be the same. */
export function compareTest(kind: Modifiers['kind'], number: number): (value: number) => boolean {
  if (kind === 'lt') return (value) => value < number;
  if (kind === 'lte') return (value) => value <= number;
  if (kind === 'gt') return (value) => value > number;
  if (kind === 'gte') return (value) => value >= number;
  return (value) => value === number;
}

/** The numbers of a date, in UTC: `day` is of the month, `week` of the year by ISO 8601. undefined when it is no date. */
export function dateParts(text: string): Readonly<Record<TimePart, number>> | undefined {
  const time = parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (time === undefined) return undefined;
  const date = new Date(time);
  return {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day: date.getUTCDate(),
    week: isoWeek(time),
    month: date.getUTCMonth() + 1,
    year: date.getUTCFullYear(),
  };
}

/** A week belongs to the year that its Thursday is in. */
function isoWeek(time: number): number {
  const weekday = (new Date(time).getUTCDay() + 6) % 7;
  const thursday = time + (3 - weekday) * DAY;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - newYear) / (7 * DAY)) + 1;
}
