import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionOf } from '../../../shared/detections/sigma/expression.ts';
import { interestOf } from '../../../shared/detections/sigma/interest.ts';
import { Keywords } from '../../../shared/detections/sigma/keywords.ts';
import { Place } from '../../../shared/detections/sigma/place.ts';
import { readRule } from '../../../shared/detections/sigma/rule.ts';
import { viewOf } from '../../../shared/detections/sigma/view.ts';

const PLACE = new Place('rule.yml', () => 1);
const FIELDS = [
  'eventName',
  'eventSource',
  'userAgent',
  'errorCode',
  'userIdentity.type',
  'requestParameters.a',
  'a.b',
];

/** Few texts, so that rules and records meet. */
const text = fc.constantFrom('A', 'a', 'AB', 'b', '');
const key = fc
  .tuple(
    fc.constantFrom(...FIELDS),
    fc.constantFrom('', '|contains', '|startswith', '|neq', '|contains|all', '|re', '|cased'),
  )
  .map((parts) => parts.join(''));
const map = fc.dictionary(key, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }), fc.constant(null)), {
  minKeys: 1,
  maxKeys: 3,
});
const search = fc.oneof(
  { weight: 5, arbitrary: map },
  fc.array(map, { minLength: 1, maxLength: 2 }),
  fc.array(fc.constantFrom('A', 'xy'), { minLength: 1, maxLength: 2 }),
);
const condition = fc.constantFrom(
  's and t',
  's or t',
  's and not t',
  'not s',
  '1 of them',
  '(s or t) and u',
  's',
  'not (s and t) or u',
);
const detection = fc.record({ s: search, t: search, u: search, condition });

const value = fc.oneof(
  text,
  fc.constant(null),
  fc.constant(undefined),
  fc.constant(7),
  fc.array(text, { maxLength: 2 }),
);
const record = fc.record({
  eventName: text,
  eventSource: text,
  userAgent: value,
  errorCode: value,
  userIdentity: fc.oneof(value, fc.record({ type: value }), fc.array(fc.record({ type: value }), { maxLength: 2 })),
  requestParameters: fc.oneof(value, fc.record({ a: value }), fc.constant('{"a":"A"}')),
  a: fc.oneof(fc.record({ b: value }), fc.array(fc.record({ b: value }), { maxLength: 2 })),
  'a.b': fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, text),
});

describe('what a rule wants to see', () => {
  it('is all that it holds for, and operations that it can hold for at all', () => {
    let held = 0;
    fc.assert(
      fc.property(detection, record, (searches, drawn) => {
        const raw = JSON.parse(JSON.stringify(drawn)) as Record<string, unknown>;
        let expression: ReturnType<typeof readRule>['expression'];
        try {
          const keys = { detection: searches };
          const source = { file: 'rule.yml', index: 0, of: 1, value: keys, lineOf: () => 1 };
          ({ expression } = readRule(
            { source, keys, place: PLACE },
            { placeholders: new Map(), keywords: new Keywords() },
          ));
        } catch {
          return;
        }
        const holds = questionOf(expression)(viewOf(raw));
        if (!holds) return;
        held += 1;
        const { among = {}, operation, header, raw: before } = interestOf([expression]);
        expect(before?.(raw)).toBe(true);
        const [name, source] = [String(raw['eventName']), String(raw['eventSource'])];
        expect(operation?.(source, name)).toBe(true);
        expect(among.eventNames?.includes(name.toLowerCase()) ?? true).toBe(true);
        expect(among.eventSources?.includes(source.toLowerCase()) ?? true).toBe(true);
        expect(header?.test(header.of(raw)) ?? true).toBe(true);
      }),
      { numRuns: 5000 },
    );
    expect(held).toBeGreaterThan(500);
  });
});
