import { describe, expect, it } from 'vitest';
import { judgeSilence, type Place, quietWith } from '../../shared/watch/silence.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Friday. */
const LAST = Date.parse('2026-11-20T17:00:00Z');

/** It spoke in these hours before the last, and in the last. */
function place(hours: number, isHour: (hour: number) => boolean = () => true, last = LAST): Place {
  const all = Array.from({ length: hours }, (_, ago) => last - ago * HOUR).filter((hour) => isHour(hour));
  return { account: '111111111111', region: 'eu-central-1', hours: all };
}
const at = (hours: number) => LAST + HOUR + hours * HOUR;
const keys = (one: Place, now: number, quiet = {}) => judgeSilence([one], quiet, now).conditions.map(({ key }) => key);

describe('silence', () => {
  it('is three hours without a word where the log never stops', () => {
    expect(keys(place(64), at(2.9))).toEqual([]);
    expect(keys(place(64), at(3))).toEqual(['silence.111111111111.eu-central-1.2026-11-20T17']);
  });

  it('has the same key however long it lasts, until nothing is known of what was usual', () => {
    expect(keys(place(64), at(3))).toEqual(keys(place(64), at(12 * 24)));
    expect(keys(place(64), at(14 * 24))).toEqual([]);
  });

  it.each([
    ['people work by day', (hour: number) => new Date(hour).getUTCHours() >= 7 && new Date(hour).getUTCHours() < 19],
    ['it is deployed to now and then', (hour: number) => LAST - hour < 5 * HOUR],
    ['a migration ran for a day', (hour: number) => LAST - hour < DAY],
    ['it speaks every second hour', (hour: number) => (hour / HOUR) % 2 === 0],
  ])('is none where %s', (_, isHour) => {
    for (const hours of [3, 10, 24, 60]) expect(keys(place(200, isHour), at(hours))).toEqual([]);
  });

  it('needs no perfect log: a quiet hour a night is nothing', () => {
    const rests = (hour: number) => (hour / HOUR) % 24 !== 3;
    expect([2, 3].map((hours) => keys(place(64, rests), at(hours)).length)).toEqual([0, 1]);
  });

  it('must last longer where it paused before, and never longer than a day', () => {
    const paused = place(64, (hour) => LAST - hour < 50 * HOUR || LAST - hour > 52 * HOUR);
    expect([5, 6].map((hours) => keys(paused, at(hours)).length)).toEqual([0, 1]);
    const told = { '111111111111.eu-central-1': [[LAST - 400 * HOUR, LAST - 380 * HOUR] as const] };
    expect([23, 24].map((hours) => keys(place(64), at(hours), told).length)).toEqual([0, 1]);
  });

  it('is seen of an account whose regions sleep in turns, and of accounts that do', () => {
    const turn = (nth: number) => place(64, (hour) => (hour / HOUR) % 3 === nth);
    const regions = [0, 1, 2].map((nth) => ({ ...turn(nth), region: `eu-west-${nth}` }));
    const accounts = [0, 1, 2].map((nth) => ({ ...turn(nth), account: `11111111111${nth}` }));
    const told = (places: readonly Place[], now: number) =>
      judgeSilence(places, {}, now).conditions.map(({ key }) => key);
    expect(told(regions, at(2))).toEqual([]);
    expect(told(regions, at(3))).toEqual(['silence.111111111111.all.2026-11-20T17']);
    expect(told(accounts, at(3))).toEqual(['silence.all.all.2026-11-20T17']);
    // Where a region never sleeps, it is enough to hear that one.
    expect(told([...regions, place(64)], at(3))).toEqual(['silence.111111111111.eu-central-1.2026-11-20T17']);
  });

  it('does not wait for an hour that a wrong clock told of', () => {
    const wrong = { ...place(64), hours: [...place(64).hours, LAST + 400 * DAY] };
    expect(keys(wrong, at(4))).toHaveLength(1);
  });

  it('is not told again at the hours of the week at which it was silent before', () => {
    const told = 'silence.111111111111.eu-central-1.2026-11-20T17';
    const monday = Date.parse('2026-11-23T06:00:00Z');
    const back = { ...place(64), hours: [...place(64).hours, monday, monday + HOUR] };
    expect(quietWith({}, [back], [], monday + HOUR)).toEqual({});
    const quiet = quietWith({}, [back], [told], monday + HOUR);
    expect(quiet).toEqual({ '111111111111.eu-central-1': [[LAST, monday]] });
    const nextFriday = place(64, () => true, LAST + 7 * DAY);
    const now = (hours: number) => at(hours) + 7 * DAY;
    expect(keys(nextFriday, now(5), quiet)).toEqual([]);
    expect(keys(nextFriday, now(60), quiet)).toEqual([]);
    // Monday came, and it is still silent.
    expect(keys(nextFriday, now(65), quiet)).toHaveLength(1);
    // Not at these hours.
    const wednesday = place(64, () => true, LAST + 5 * DAY);
    expect(keys(wednesday, at(24) + 5 * DAY, quiet)).toHaveLength(1);
  });

  it('is over when it is heard again, and not when a late file only moves its beginning', () => {
    const key = 'silence.111111111111.eu-central-1.2026-11-20T17';
    const now = at(9);
    const heard = { ...place(64), hours: [...place(64).hours, at(8) - HOUR] };
    const late = { ...place(64), hours: [...place(64).hours, LAST + HOUR] };
    expect(judgeSilence([heard], {}, now).over?.(key)).toBe(
      'CloudTrail is heard again of account 111111111111, region eu-central-1',
    );
    expect(judgeSilence([late], {}, now).over?.(key)).toBeUndefined();
    expect(judgeSilence([], {}, now).over?.(key)).toBeUndefined();
  });
});
