import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detections } from '../../shared/detections/all.ts';
import { FIRST_BIT, FIRST_SPAN, spanOf } from '../../shared/detections/first.ts';
import { DATA_PLANE } from '../../shared/detections/plan.ts';
import { RequestSights } from '../../shared/pipeline/request-sights.ts';

const asking = detections.filter(({ on }) => [on.source ?? []].flat().some((source) => DATA_PLANE.has(source)));

describe('rules about requests', () => {
  it('ask only for first sights that there are of requests', () => {
    const told = asking.map(({ id, on, state }) => ({
      id,
      first: on.first,
      often: spanOf({ first: on.first, state }) === FIRST_SPAN,
    }));
    expect(told.length).toBeGreaterThanOrEqual(14);
    const there = ({ first, often }: (typeof told)[number]) =>
      first === undefined || (often ? ['ip', 'network'] : ['request', 'caller']).includes(first);
    expect(told.filter((one) => !there(one))).toEqual([]);
  });
});

describe('RequestSights', () => {
  const request = fc.record({
    kind: fc.constantFrom('a', 'b', undefined),
    arn: fc.constantFrom('x', 'y', undefined),
    key: fc.constantFrom('k1', 'k2', undefined),
    ip: fc.constantFrom('203.0.113.7', '203.0.113.8'),
    time: fc.integer({ min: 0, max: 40 }).map((minute) => minute * 60_000),
  });

  it('never misses the earliest, in whatever order requests come', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        const sights = new RequestSights();
        const bits = requests.map(({ kind, arn, key, ip, time }) => {
          const raw = { requestKind: kind, sourceIPAddress: ip };
          const identity = { arn, accessKeyId: key };
          return sights.of(raw, identity, time) | sights.often(raw, identity, time);
        });
        const isEarliest = (
          index: number,
          same: (a: (typeof requests)[number], b: (typeof requests)[number]) => boolean,
        ) => {
          const one = requests[index];
          return one !== undefined && requests.every((other) => !same(one, other) || other.time >= one.time);
        };
        for (const [index, { kind, arn, key }] of requests.entries()) {
          const told = bits[index] ?? 0;
          if (kind !== undefined && isEarliest(index, (a, b) => a.kind === b.kind))
            expect(told & FIRST_BIT.request).not.toBe(0);
          if (arn !== undefined && isEarliest(index, (a, b) => a.arn === b.arn))
            expect(told & FIRST_BIT.caller).not.toBe(0);
          const span = (time: number) => Math.floor(time / FIRST_SPAN);
          const sameKey = isEarliest(
            index,
            (a, b) => a.key === b.key && a.ip === b.ip && span(a.time) === span(b.time),
          );
          if (key !== undefined && sameKey) expect(told & FIRST_BIT.ip).not.toBe(0);
        }
      }),
    );
  });
  it('tells most requests that they are none', () => {
    const sights = new RequestSights();
    const raw = { requestKind: 'a', sourceIPAddress: '203.0.113.7' };
    const ask = (time: number) => sights.of(raw, { arn: 'x' }, time) | sights.often(raw, { accessKeyId: 'k' }, time);
    expect(ask(1000)).toBe(FIRST_BIT.request | FIRST_BIT.caller | FIRST_BIT.ip | FIRST_BIT.network);
    expect(ask(2000)).toBe(0);
  });
});
