import { describe, expect, it } from 'vitest';
import { dayOf, isoDay, isoTime } from '../../shared/cloudtrail/time.ts';
import { Labels } from '../../shared/evaluate/labels.ts';
import { AlertLine, FindingLine, LabelLine } from '../../shared/evaluate/lines.ts';
import { alert, at, attack, date, finding, label } from './made.ts';

const dates = (days: Iterable<number>): string[] => [...days].map(isoDay);
const WHO = { id: 'a', family: 'A1', principal: 'mallory' };

describe('a label', () => {
  it('touches all days of its steps, in whatever order they stand; the act is what follows the warm-up', () => {
    const { days, touched, start, end } = attack(label('a', 'mallory', [at(7), at(3), at(5)], { warmup: 1 }));
    expect(dates(days)).toEqual([date(5), date(7)]);
    expect(dates(touched)).toEqual([date(3), date(5), date(7)]);
    expect([isoTime(start), isoTime(end)]).toEqual([at(3), at(8, '00:00:00')]);
  });

  it.each([
    ['a day', { day: date(4) }, [4], [4], at(4, '00:00:00'), at(5, '00:00:00')],
    ['start and end', { start: at(4), end: at(6) }, [4, 5, 6], [4, 5, 6], at(4), at(7, '00:00:00')],
    ['start', { start: at(4) }, [4], [4], at(4), at(5, '00:00:00')],
    ['start, end and day', { start: at(4), end: at(6), day: date(6) }, [6], [4, 5, 6], at(4), at(7, '00:00:00')],
    [
      'day and nulls',
      { day: date(4), steps: null, start: null, end: null, warmup: null },
      [4],
      [4],
      at(4, '00:00:00'),
      at(5, '00:00:00'),
    ],
  ])('may have no steps but %s', (_what, when, days, touched, start, end) => {
    const read = attack({ ...WHO, ...when });
    expect(dates(read.days)).toEqual(days.map(date));
    expect(dates(read.touched)).toEqual(touched.map(date));
    expect([isoTime(read.start), isoTime(read.end), read.steps]).toEqual([start, end, []]);
  });

  it.each([
    ['no time', {}, /expected day, start and end, or steps/],
    ['an end before its start', { start: at(4), end: at(3) }, /expected a time that is not before start/],
    ['a day that is none', { day: '2026-02-30' }, /expected a UTC day such as 2026-11-22/],
    ['a start that is no time', { start: 'noon' }, /expected a time such as 2026-11-22T13:05:00Z/],
    ['nothing but warm-up', label('a', 'mallory', [at(1)], { warmup: 1 }), /expected fewer than there are steps/],
  ])('is wrong with %s', (_what, about, says) => {
    expect(LabelLine.safeParse({ ...WHO, ...about }).error?.issues[0]?.message).toMatch(says);
  });
});

describe('what an alert or a finding is about', () => {
  const one = attack(label('A1-1', 'mallory', [at(2, '09:00:00'), at(2, '10:00:00')]));
  const two = attack(label('A2-1', 'mallory', [at(2, '11:00:00')]));
  const vague = attack({ ...WHO, id: 'A3-1', principal: 'eve', day: date(2) });
  const labels = new Labels([one, two, vague]);
  const about = (who: string, time: string, eventIds = ['else']): string[] =>
    labels.ofAlert(AlertLine.parse(alert('x', who, time, { eventIds }))).map(({ id }) => id);

  it('is the attack it shares an event with, whoever it names and whenever, and no other', () => {
    expect(about('role-of-mallory', at(9), ['else', 'A1-1-2', 'A1-1-1'])).toEqual(['A1-1']);
    expect(about('mallory', at(2), ['A2-1-1'])).toEqual(['A2-1']);
    expect(about('x', at(2), ['A2-1-1', 'A1-1-1'])).toEqual(['A2-1', 'A1-1']);
  });

  it('is else the attacks of its principal, from their start to the end of their last day', () => {
    expect(about('mallory', at(2, '08:59:59'))).toEqual([]);
    expect(about('mallory', at(2, '09:00:00'))).toEqual(['A1-1']);
    expect(about('mallory', at(2, '23:59:59'))).toEqual(['A1-1', 'A2-1']);
    expect(about('mallory', at(3, '00:00:00'))).toEqual([]);
    expect(about('bob', at(2))).toEqual([]);
  });

  it('is of a finding told by events, but where a label has none', () => {
    const isBenign = (who: string, about = {}): boolean =>
      labels.isBenign(FindingLine.parse(finding('d', who, at(2), about)));
    expect(isBenign('mallory')).toBe(true);
    expect(isBenign('bob', { eventIds: ['A1-1-1'] })).toBe(false);
    expect(isBenign('eve')).toBe(false);
    expect(isBenign('bob')).toBe(true);
  });

  it('makes days of the principal no benign days', () => {
    const day = dayOf(one.start);
    expect([labels.touches('mallory', day), labels.touches('mallory', day + 1), labels.touches('bob', day)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
