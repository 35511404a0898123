import type { Crossing } from '../../shared/behaviour/crossing.ts';
import { channelsOver, crossingOf } from '../../shared/behaviour/crossing.ts';
import { dayOf, MINUTE } from '../../shared/cloudtrail/time.ts';
import { contextOf, scored } from '../behaviour/made.ts';
import { activityOf, WHO } from '../state/made.ts';

/** An unusual day of a principal (finding.ts: alice), over its threshold at a minute after the same start as findings. */
export function crossing(minute: number, key = '111111111111/user/alice', different: Partial<Crossing> = {}): Crossing {
  const time = Date.UTC(2026, 10, 2, 10) + minute * MINUTE;
  const day = dayOf(time);
  const values = new Map([['nAS7', { time, id: `event-${minute}` }]]);
  const who = { ...WHO, key, name: key.slice(key.lastIndexOf('/') + 1) };
  const one = scored(activityOf(day, [], { who, values }), undefined, contextOf({}, {}, day));
  const thresholds = { acute: 1, rate: 99, slow: 1, days: 30, isLearning: false };
  const [channel = 'acute'] = channelsOver(one, thresholds);
  return { ...crossingOf(one, channel, thresholds, contextOf({}, {}, day)), ...different };
}
