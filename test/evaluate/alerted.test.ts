import { describe, expect, it } from 'vitest';
import { TEN } from './bits.ts';
import { alert, at, days, evaluated, label } from './made.ts';

describe('what the run itself did', () => {
  const labels = [
    label('A1-1', 'ann', [at(6)]),
    label('A1-2', 'ben', [at(6)]),
    label('A1-3', 'cid', [at(6)]),
    label('A2-1', 'dan', [at(7)]),
    label('A2-2', 'eve', [at(7)]),
    label('A3-1', 'fay', [at(2)]),
  ];
  const alerts = [
    alert('1', 'ann', at(6), { channel: 'slow', eventIds: ['A1-1-1'] }),
    alert('2', 'ann', at(6), { channel: 'rule', severity: 'critical', eventIds: ['A1-1-1'] }),
    alert('3', 'ben', at(6), { channel: 'sequence', severity: 'medium', eventIds: ['A1-2-1'] }),
    alert('4', 'fay', at(2), { eventIds: ['A3-1-1'] }),
    alert('5', 'bob', at(3)),
    alert('6', 'bob', at(8), { channel: 'rate' }),
    alert('7', 'bob', at(9), { channel: 'rule', severity: 'high' }),
    alert('8', 'bob', at(9), { channel: 'rule', severity: 'high' }),
  ];
  const digest = [alert('9', 'dan', at(7)), alert('10', 'ben', at(6)), alert('11', 'bob', at(7))];
  const { found, load, attacks } = evaluated({ labels, scores: [], alerts, digest, budget: 0.5 }, days(10));

  it('is told by family: any alert, behaviour, grave rules, the digest alone', () => {
    expect(found.families).toEqual([
      { family: 'A1', of: 3, any: 2, behavioural: 1, seriousRule: 1, digestOnly: 0 },
      { family: 'A2', of: 2, any: 0, behavioural: 0, seriousRule: 0, digestOnly: 1 },
    ]);
    expect(found.all).toEqual({ of: 5, any: 2, behavioural: 1, seriousRule: 1, digestOnly: 1 });
  });

  it('is told by channel and severity, in the window, against the budget', () => {
    expect(load).toEqual({
      precision: { found: 3, of: 6 },
      kinds: [
        { channel: 'rate', severity: 'medium', benign: 1, onAttacks: 0 },
        { channel: 'rule', severity: 'critical', benign: 0, onAttacks: 1 },
        { channel: 'rule', severity: 'high', benign: 2, onAttacks: 0 },
        { channel: 'sequence', severity: 'medium', benign: 0, onAttacks: 1 },
        { channel: 'slow', severity: 'medium', benign: 0, onAttacks: 1 },
      ],
      benignADay: 0.6,
      behavioural: { benign: 1, benignADay: 0.2, target: 0.5, realised: 0.4 },
      digest: { benign: 1, onAttacks: 2 },
    });
  });

  it('is told of every attack', () => {
    expect(attacks.map(({ id, alert: first, inDigest }) => [id, first?.id, inDigest])).toEqual([
      ['A1-1', '1', false],
      ['A1-2', '3', true],
      ['A1-3', undefined, false],
      ['A2-1', undefined, true],
      ['A2-2', undefined, false],
    ]);
  });

  it('has no realised budget when the target is not known', () => {
    expect(evaluated({ alerts }, TEN).load.behavioural).toMatchObject({ target: null, realised: null });
  });
});

describe('malicious actions until the alert', () => {
  const steps = ['List', 'List', 'Create', 'List', 'Put'].map((action, index) => ({
    time: at(5, `09:0${index}:00`),
    eventId: `e${index}`,
    action,
  }));
  const delayed = (times: readonly string[], about = {}) => {
    const labels = times.map((_, index) =>
      label(`A-${index}`, `p${index}`, [], { day: at(5).slice(0, 10), steps, ...about }),
    );
    const alerts = times.map((time, index) => alert(`${index}`, `p${index}`, at(5, time)));
    return evaluated({ labels, alerts }, TEN).delay;
  };

  it.each([
    ['09:00:00', 1],
    ['09:01:30', 1],
    ['09:02:00', 2],
    ['09:03:00', 3],
    ['23:00:00', 4],
  ])('of an alert at %s are %i: repeats count once, and what made it fire counts', (time, count) => {
    expect(delayed([time])).toEqual({ attacks: 1, median: count, p90: count });
  });

  it('are a median and a p90 by nearest rank', () => {
    expect(delayed(['09:00:00', '09:00:00', '09:02:00', '09:04:00'])).toEqual({ attacks: 4, median: 1, p90: 4 });
  });

  it('count by the first alert that was sent', () => {
    const labels = [label('A-1', 'ann', [], { steps })];
    const alerts = [alert('late', 'ann', at(5, '10:00:00')), alert('early', 'ann', at(5, '09:02:00'))];
    const digest = [alert('digest', 'ann', at(5, '09:00:00'))];
    expect(evaluated({ labels, alerts, digest }, TEN).delay.median).toBe(2);
  });

  it('can not be told without alerts or without steps', () => {
    const nothing = { attacks: 0, median: null, p90: null };
    expect(delayed([])).toEqual(nothing);
    expect(delayed(['09:00:00'], { steps: [] })).toEqual(nothing);
  });
});
