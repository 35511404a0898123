import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatetrailError } from '../../shared/errors.ts';
import { packed, unpacked } from '../../shared/live/packed.ts';

/** What documents hold: plain values, and Maps in any depth. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '__proto__' && name !== '~map'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
    fc
      .array(fc.tuple(fc.oneof(fc.string(), fc.integer()), tie('value')), { maxLength: 4 })
      .map((entries) => new Map(entries)),
  ),
}));

describe('a document', () => {
  it('comes back as it was written, with its Maps', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(unpacked(packed(one), 'test')).toEqual(one);
      }),
    );
  });

  it('is the same text for the same value, so that writing it again is no change', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(packed(unpacked(packed(one), 'test'))).toBe(packed(one));
      }),
    );
  });

  it.each(['', '{', 'nonsense', '{"~map":1}'])('that is %j is refused by name', (text) => {
    const read = () => unpacked(text, 'books/live');
    expect(read).toThrow(GatetrailError);
    expect(read).toThrow(/^document books\/live is not what Gatetrail writes: /);
  });
});
