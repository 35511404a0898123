import { describe, expect, it } from 'vitest';
import { TEN } from './bits.ts';
import { alert, at, days, evaluated, finding, label, score } from './made.ts';

describe('alerts by week', () => {
  it('count from the first day of the run, whatever is judged; the last week may be short', () => {
    const labels = [label('A-1', 'ann', [at(8)])];
    const alerts = [
      alert('1', 'bob', at(1)),
      alert('2', 'bob', at(7), { channel: 'rule' }),
      alert('3', 'bob', at(8), { channel: 'sequence' }),
      alert('4', 'ann', at(8)),
    ];
    expect(evaluated({ labels, alerts }, days(10)).weeks).toEqual([
      { week: 1, days: 7, benignBehavioural: 1, benignRule: 1, onAttacks: 0 },
      { week: 2, days: 3, benignBehavioural: 0, benignRule: 1, onAttacks: 1 },
    ]);
  });
});

describe('young principals', () => {
  it('are those with fewer than 7 days since their first score, whenever that was', () => {
    const scores = [score('old', 1, 1), score('old', 8, 1), score('old', 7, 1), score('new', 9, 1), score('ann', 8, 1)];
    const labels = [label('A-1', 'ann', [at(8)])];
    const alerts = [
      alert('1', 'old', at(7)),
      alert('2', 'old', at(8)),
      alert('3', 'new', at(9)),
      alert('4', 'nobody', at(9)),
      alert('5', 'new', at(9), { channel: 'rule' }),
      alert('6', 'ann', at(8)),
      alert('7', 'old', at(2)),
    ];
    expect(evaluated({ labels, scores, alerts }, days(10)).young).toEqual({
      alerts: { found: 2, of: 3 },
      ageless: 1,
      principalDays: { found: 2, of: 3 },
    });
  });
});

describe('noise by detection', () => {
  it('counts benign findings of the window that nobody suppressed, the loudest first', () => {
    const labels = [label('A-1', 'ann', [at(8)])];
    const findings = [
      finding('b', 'bob', at(7)),
      finding('a', 'bob', at(7)),
      finding('c', 'bob', at(7)),
      finding('c', 'bob', at(8)),
      finding('c', 'bob', at(8), { severity: 'high' }),
      finding('c', 'bob', at(1)),
      finding('c', 'ann', at(8), { eventIds: ['A-1-1'] }),
      finding('c', 'bob', at(8), { suppressed: { reason: 'known' } }),
    ];
    expect(evaluated({ labels, findings }, days(10)).noise).toEqual([
      { detection: 'c', severity: 'low', findings: 2, aDay: 0.4 },
      { detection: 'a', severity: 'low', findings: 1, aDay: 0.2 },
      { detection: 'b', severity: 'low', findings: 1, aDay: 0.2 },
      { detection: 'c', severity: 'high', findings: 1, aDay: 0.2 },
    ]);
  });

  it('names the fifteen loudest', () => {
    const findings = Array.from({ length: 20 }, (_, index) => finding(`d${index}`, 'bob', at(8)));
    expect(evaluated({ findings }, TEN).noise).toHaveLength(15);
  });
});

describe('the window', () => {
  it.each([
    [10, undefined, 6, 5],
    [5, undefined, 3, 3],
    [1, undefined, 1, 1],
    [10, 9, 9, 2],
    [10, -5, 1, 10],
  ])('of %i days from %s begins on day %i and has %i days', (last, from, first, count) => {
    const window = days(last, from);
    expect([window.from - window.first + 1, window.days]).toEqual([first, count]);
  });

  it('must have a day', () => {
    expect(() => days(10, 11)).toThrow(/--from 2026-09-11: the run ends on 2026-09-10/);
  });
});
