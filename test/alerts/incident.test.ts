import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IncidentBook } from '../../shared/alerts/incident.ts';
import { crossing } from './crossing.ts';
import { bob, finding } from './finding.ts';

const DAY_MINUTES = 24 * 60;

function incidentsOf(...days: ReturnType<typeof finding>[][]) {
  const book = new IncidentBook();
  for (const day of days) book.add(day);
  return book.close(Number.POSITIVE_INFINITY).map(({ subject, findings }) => [subject, findings.map(({ id }) => id)]);
}

describe('findings are grouped into incidents', () => {
  it('of one subject within 24 hours of the first', () => {
    expect(incidentsOf([finding('a', 0), finding('b', DAY_MINUTES - 1), finding('c', DAY_MINUTES)])).toEqual([
      ['111111111111/user/alice', ['a', 'b']],
      ['111111111111/user/alice', ['c']],
    ]);
  });

  it('each subject its own', () => {
    expect(incidentsOf([finding('a', 0), finding('b', 1, { origin: bob })])).toEqual([
      ['111111111111/user/alice', ['a']],
      ['111111111111/user/bob', ['b']],
    ]);
  });

  it('a sequence takes in its parts, whoever’s they were, and what is left without findings is gone', () => {
    const sequence = finding('s', 9, { channel: 'sequence', eventIds: ['event-a', 'event-b'], origin: bob });
    expect(incidentsOf([finding('a', 0), finding('b', 8, { origin: bob }), sequence])).toEqual([
      ['111111111111/user/bob', ['a', 'b', 's']],
    ]);
  });

  it('closes only what nothing can join any more', () => {
    const book = new IncidentBook();
    book.add([finding('a', 0)]);
    const start = finding('a', 0).time;
    expect(book.close(start + 86_400_000 - 1)).toEqual([]);
    expect(book.close(start + 86_400_000)).toHaveLength(1);
    expect(book.close(Number.POSITIVE_INFINITY)).toEqual([]);
  });

  it('the order within a day does not matter', () => {
    const day = [
      finding('a', 0),
      finding('b', 700, { origin: bob }),
      finding('c', 900),
      finding('s', 901, { channel: 'sequence', eventIds: ['event-b', 'event-c'] }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(day, { minLength: day.length }), (shuffled) => {
        expect(incidentsOf(shuffled)).toEqual(incidentsOf(day));
      }),
    );
  });
});

describe('unusual days join incidents', () => {
  const BOB = '111111111111/user/bob';
  const alice = { ...finding('x', 0).event.principal };

  function told(...days: { findings?: ReturnType<typeof finding>[]; crossings?: ReturnType<typeof crossing>[] }[]) {
    const book = new IncidentBook();
    for (const { findings = [], crossings = [] } of days) book.add(findings, crossings);
    return book
      .close(Number.POSITIVE_INFINITY)
      .map(({ subject, findings, crossings }) => [
        subject,
        findings.map(({ id }) => id),
        crossings.map(({ time }) => time),
      ]);
  }
  const at = (minute: number): number => crossing(minute).time;

  it('of the same principal, before or after the findings of its day', () => {
    for (const minute of [-300, 300])
      expect(told({ findings: [finding('a', 0)], crossings: [crossing(minute)] })).toEqual([
        ['111111111111/user/alice', ['a'], [at(minute)]],
      ]);
  });

  it('of nobody else', () => {
    expect(told({ findings: [finding('a', 0)], crossings: [crossing(5, BOB)] })).toEqual([
      ['111111111111/user/alice', ['a'], []],
      [BOB, [], [at(5)]],
    ]);
  });

  it('that a finding of the principal comes back to, whoever took the session', () => {
    const chained = finding('a', 0, { origin: bob, event: { ...finding('a', 0).event, principal: alice } });
    expect(told({ findings: [chained], crossings: [crossing(5)] })).toEqual([[BOB, ['a'], [at(5)]]]);
  });

  it('and findings of the next day, while it is within 24 hours', () => {
    const late = (minute: number) => told({ crossings: [crossing(0)] }, { findings: [finding('a', minute)] }).length;
    expect([late(DAY_MINUTES - 1), late(DAY_MINUTES)]).toEqual([1, 2]);
  });

  it('a day apart are two, and the strongest of one incident comes first', () => {
    expect(told({ crossings: [crossing(0)] }, { crossings: [crossing(DAY_MINUTES)] })).toHaveLength(2);
    const scoring = (hours: number) => crossing(hours * 60, undefined, { scores: { acute: hours, rate: 0, slow: 0 } });
    expect(told({ crossings: [scoring(1), scoring(2)] })).toEqual([['111111111111/user/alice', [], [at(120), at(60)]]]);
  });

  it('in any order within the day', () => {
    const findings = [finding('a', 0), finding('b', 700, { origin: bob })];
    const crossings = [crossing(10), crossing(720, BOB), crossing(30, '111111111111/user/eve')];
    const straight = told({ findings, crossings });
    expect(straight).toHaveLength(3);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(findings, { minLength: 2 }),
        fc.shuffledSubarray(crossings, { minLength: 3 }),
        (some, others) => {
          expect(told({ findings: some, crossings: others })).toEqual(straight);
        },
      ),
    );
  });
});
