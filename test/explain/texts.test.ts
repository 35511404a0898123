import { describe, expect, it } from 'vitest';
import { whyLines } from '../../shared/explain/about-text.ts';
import { jsonLines, safeJson } from '../../shared/explain/json-text.ts';
import { aligned, hanging, paragraphs, shortened } from '../../shared/explain/layout.ts';
import { matchingKeys } from '../../shared/explain/matching.ts';

describe('layout', () => {
  it('breaks between words and hangs the rest below the first', () => {
    expect(hanging('  1. ', 'one two three four', 12)).toEqual(['  1. one two', '     three', '     four']);
    expect(hanging('', '', 12)).toEqual(['']);
  });

  it('keeps a word whole that is longer than a line: somebody will copy it', () => {
    expect(hanging('- ', 'a arn:aws:iam::111111111111:role/x', 10)).toEqual([
      '- a',
      '  arn:aws:iam::111111111111:role/x',
    ]);
  });

  it('aligns cells and shortens them in the middle', () => {
    expect(
      aligned(
        [
          ['a', '7'],
          ['abcdefghij', '12'],
        ],
        [{ most: 7 }, { right: true, least: 4 }],
      ),
    ).toEqual(['a           7', 'abc…hij    12']);
    expect(shortened('abc', 3)).toBe('abc');
  });

  it('leaves an empty line between paragraphs and none for what is not there', () => {
    expect(paragraphs([['a'], [], ['b', 'c']])).toEqual(['a', '', 'b', 'c']);
  });
});

describe('JSON for people', () => {
  it('opens what does not fit, and stays JSON', () => {
    const value = { short: { a: 1 }, long: ['x'.repeat(20), { b: null }], empty: {} };
    const lines = jsonLines(value, 30, '  ');
    expect(lines).toEqual([
      '  {',
      '    "short": {"a":1},',
      '    "long": [',
      `      "${'x'.repeat(20)}",`,
      '      {"b":null}',
      '    ],',
      '    "empty": {}',
      '  }',
    ]);
    expect(JSON.parse(lines.join('\n'))).toEqual(value);
  });

  it('breaks long texts, cuts very long ones and says so', () => {
    const lines = jsonLines({ agent: 'y'.repeat(5000) }, 100);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.map((line) => line.trimStart()).join('')).toContain('4400 more characters');
  });

  it('shows what is invisible, as the same value', () => {
    const hostile = { a: 'x\u001b[2J\u202e\u2028\u{e0001}\u0085' };
    const text = safeJson(hostile);
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(text)).toEqual(hostile);
  });
});

describe('why it fired', () => {
  it('adds up', () => {
    const reasons = [
      { text: 'unseen iam:CreateUser', bits: 12.3, since: '2026-03-02' },
      { text: 'User created (medium)' },
      { text: '41 denied calls', bits: 6, usual: 'about 0', since: '2026-03-02' },
    ];
    expect(whyLines(reasons, 18.3)).toEqual([
      'Why it fired, in bits of evidence',
      '   12.3  unseen iam:CreateUser; since 2026-03-02',
      '      -  User created (medium)',
      '    6.0  41 denied calls; since 2026-03-02',
      '         usual: about 0',
      '  -----',
      '   18.3  bits in all',
    ]);
  });

  it('numbers what carries no bits', () => {
    expect(whyLines([{ text: 'a' }, { text: 'b' }], 0)).toEqual(['Why it fired', '  1.  a', '  2.  b']);
  });
});

describe('which principal is meant', () => {
  const keys = ['1/role/deploy', '1/role/deploy-prod', '2/role/build', '2/user/Alice'];
  it.each([
    ['1/role/deploy', ['1/role/deploy']],
    ['deploy', ['1/role/deploy']],
    ['depl', ['1/role/deploy', '1/role/deploy-prod']],
    ['alice', ['2/user/Alice']],
    ['2/', ['2/role/build', '2/user/Alice']],
    ['bob', []],
  ])('%s', (wanted, found) => {
    expect(matchingKeys(keys, wanted)).toEqual(found);
  });
});
