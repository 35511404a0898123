import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IncidentBook } from '../../shared/alerts/incident.ts';
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
