import { parseOperator } from './conditions.ts';
import type { Condition, Statement } from './document.ts';
import { valuesOutside } from './implies.ts';
import { keyName } from './narrowing.ts';
import { listed, whatOf } from './wording.ts';

/** What a condition of an earlier Allow asked that the later one, with these conditions, no longer does. */
export function droppedFromAllow(wanted: Condition, given: readonly Condition[]): string {
  const name = keyName(wanted.key);
  const { negated } = parseOperator(wanted.operator);
  return closest(wanted, given, {
    gone: negated ? `no longer keeps out ${name} ${listed(wanted.values)}` : `no longer requires ${name}`,
    more: (values) =>
      negated ? `no longer keeps out ${name} ${listed(values)}` : `${name} now also accepts ${listed(values)}`,
  });
}

/** What a condition of the later Deny asks that the earlier one did not: whom the denial now misses. */
export function addedToDeny(wanted: Condition, given: readonly Condition[], denial: Statement): string {
  const name = keyName(wanted.key);
  const subject = `the denial of ${whatOf(denial)}`;
  const { negated } = parseOperator(wanted.operator);
  return closest(wanted, given, {
    gone: `${subject} now depends on ${name}`,
    more: (values) => `${subject} ${negated ? 'now spares' : 'no longer hits'} ${name} ${listed(values)}`,
  });
}

interface Phrases {
  /** No condition of the same key and sense is left. */
  gone: string;
  /** One is, but differs by these values. */
  more: (values: string[]) => string;
}

/** Compared with each condition that could stand for the wanted one; the first sentence in order, to be deterministic. */
function closest(wanted: Condition, given: readonly Condition[], phrases: Phrases): string {
  const asked = { operator: parseOperator(wanted.operator), values: wanted.values };
  const sentences = given.flatMap((condition) => {
    const operator = parseOperator(condition.operator);
    if (condition.key !== wanted.key || operator.negated !== asked.operator.negated) return [];
    const held = { operator, values: condition.values };
    const values = operator.negated ? valuesOutside(held, asked) : valuesOutside(asked, held);
    if (values.length > 0) return [phrases.more(values)];
    return [`${keyName(wanted.key)} is tested by ${condition.operator}, not as strictly as by ${wanted.operator}`];
  });
  return sentences.sort()[0] ?? phrases.gone;
}
