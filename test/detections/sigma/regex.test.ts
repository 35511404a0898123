import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegexProblem } from '../../../shared/detections/sigma/regex/node.ts';
import { regexSearch } from '../../../shared/detections/sigma/regex/search.ts';

const NONE = { i: false, m: false, s: false };
const found = (source: string, text: string, flags: Partial<typeof NONE> = {}): boolean =>
  regexSearch(source, { ...NONE, ...flags })(text);

/** Expressions that JavaScript reads the same way. */
const { regex } = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(
      'a',
      'b',
      'ab',
      '.',
      '\\d',
      '\\w',
      '\\s',
      '\\S',
      '[ab]',
      '[^a]',
      '[a-c1]',
      '\\.',
      '\\b',
      '^',
      '$',
      '\\x61',
      '',
      'ba{2}',
      '[\\w.-]',
    ),
    fc.tuple(tie('regex'), tie('regex')).map((parts) => parts.join('')),
    fc.tuple(tie('regex'), tie('regex')).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie('regex'), fc.constantFrom('*', '+', '?', '*?', '+?', '{2}', '{1,2}', '{0,1}', '{2,}'))
      .map(([inner, times]) => `(${inner})${times}`),
  ),
}));

describe('a regular expression', () => {
  it('finds what JavaScript finds', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', ' ', 'A'), maxLength: 12 });
    fc.assert(
      fc.property(regex, text, fc.boolean(), (source, where, i) => {
        expect(found(source, where, { i })).toBe(new RegExp(source, i ? 'i' : '').test(where));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['(?i)ROOT', 'root', true],
    ['a(?i)B|C', 'c', true],
    ['(?i:a)B', 'Ab', false],
    ['(?i:a)B', 'AB', true],
    ['(?-i:a)', 'A', false],
    ['(?P<name>ab)+$', 'xabab', true],
    ['\\Aab\\z', 'ab', true],
    ['ab$', 'ab\n', true],
    ['ab\\z', 'ab\n', false],
    ['\\Qa.b\\E', 'a.b', true],
    ['\\Qa.b\\E', 'axb', false],
    ['a{,2}', 'a{,2}', true],
    ['[]a]', ']', true],
    ['[a\\]]', ']', true],
    ['[\\x{61}-c]', 'b', true],
    ['[--/]', '.', true],
    ['\\h', '\t', true],
    ['.', '\n', false],
    ['', '', true],
  ])('%s in %j: %s', (source, text, expected) => {
    expect(found(source, text)).toBe(expected);
  });

  it.each([
    ['(', 'not closed'],
    [')', 'closes nothing'],
    ['[a', 'not closed'],
    ['*a', 'nothing before'],
    ['a**', 'repeated'],
    ['a++', 'not part of'],
    ['(?=a)', 'look-around'],
    ['(?<!a)', 'look-around'],
    ['(?>a)', 'look-around'],
    ['(a)\\1', 'back references'],
    ['[[:digit:]]', 'POSIX'],
    ['\\p{L}', 'not known'],
    ['a{3,2}', 'ends before'],
    ['a{5000}', 'more than 1000'],
    ['((a{900}){900}){900}', 'too large'],
    ['[z-a]', 'upside down'],
    ['a\\', 'backslash'],
    [`${'('.repeat(5000)}${')'.repeat(5000)}`, 'deeper than'],
  ])('refuses %s', (source, says) => {
    expect(() => found(source, '')).toThrow(RegexProblem);
    expect(() => found(source, '')).toThrow(says);
  });

  it('never throws anything else', () => {
    const source = fc.string({ unit: fc.constantFrom(...'ab()[]{}?*+|\\^$.-,:<>=!PQEdwx1i'.split('')), maxLength: 14 });
    fc.assert(
      fc.property(source, (written) => {
        try {
          found(written, 'aab');
        } catch (error) {
          expect(error).toBeInstanceOf(RegexProblem);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no time that grows beyond text times expression, on what makes others hang', () => {
    // With an engine that tries one way after the other, each of these outlasts the universe.
    expect(found('(a+)+$', `${'a'.repeat(8000)}b`)).toBe(false);
    expect(found('(a|aa)+$', `${'a'.repeat(8000)}b`)).toBe(false);
    expect(found('.*foo.*foo.*foo.*bar', 'foo'.repeat(2700))).toBe(false);
  });

  it('looks at the first 8,192 characters of a text', () => {
    expect(found('end', `${'x'.repeat(8189)}end`)).toBe(true);
    expect(found('end', `${'x'.repeat(8190)}end`)).toBe(false);
  });
});
