import type { DayRecord } from '../state/summary.ts';
import { countedEvents, isAbout } from './counts.ts';
import { rounded, type VolumeEvidence } from './evidence.ts';
import { COUNTS, LEAST_COUNT } from './model.ts';
import type { Context, Subject } from './subject.ts';
import { ownSpread, p99, spreadOf, volumeBits } from './volume.ts';

/** Events named as witnesses of a volume. */
const NAMED = 100;

/** Days with this part of a count or more show that there are such days. */
const SIMILAR = 0.7;

/** Evidence in how much of each thing there was on the day, the strongest first. */
export function volumeEvidence(
  counts: readonly number[],
  subject: Subject,
  { baselines, without }: Context,
): VolumeEvidence[] {
  if (without?.has('volume')) return [];
  const { activity, class: kind, peers, age } = subject;
  const records = recordsBefore(subject);
  const found = counts.flatMap((count, index): VolumeEvidence[] => {
    if (count < LEAST_COUNT) return [];
    const own = ownSpread(records, activity.day, index);
    const spread = spreadOf(baselines.class(kind).volume(index), baselines.peers(peers).volume(index), own);
    const before = records.filter(([, record]) => (record.counts[index] ?? 0) >= SIMILAR * count).length;
    const bits = rounded(volumeBits(count, spread, own.positive, before / (records.length + 1)));
    if (bits <= 0) return [];
    const events = countedEvents(activity, index);
    return [
      {
        kind: 'volume',
        value: COUNTS[index] ?? '',
        count,
        about: isAbout(activity, index),
        bits,
        witnesses: events.slice(-NAMED),
        p99: p99(spread),
        median: Math.round(Math.expm1(spread.mean)),
        days: records.filter(([, record]) => (record.counts[index] ?? 0) > 0).length,
        activeDays: age,
      },
    ];
  });
  return found.sort((a, b) => b.bits - a.bits);
}

function recordsBefore({ profile, activity }: Subject): (readonly [number, DayRecord])[] {
  return [...(profile?.records ?? [])].filter(([day]) => day < activity.day).sort(([a], [b]) => a - b);
}
