import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicStatements, weakened } from '../../shared/policy/index.ts';
import { compare, policyOf, statements } from './documents.ts';
import { decide, requests } from './evaluate.ts';

describe('laws of weakened', () => {
  it('a policy is not weaker than itself, however it is ordered', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const turned = [...list].reverse().map((statement) => {
          const entries = Object.entries(statement).map(([name, value]) => [
            name,
            Array.isArray(value) ? [...value].reverse() : value,
          ]);
          return Object.fromEntries(entries);
        });
        expect(compare(list, list)).toEqual([]);
        expect(compare(list, turned)).toEqual([]);
      }),
    );
  });

  it('order does not change what is said', () => {
    fc.assert(
      fc.property(statements, statements, (before, after) => {
        expect(compare([...before].reverse(), [...after].reverse())).toEqual(compare(before, after));
      }),
    );
  });

  it('adding a denial or removing a grant never weakens', () => {
    fc.assert(
      fc.property(statements, statements, (list, more) => {
        const denials = more.map((statement) => ({ ...statement, Effect: 'Deny' }));
        expect(compare(list, [...list, ...denials])).toEqual([]);
        const denying = list.filter((statement) => statement.Effect === 'Deny');
        expect(compare(list, denying)).toEqual([]);
      }),
    );
  });

  it('whenever a call is let through that was not before, something is said', () => {
    fc.assert(
      fc.property(statements, statements, requests, (list, changed, request) => {
        const [before, after] = [policyOf(...list), policyOf(...changed)];
        const [was, is] = [decide(before, request), decide(after, request)];
        fc.pre((is === 'Allow' && was !== 'Allow') || (was === 'Deny' && is !== 'Deny'));
        expect(weakened(before, after)).not.toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('whenever a stranger with nothing to show is let through, the policy is public', () => {
    const stranger = requests.map((request) => ({
      ...request,
      principal: { type: 'AWS' as const, value: 'arn:aws:iam::333333333333:role/stranger' },
      context: { 'aws:sourceip': '2001:db8::1', 'aws:securetransport': 'true' },
    }));
    fc.assert(
      fc.property(statements, stranger, (list, request) => {
        fc.pre(decide(policyOf(...list), request) === 'Allow');
        expect(publicStatements(policyOf(...list))).not.toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
