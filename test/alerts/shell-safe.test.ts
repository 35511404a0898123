import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellSafe } from '../../shared/alerts/plain-text.ts';

describe('log text in a command that people paste', () => {
  it('leaves names, ARNs, paths and addresses as they are', () => {
    for (const text of [
      'alice@example.com',
      'arn:aws:iam::111111111111:role/path/deploy-*',
      'REST API a1b2c3 (orders)',
      '2001:db8::1',
      'name with spaces, and=signs',
    ])
      expect(shellSafe(text)).toBe(text);
  });

  it('shows what a shell would act on, and a backslash that is none of ours', () => {
    expect(shellSafe('x; rm -rf ~')).toBe('x\\u{3b} rm -rf ~');
    expect(shellSafe('$(id)`id`')).toBe('\\u{24}(id)\\u{60}id\\u{60}');
    expect(shellSafe("a'b\\c\nd")).toBe('a\\u{27}b\\u{5c}c d');
  });

  it('runs nothing, bare or in quotes of either kind', () => {
    const attack = fc.array(
      fc.constantFrom(';', '|', '&', '$', '(', ')', '`', '"', "'", '\\', '\n', ' ', 'id', 'x', '!', '>', '<'),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(attack, (parts) => {
        const text = shellSafe(parts.join(''));
        expect(text).not.toMatch(/[;&|`$<>"'!\n]/);
        expect(text.replace(/\\u\{[0-9a-f]+\}/g, '')).not.toContain('\\');
      }),
    );
    for (const quote of ["'", '"']) {
      const text = shellSafe(`${quote}; echo run; $(echo run) \`echo run\` ${quote}`);
      const out = execFileSync('sh', ['-c', `printf %s ${quote}${text}${quote}`], { encoding: 'utf8' });
      expect(out.match(/\becho run\b/g)).toHaveLength(3);
    }
  });
});
