import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, disjoint } from '../../shared/policy/wildcard.ts';

/** The plain recursive meaning of `*` and `?`, exponential and therefore only for short texts. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (first === '*') return matches(rest, text) || (text !== '' && matches(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text.charAt(0)) && matches(rest, text.slice(1));
}

const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

describe('covers', () => {
  it.each([
    ['*', 'anything:at/all'],
    ['s3:Get*', 's3:GetObject'],
    ['s3:*Object', 's3:PutObject'],
    ['arn:aws:s3:::b?/*', 'arn:aws:s3:::b1/key'],
    ['s3:*', 's3:Get*'],
    ['*:*', 'iam:*'],
    ['i*', 'iam:*'],
    ['**', '*'],
    ['*?', '?*'],
    ['a**b', 'axyzb'],
  ])('%s takes in %s', (outer, inner) => {
    expect(covers(outer, inner)).toBe(true);
  });

  it.each([
    ['s3:Get*', 's3:PutObject'],
    ['s3:Get*', 's3:*'],
    ['s3:GetObject', 's3:Get*'],
    ['s3:GetObject', 's3:getobject'],
    ['a?', 'a'],
    ['a?', 'a*'],
    ['?*', '*'],
    ['a*b', 'ab*'],
    ['', 'a'],
    ['iam:*', 'i*'],
  ])('%s does not take in %s', (outer, inner) => {
    expect(covers(outer, inner)).toBe(false);
  });

  it('matches texts exactly as the definition does', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(covers(pattern, text)).toBe(matches(pattern, text));
      }),
      { numRuns: 1000 },
    );
  });

  it('never says yes for a pattern that matches more', () => {
    fc.assert(
      fc.property(patterns, patterns, texts, (outer, inner, text) => {
        fc.pre(covers(outer, inner) && matches(inner, text));
        expect(matches(outer, text)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is reflexive', () => {
    fc.assert(fc.property(patterns, (pattern) => covers(pattern, pattern)));
  });

  it('ends for patterns that make backtracking matchers explode', () => {
    expect(covers(`${'*a'.repeat(900)}*b`, 'a'.repeat(2048))).toBe(false);
    expect(covers(`${'a*'.repeat(900)}`, `${'a'.repeat(2047)}b`)).toBe(true);
    expect(covers('*'.repeat(2000), 'x')).toBe(true);
  });

  it('compares texts longer than any ARN by equality alone', () => {
    const long = 'a'.repeat(3000);
    expect(covers(long, long)).toBe(true);
    expect(covers('a*', long)).toBe(false);
  });
});

describe('disjoint', () => {
  it.each([
    ['s3:*', 'iam:*'],
    ['s3:Get*', 's3:PutObject'],
    ['s3:GetObject', 's3:PutObject'],
  ])('%s and %s have nothing in common', (left, right) => {
    expect(disjoint(left, right)).toBe(true);
  });

  it.each([
    ['s3:*', 's3:Get*'],
    ['*', 'iam:PassRole'],
    ['s3:GetObject', 's3:Get?bject'],
    ['a'.repeat(3000), 'a*'],
  ])('%s and %s may', (left, right) => {
    expect(disjoint(left, right)).toBe(false);
  });

  it('never says so of two patterns that share a text', () => {
    fc.assert(
      fc.property(patterns, patterns, texts, (left, right, text) => {
        fc.pre(disjoint(left, right));
        expect(matches(left, text) && matches(right, text)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
