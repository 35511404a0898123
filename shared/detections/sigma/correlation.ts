import { boundsOf, type Counting } from './counting.ts';
import { isMap, type Keys, type SigmaDocument, textAt, textsAt } from './document.ts';
import type { Place } from './place.ts';
import { timespanOf } from './timespan.ts';

/** A correlation as written, checked; which rules it means is not known yet. */
export interface SigmaCorrelation {
  readonly document: SigmaDocument;
  readonly place: Place;
  /** Ids or names. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  /** ms */
  readonly timespan: number;
  /** Alias, then rule, then field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Whether the rules it is made of report by themselves too. */
  readonly generate: boolean;
  readonly kind: { readonly counting: Counting } | { readonly ordered: boolean; readonly condition: unknown };
}

const MEASURES = {
  event_count: 'events',
  value_count: 'values',
  value_sum: 'sum',
  value_avg: 'average',
  value_median: 'median',
  value_percentile: 'percentile',
  value_min: 'least',
  value_max: 'greatest',
} as const;
const TEMPORAL = ['temporal', 'temporal_ordered'];
const TYPES: readonly string[] = [...Object.keys(MEASURES), ...TEMPORAL];

/** Reads `correlation`. Throws `config` naming the line of what can't be used. */
export function readCorrelation(document: SigmaDocument): SigmaCorrelation {
  const { keys } = document;
  const place = document.place.at('correlation');
  const correlation = keys['correlation'];
  if (!isMap(correlation)) throw place.problem('expected type, rules, timespan and so on');
  const type = textAt(correlation, 'type', place).toLowerCase();
  if (!TYPES.includes(type)) throw place.at('type').problem(`${type}: expected ${TYPES.join(', ')}`);
  const rules = textsAt(correlation, 'rules');
  if (rules.length === 0) throw place.at('rules').problem('expected ids or names of rules');
  const timespan = timespanOf(correlation['timespan'] ?? correlation['timeframe'], place.at('timespan'));
  const groupBy = textsAt(correlation, 'group-by');
  const kind = TEMPORAL.includes(type)
    ? { ordered: type === 'temporal_ordered', condition: correlation['condition'] }
    : { counting: countingOf(type as keyof typeof MEASURES, correlation, { groupBy, timespan }, place) };
  const aliases = aliasesOf(correlation['aliases'], place.at('aliases'));
  const generate = (correlation['generate'] ?? keys['generate']) === true;
  return { document, place, rules, groupBy, timespan, aliases, generate, kind };
}

function countingOf(
  type: keyof typeof MEASURES,
  correlation: Keys,
  { groupBy, timespan }: Pick<Counting, 'groupBy' | 'timespan'>,
  place: Place,
): Counting {
  const at = place.at('condition');
  const condition = correlation['condition'];
  if (!isMap(condition)) throw at.problem('expected a comparison, such as gte: 10');
  const kind = MEASURES[type];
  // The specification had the field beside the condition before it had it inside.
  const fields = [...textsAt(condition, 'field'), ...textsAt(correlation, 'field')];
  if (kind === 'events' ? fields.length > 0 : fields.length === 0)
    throw at
      .at('field')
      .problem(kind === 'events' ? 'event_count counts events; value_count counts values' : 'is missing');
  const measured = kind !== 'events' && kind !== 'values';
  if (measured && fields.length > 1) throw at.at('field').problem(`${type}: expected one field`);
  const bounds = boundsOf(condition, kind === 'percentile' ? ['field', 'percentile'] : ['field'], at);
  if (kind !== 'percentile') return { measure: { kind }, fields, bounds, groupBy, timespan };
  const percentile = condition['percentile'];
  if (typeof percentile !== 'number' || percentile <= 0 || percentile > 100)
    throw at
      .at('percentile')
      .problem('expected which one, 1 to 100: the specification says nothing where it is missing');
  return { measure: { kind, percentile }, fields, bounds, groupBy, timespan };
}

function aliasesOf(written: unknown, place: Place): SigmaCorrelation['aliases'] {
  if (written === undefined || written === null) return new Map();
  if (!isMap(written)) throw place.problem('expected an alias, and below it the field of each rule');
  return new Map(
    Object.entries(written).map(([alias, fields]) => {
      if (!isMap(fields)) throw place.at(alias).problem('expected the field of each rule, by its name');
      return [alias, new Map(Object.keys(fields).map((rule) => [rule, textAt(fields, rule, place.at(alias))]))];
    }),
  );
}
