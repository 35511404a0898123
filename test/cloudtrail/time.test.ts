import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, isoTime } from '../../shared/cloudtrail/time.ts';

describe('isoTime', () => {
  it('is what Date writes, to the second, whatever was asked before', () => {
    const time = fc.oneof(
      fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }).map(Number),
      fc
        .integer({ min: 20_000, max: 20_003 })
        .chain((day) => fc.constantFrom(-1, 0, 999, 1000).map((ms) => day * DAY + ms)),
      fc.integer({ min: -DAY * 800_000, max: 0 }),
    );
    fc.assert(
      fc.property(fc.array(time, { maxLength: 20 }), (times) => {
        const written = times.map((each) => `${new Date(each).toISOString().slice(0, -5)}Z`);
        expect(times.filter((each) => each >= Date.UTC(0, 0)).map(isoTime)).toEqual(
          written.filter((_, index) => (times[index] ?? 0) >= Date.UTC(0, 0)),
        );
      }),
    );
  });
  it('throws for no time, as Date does', () => {
    expect(() => isoTime(Number.NaN)).toThrow(RangeError);
    expect(isoTime(0)).toBe('1970-01-01T00:00:00Z');
  });
});
