import { describe, expect, it } from 'vitest';
import { GatetrailError } from '../../shared/errors.ts';
import type { Checked, Condition } from '../../shared/watch/condition.ts';
import { decide, type Memory, readMemory, withoutSent } from '../../shared/watch/memory.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const EMPTY = readMemory(undefined);

function condition(key: string, more: Partial<Condition> = {}): Condition {
  return { key, severity: 'high', title: `About ${key}`, lines: [`line of ${key}`], nextSteps: ['look'], ...more };
}
const checked = (conditions: readonly Condition[], more: Partial<Checked> = {}): Checked => ({
  check: 'a',
  conditions,
  over: (key) => `${key} is over`,
  ...more,
});
/** What each of these runs, an hour apart, wants sent. */
function runs(checks: readonly Checked[], step = HOUR): string[][] {
  let memory: Memory = EMPTY;
  return checks.map((check, index) => {
    const next = decide({ ...memory, unsent: [] }, [check], NOW + index * step);
    memory = next;
    return next.unsent.map(({ key }) => key);
  });
}

describe('what the watch remembers', () => {
  it('tells of a condition once, again after one day, two and four, and that it is over', () => {
    const there = checked([condition('a.b')]);
    const told = runs([...Array.from({ length: 8 }, () => there), checked([])], DAY);
    const key = 'a.b.2026-11-22T12:00:00Z';
    expect(told).toEqual([[key], [`${key}.2`], [], [`${key}.3`], [], [], [], [`${key}.4`], [`${key}.over`]]);
  });

  it('tells what comes back under another key', () => {
    const there = checked([condition('a.b')], { over: () => undefined });
    expect(runs([there, checked([], { over: () => undefined }), there])).toEqual([
      ['a.b.2026-11-22T12:00:00Z'],
      [],
      ['a.b.2026-11-22T14:00:00Z'],
    ]);
  });

  it('tells some things once only', () => {
    const there = checked([condition('a.b', { once: true })]);
    expect(runs([there, there, there], 40 * DAY)).toEqual([['a.b.2026-11-22T12:00:00Z'], [], []]);
  });

  it('waits as long as a condition wants to be waited for, and says nothing of what passed meanwhile', () => {
    const there = checked([condition('a.b', { patience: 2 * HOUR })]);
    expect(runs([there, there, there])).toEqual([[], [], ['a.b.2026-11-22T12:00:00Z']]);
    expect(runs([there, there, checked([])])).toEqual([[], [], []]);
  });

  it('takes a check that was not made, or only in part, for no sign that anything is over', () => {
    const there = checked([condition('a.b')]);
    expect(runs([there, { check: 'z', conditions: [] }, checked([], { isPartial: true }), there]).slice(1)).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('makes one notice of what one check finds at once, the worst first', () => {
    const found = checked([
      condition('a.b', { severity: 'low' }),
      condition('a.c', { severity: 'critical' }),
      condition('a.d'),
    ]);
    const [notice, ...others] = decide(EMPTY, [found], NOW).unsent;
    expect(others).toEqual([]);
    expect(notice).toEqual({
      kind: 'watch',
      key: 'a.c.2026-11-22T12:00:00Z',
      severity: 'critical',
      title: 'About a.c, and 2 more',
      lines: ['About a.c: line of a.c', 'About a.d: line of a.d', 'About a.b: line of a.b'],
      nextSteps: ['look'],
    });
  });

  it('is pure, and is read as it was written', () => {
    const found = [checked([condition('a.b'), condition('a.c', { patience: DAY })])];
    const after = decide(EMPTY, found, NOW);
    expect(decide(EMPTY, found, NOW)).toEqual(after);
    expect(readMemory(JSON.stringify(after))).toEqual(after);
    expect(withoutSent(after, 'a.b.2026-11-22T12:00:00Z').unsent).toEqual([]);
  });

  it.each(['', 'x', '[]', '{"open":{}}', '{"open":{"a.b":{"since":"x","times":1}},"unsent":[]}'])(
    'refuses a document that it did not write: %s',
    (text) => {
      expect(() => readMemory(text)).toThrow(GatetrailError);
      expect(() => readMemory(text)).toThrow('document watch/told');
    },
  );
});
