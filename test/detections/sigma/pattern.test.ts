import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf, patternTest } from '../../../shared/detections/sigma/pattern.ts';
import { Text } from '../../../shared/detections/sigma/texts.ts';

const fits = (pattern: string, text: string): boolean => patternTest(partsOf(pattern), true)(new Text(text));
const escaped = (text: string): string => text.replace(/[\\*?]/g, '\\$&');
const tricky = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\', ' ', '\u{1f600}', '-'), maxLength: 8 });

describe('a text with wildcards', () => {
  it('that is escaped fits that text and no other', () => {
    fc.assert(
      fc.property(tricky, tricky, (text, other) => {
        expect(fits(escaped(text), text)).toBe(true);
        expect(fits(escaped(text), other)).toBe(text === other);
      }),
    );
  });

  it('fits what the same regular expression fits', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(pattern, text, (written, where) => {
        const regex = new RegExp(`^${written.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(fits(written, where)).toBe(regex.test(where));
      }),
      { numRuns: 2000 },
    );
  });

  it('ignores case when it is told to, as the language does', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(
          patternTest(partsOf(escaped(text.toUpperCase())), false)(new Text(text.toUpperCase().toLowerCase())),
        ).toBe(true);
      }),
    );
  });

  it('takes no time that grows with the number of ways to place its parts', () => {
    expect(fits(`${'*a'.repeat(30)}*c`, 'a'.repeat(20_000))).toBe(false);
  });
});
