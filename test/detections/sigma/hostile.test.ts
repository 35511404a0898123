import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatetrailError } from '../../../shared/errors.ts';
import { compiled, created, findings, ruleText } from './rules.ts';

describe('a rule that can not be used', () => {
  it('is always told with its place: no document makes it throw anything else', () => {
    const scalar = fc.constantFrom(
      'a',
      '*',
      '1 of them',
      'a|re',
      '[',
      7,
      true,
      null,
      'selection',
      'not a',
      '%x%',
      '1h',
      'event_count',
    );
    const key = fc.constantFrom(
      'a',
      'a|re',
      'x|all',
      '|contains',
      '__proto__',
      'condition',
      'field',
      'gte',
      'rules',
      'type',
      'timespan',
      'b|cidr',
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    }));
    const top = fc.record(
      {
        title: value,
        detection: value,
        correlation: value,
        filter: value,
        logsource: fc.constantFrom({ product: 'aws' }, 'aws', {}),
        level: value,
        tags: value,
        gatetrail: value,
        id: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(top, (document) => {
        try {
          compiled(JSON.stringify(document));
        } catch (error) {
          expect(error).toBeInstanceOf(GatetrailError);
          expect(error).toMatchObject({ kind: 'config', message: expect.stringMatching(/rule\.yml:\d+: /) });
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('a record that is not what it should be', () => {
  it('makes no rule throw', async () => {
    const odd = fc.constantFrom<unknown>(null, [], {}, [[null]], 'x', 7, true, { a: null }, [{ 'a.b': [] }]);
    const rules = compiled(
      ruleText({
        a: {
          'userIdentity.arn|contains': 'x',
          'a.b.c|re': '.',
          'requestParameters.a|cidr': '::/0',
          'responseElements|contains': 'y',
        },
        b: ['keyword'],
        c: { 'a|fieldref': 'b', 'eventTime|hour': 1, 'resources.ARN|gte': 1 },
        condition: '1 of them',
      }),
    );
    const fields = fc.dictionary(
      fc.constantFrom(
        'a',
        'b',
        'userIdentity',
        'requestParameters',
        'responseElements',
        'resources',
        'userAgent',
        'sourceIPAddress',
        '__proto__',
      ),
      odd,
    );
    await fc.assert(
      fc.asyncProperty(fields, async (also) => {
        await findings(rules, [created(also)]);
      }),
      { numRuns: 200 },
    );
  });
});
