import { stableId } from '../../id.ts';
import { fieldNamed } from './field.ts';
import type { View } from './view.ts';

/** Whom an event is counted for: the values of the fields to group by, which may differ in name from rule to rule. */
export type Group = (view: View) => string | undefined;

/** Everything together, when a correlation doesn't say whom to count for. */
const EVERYTHING = 'all';
/** A key of the state is no longer than 1,024 characters; what is, is told apart by its hash. */
const LONGEST = 500;

/** The group of an event by these fields; undefined when one of them is not there: what belongs to nobody isn't counted. */
export function groupBy(fields: readonly string[]): Group {
  if (fields.length === 0) return () => EVERYTHING;
  const read = fields.map((name) => fieldNamed(name));
  return (view) => {
    const values = read.map((field) => view.found(field).texts.map(({ text }) => text));
    if (values.some((texts) => texts.length === 0)) return undefined;
    const group = values.map((texts) => texts.join(',')).join(' | ');
    return group.length <= LONGEST ? group : stableId('g', ...values.flat());
  };
}
