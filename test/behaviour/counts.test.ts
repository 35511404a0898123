import { describe, expect, it } from 'vitest';
import { BIT } from '../../shared/behaviour/action.ts';
import { countedEvents, countsOf, everyOf, isAbout } from '../../shared/behaviour/counts.ts';
import { CALLS_KEPT, DENIED_KEPT, isPicked } from '../../shared/state/activity.ts';
import { activityOf, eventsOf, sampleOf } from '../state/made.ts';

const calls = (count: number, bits = 0) => sampleOf(eventsOf(count, bits), CALLS_KEPT);
const denied = (count: number) => sampleOf(eventsOf(count, 0), DENIED_KEPT);

describe('how much there was of a thing', () => {
  it('is exact while there is room to keep each event', () => {
    const events = [...eventsOf(20, BIT.write), ...eventsOf(60, 0).slice(20)];
    events[0] = { ...events[0], bits: BIT.write | BIT.sensitive } as (typeof events)[0];
    const day = activityOf(7, ['as3:A', 'as3:B', 'nAS1'], { calls: sampleOf(events, CALLS_KEPT), denied: denied(7) });
    expect(countsOf(day)).toEqual([60, 7, 1, 20, 2]);
    expect([0, 1, 2, 3, 4].map((index) => isAbout(day, index))).toEqual([false, false, false, false, false]);
  });

  it('is about right beyond, and says so', () => {
    const day = activityOf(7, ['as3:A'], { calls: calls(5000, BIT.write), denied: denied(5000) });
    const [all = 0, refused = 0, sensitive, writes, actions] = countsOf(day);
    expect([sensitive, writes, actions]).toEqual([0, all, 1]);
    expect(Math.abs(all / 5000 - 1)).toBeLessThan(3 / Math.sqrt(62));
    expect(Math.abs(refused / 5000 - 1)).toBeLessThan(3 / Math.sqrt(30));
    expect([0, 1, 2, 3, 4].map((index) => isAbout(day, index))).toEqual([true, true, true, true, false]);
  });

  it('of a machine is told by one call in eight, the same calls for everybody', () => {
    const every = everyOf('role');
    const picked = eventsOf(4000, 0).filter(({ rank }) => isPicked(rank, every));
    expect(Math.abs((picked.length * every) / 4000 - 1)).toBeLessThan(0.2);
    const [all = 0] = countsOf(activityOf(7, [], { every, calls: sampleOf(picked, CALLS_KEPT) }));
    expect(Math.abs(all / 4000 - 1)).toBeLessThan(3 / Math.sqrt(62));
    expect(isAbout(activityOf(7, [], { every }), 0)).toBe(true);
    expect(['human', 'root', 'user'].map(everyOf)).toEqual([1, 1, 1]);
  });

  it('is nothing on a day of nothing', () => {
    expect(countsOf(activityOf(7, []))).toEqual([0, 0, 0, 0, 0]);
  });

  it('names its events, by time', () => {
    const events = [...eventsOf(3, BIT.write), ...eventsOf(6, BIT.sensitive).slice(3)];
    const day = activityOf(0, ['as3:A', 'nAS1'], { calls: sampleOf(events, CALLS_KEPT), denied: denied(1) });
    const named = [0, 1, 2, 3, 4].map((index) =>
      countedEvents(day, index)
        .map(({ id }) => id.replace('event ', ''))
        .join(),
    );
    expect(named).toEqual(['0,1,2,3,4,5', '0', '3,4,5', '0,1,2', 'e0']);
  });
});
