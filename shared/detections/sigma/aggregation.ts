import type { Counting } from './counting.ts';
import type { Place } from './place.ts';
import { timespanOf } from './timespan.ts';

/** What stands behind the `|` of a Sigma 1 condition, as a correlation would say it. */
export type Aggregation = Counting;

const MEASURES: Readonly<Record<string, 'sum' | 'average' | 'least' | 'greatest'>> = {
  sum: 'sum',
  avg: 'average',
  min: 'least',
  max: 'greatest',
};
const OPERATORS: Readonly<Record<string, string>> = {
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
  '=': 'eq',
  '==': 'eq',
};

/**
 * Reads `count() by userIdentity.arn > 20`. Without `timeframe` Sigma 1 sets no limit; a day is the longest that a rule may mean
 * by "too many". Throws for `near` and whatever else there is.
 */
export function aggregationOf(pipe: string, timeframe: unknown, place: Place): Aggregation {
  const at = place.at('condition');
  const [, name = '', field = '', by = '', operator = '', number = ''] =
    /^(\w+)\s*\(\s*([^()\s]*)\s*\)\s*(?:by\s+([^<>=]+?)\s*)?(>=|<=|==|=|>|<)\s*(\d+(?:\.\d+)?)$/i.exec(pipe) ?? [];
  const measured = name.toLowerCase() === 'count' ? (field === '' ? 'events' : 'values') : MEASURES[name.toLowerCase()];
  if (measured === undefined || (field === '' && measured !== 'events'))
    throw at.problem(
      `| ${pipe}: expected count(), count(field), sum, avg, min or max, by a field if need be, and a number, such as "count() by sourceIPAddress > 10"; whatever else is correlated needs a correlation`,
    );
  return {
    measure: { kind: measured },
    fields: field === '' ? [] : [field],
    bounds: [{ operator: OPERATORS[operator] ?? 'gt', number: Number(number) }],
    groupBy: by === '' ? [] : by.split(/[\s,]+/).filter((part) => part !== ''),
    timespan: timeframe === undefined ? timespanOf('1d', place) : timespanOf(timeframe, place.at('timeframe')),
  };
}
