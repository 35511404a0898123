import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { costOf, standingCost, type Usage } from '../../shared/live/cost.ts';

const NOTHING: Usage = { events: 0, readUnits: 0, writeUnits: 0, lambda: [], objects: 0, messages: 0, publishes: 0 };

describe('what it costs', () => {
  it.each([
    ['table', { readUnits: 8e6 }, 1],
    ['table', { writeUnits: 1.6e6 }, 1],
    ['lambda', { lambda: [{ runs: 5e6, ms: 0, memoryMb: 512 }] }, 1],
    ['lambda', { lambda: [{ runs: 0, ms: 2_000_000, memoryMb: 512 }] }, 0.0133334],
    ['logs', { objects: 2.5e6 }, 1],
    ['queues', { messages: 1e6 }, 1.2],
    ['topics', { publishes: 2e6 }, 1],
  ] as const)('counts %s: %j is %d USD', (part, used, usd) => {
    const cost = costOf({ ...NOTHING, ...used });
    expect(cost[part]).toBeCloseTo(usd, 9);
    expect(cost.total).toBeCloseTo(usd, 9);
    expect(cost.perMillionEvents).toBeUndefined();
  });

  it('adds up, and is told for a million events', () => {
    const lambda = [
      { runs: 2000, ms: 290_000, memoryMb: 512 },
      { runs: 720, ms: 60_000, memoryMb: 1024 },
    ];
    const used = {
      ...NOTHING,
      events: 2e6,
      readUnits: 30_000,
      writeUnits: 60_000,
      lambda,
      objects: 40_000,
      messages: 40_000,
    };
    const { table, lambda: runs, logs, queues, topics, total, perMillionEvents } = costOf(used);
    expect(table + runs + logs + queues + topics).toBeCloseTo(total, 12);
    expect(perMillionEvents).toBeCloseTo(total / 2, 12);
    expect(total).toBeCloseTo(0.00375 + 0.0375 + 0.000544 + 0.00273335 + 0.016 + 0.048, 6);
  });

  it('has a part that is paid for though nothing happens', () => {
    expect(standingCost({ metrics: 10, alarms: 20, kmsKeys: 1 })).toBeCloseTo(6, 9);
  });

  it('reckons as the dashboard does', () => {
    const dashboard = readFileSync(new URL('../../infra/dashboard.yml', import.meta.url), 'utf8');
    for (const price of ['r*0.000000125', 'w*0.000000625', '0.0000133334', '0.0000002', 'q*3*0.0000004'])
      expect(dashboard).toContain(price);
  });
});
