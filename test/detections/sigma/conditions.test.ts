import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../shared/detections/sigma/condition.ts';
import { type Expression, holds } from '../../../shared/detections/sigma/expression.ts';
import { Place } from '../../../shared/detections/sigma/place.ts';
import { type View, viewOf } from '../../../shared/detections/sigma/view.ts';
import { created, matches } from './rules.ts';

const PLACE = new Place('rule.yml', () => 7);
const NOBODY: View = viewOf({});

/** Searches that hold as told. */
function searches(truths: Readonly<Record<string, boolean>>): Map<string, Expression> {
  const atom = (truth: boolean): Expression => ({ kind: 'atom', field: undefined, test: () => truth });
  return new Map(Object.entries(truths).map(([name, truth]) => [name, atom(truth)]));
}

function truth(condition: string, truths: Readonly<Record<string, boolean>>): boolean {
  return holds(parseCondition(condition, searches(truths), PLACE), NOBODY);
}

const SOME = { a: true, b: false, c: false, sel_1: true, sel_2: true, _hidden: false, filter_x: false };

describe('a condition', () => {
  it.each([
    ['a or b and c', true],
    ['(a or b) and c', false],
    ['not b and c', false],
    ['not (b and c)', true],
    ['not not a', true],
    ['a and not b or c', true],
    ['A'.toLowerCase(), true],
    ['a AND NOT b', true],
    ['1 of sel_*', true],
    ['all of sel_*', true],
    ['any of filter*', false],
    ['2 of sel_*', true],
    ['3 of them', true],
    ['4 of them', false],
    ['1 of them', true],
    ['all of them', false],
    ['all of sel_* and not 1 of filter_*', true],
    ['1 of *_1', true],
    ['1 of _*', false],
    ['1 of s*_2', true],
    ['(((a)))', true],
  ])('%s: %s', (condition, expected) => {
    expect(truth(condition, SOME)).toBe(expected);
  });

  it('leaves names with an underscore out of them', () => {
    expect(truth('all of them', { a: true, _b: false })).toBe(true);
    expect(truth('1 of *', { a: false, _b: true })).toBe(false);
    expect(truth('_b', { a: false, _b: true })).toBe(true);
  });

  it.each([
    ['', 'expected a condition'],
    ['a and', 'at the end'],
    ['and a', 'before and'],
    ['a b', 'not b'],
    ['(a', 'not closed'],
    ['a)', 'not )'],
    ['nobody', 'there is no search nobody; there are a, b'],
    ['1 of x*', 'no search has such a name'],
    ['0 of them', '0 of them'],
    ['9 of them', 'there are 6'],
    ['a & b', 'not &'],
    [`${'('.repeat(5000)}a${')'.repeat(5000)}`, 'deeper than'],
  ])('refuses %j', (condition, says) => {
    expect(() => truth(condition, SOME)).toThrow(
      expect.objectContaining({ kind: 'config', message: expect.stringMatching(/^rule\.yml:7: /) }),
    );
    expect(() => truth(condition, SOME)).toThrow(says);
  });

  it('may be a list, any of which will do', async () => {
    const detection = { a: { eventName: 'CreateUser' }, b: { eventName: 'X' }, condition: ['b', 'a'] };
    expect(await matches(detection, created())).toBe(true);
    expect(await matches({ ...detection, condition: ['b', 'b and a'] }, created())).toBe(false);
  });
});

/** A condition as people write it, and what it means. */
type Written = { readonly text: string; readonly means: (truths: Readonly<Record<string, boolean>>) => boolean };

const name = fc.constantFrom('a', 'b', 'c');
const { condition } = fc.letrec<{ condition: Written }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    name.map((text): Written => ({ text, means: (truths) => truths[text] === true })),
    fc.tuple(tie('condition'), tie('condition'), fc.constantFrom('and', 'or')).map(
      ([left, right, word]): Written => ({
        text: `(${left.text}) ${word} (${right.text})`,
        means: (truths) =>
          word === 'and' ? left.means(truths) && right.means(truths) : left.means(truths) || right.means(truths),
      }),
    ),
    tie('condition').map((part): Written => ({ text: `not (${part.text})`, means: (truths) => !part.means(truths) })),
  ),
}));

it('means what its parts mean', () => {
  const truths = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() });
  fc.assert(
    fc.property(condition, truths, (written, some) => {
      expect(truth(written.text, some)).toBe(written.means(some));
    }),
  );
});
