import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Crossing, channelsOver, crossingOf } from '../../shared/behaviour/crossing.ts';
import { score } from '../../shared/behaviour/score.ts';
import { subjectOf } from '../../shared/behaviour/subject.ts';
import type { BehaviourChannel } from '../../shared/behaviour/thresholds.ts';
import { DAY, HOUR, MINUTE } from '../../shared/cloudtrail/time.ts';
import { type ActivityItem, CALLS_KEPT, DENIED_KEPT, type Witness } from '../../shared/state/activity.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import { activityOf, profileOf, recordOf, sampled, sampleOf } from '../state/made.ts';
import { contextOf, scored, span, TODAY } from './made.ts';

const MIDNIGHT = TODAY * DAY;
const CONTEXT = contextOf();
const over = { acute: 99, rate: 99, slow: 99, days: 30, isLearning: false };
const crossed = (
  activity: ActivityItem,
  channel: BehaviourChannel,
  threshold: number,
  profile: ProfileItem = profileOf(span(60, 99)),
): Crossing => crossingOf(scored(activity, profile, CONTEXT), channel, { ...over, [channel]: threshold }, CONTEXT);

/** One value an hour. */
const hourly = (values: readonly string[]) =>
  new Map(values.map((value, hour): [string, Witness] => [value, { time: MIDNIGHT + hour * HOUR, id: `h${hour}` }]));
const VALUES = [
  'as3:GetObject',
  'nAS7',
  'aiam:CreateUser',
  'uevil/1',
  'aec2:RunInstances',
  'raf-south-1',
  'akms:DisableKey',
];

describe('when a day crossed its threshold', () => {
  it('is the event with which it was first over it', () => {
    const activity = activityOf(TODAY, [], { values: hourly(VALUES) });
    const profile = profileOf(span(60, 99));
    // What the score was after each event, by scoring each beginning of the day.
    const scores = VALUES.map(
      (_value, hour) => scored({ ...activity, values: hourly(VALUES.slice(0, hour + 1)) }, profile, CONTEXT).record,
    );
    for (const channel of ['acute', 'slow'] as const)
      for (const threshold of [0, 3, 6.5, 6.6, 10, 15, 20, 25]) {
        const first = scores.findIndex((record) => record[channel] > threshold);
        if (first === -1) continue;
        expect(crossed(activity, channel, threshold)).toMatchObject({
          eventId: `h${first}`,
          time: MIDNIGHT + first * HOUR,
        });
      }
  });

  it('is at or before the last event that it took, on any day', () => {
    const value = fc.constantFrom(...VALUES);
    fc.assert(
      fc.property(
        fc.uniqueArray(value, { minLength: 1 }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (some, threshold) => {
          const activity = activityOf(TODAY, [], { values: hourly(some) });
          const { record, subject } = scored(activity, profileOf(span(60, 99)), CONTEXT);
          fc.pre(record.acute > threshold);
          const { time } = crossed(activity, 'acute', threshold);
          const until = (last: number) => new Map([...activity.values].filter(([, witness]) => witness.time <= last));
          expect(
            score({ ...subject, activity: { ...activity, values: until(time) } }, CONTEXT).record.acute,
          ).toBeGreaterThan(threshold);
        },
      ),
    );
  });

  it('of a volume is found among the calls that are kept', () => {
    const profile = profileOf(
      span(60, 99),
      {},
      { records: new Map(span(60, 99).map((day) => [day, recordOf({ counts: [2, 0, 0, 0, 1] })])) },
    );
    const calls = span(0, 49).map((minute) =>
      sampled(`c${String(minute).padStart(2, '0')}`, 0, MIDNIGHT + minute * MINUTE),
    );
    const activity = activityOf(TODAY, ['as3:GetObject'], { calls: sampleOf(calls, CALLS_KEPT) });
    const rates = calls.map(
      (_call, index) =>
        scored({ ...activity, calls: sampleOf(calls.slice(0, index + 1), CALLS_KEPT) }, profile, CONTEXT).record.rate,
    );
    const threshold = (rates.at(-1) ?? 0) / 2;
    const first = rates.findIndex((rate) => rate > threshold);
    expect(first).toBeGreaterThan(3);
    expect(crossed(activity, 'rate', threshold, profile).eventId).toBe(`c${first}`.replace(/^c(\d)$/, 'c0$1'));
  });

  it('of a flood is near when it was so, though few of its calls are kept', () => {
    const records = new Map(span(60, 99).map((day) => [day, recordOf({ counts: [5, 0, 0, 0, 1] })]));
    const profile = profileOf(span(60, 99), {}, { records });
    // 2,000 denied calls, evenly from midnight to 20:00.
    const flood = span(0, 1999).map((index) => sampled(`d${index}`, 0, MIDNIGHT + index * 36_000));
    const day = (some: typeof flood) =>
      activityOf(TODAY, ['ds3', 'as3:GetObject'], {
        calls: sampleOf(some, CALLS_KEPT),
        denied: sampleOf(some, DENIED_KEPT),
      });
    const rateAt = (count: number) => score(subjectOf(day(flood.slice(0, count)), profile), CONTEXT).record.rate;
    const first = span(1, 2000).find((count) => rateAt(count) > 8) ?? 0;
    expect(first).toBeLessThan(400);
    const { time } = crossed(day(flood), 'rate', 8, profile);
    // One kept call stands for some sixty.
    expect((time - MIDNIGHT) / HOUR).toBeLessThan(4 * ((first * 36_000) / HOUR) + 1);
  });

  it('is on the same day, of an event of that day, under an id of principal, day and channel', () => {
    const activity = activityOf(TODAY, [], { values: hourly(VALUES) });
    const [acute, slow] = [crossed(activity, 'acute', 1), crossed(activity, 'slow', 1)];
    expect(acute.id).not.toBe(slow.id);
    expect(crossed(activityOf(TODAY, [], { values: hourly(VALUES.slice(0, 3)) }), 'acute', 1).id).toBe(acute.id);
  });
});

describe('the channels that a day exceeds', () => {
  it('are those above, not at, their threshold, in their order', () => {
    const one = { ...scored(activityOf(TODAY, []), undefined), record: recordOf({ acute: 5, rate: 3, slow: 7 }) };
    const overWith = (acute: number, rate: number, slow: number) => channelsOver(one, { ...over, acute, rate, slow });
    expect([overWith(4, 2, 6), overWith(5, 3, 7), overWith(9, 2.9, 6.9)]).toEqual([
      ['acute', 'rate', 'slow'],
      [],
      ['rate', 'slow'],
    ]);
    expect(overWith(Number.POSITIVE_INFINITY, 9, 9)).toEqual([]);
  });
});
