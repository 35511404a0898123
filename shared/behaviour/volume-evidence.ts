import { countedEvents, isAbout } from './counts.ts';
import { rounded, type VolumeEvidence } from './evidence.ts';
import { COUNTS, LEAST_COUNT } from './model.ts';
import type { Context, Subject } from './subject.ts';
import type { Baselines } from './usual.ts';
import { ownSpread, p99, type Spread, spreadOf, volumeBits } from './volume.ts';

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
  const { activity, age } = subject;
  const usual = usualCounts(subject, baselines);
  const found = counts.flatMap((count, index): VolumeEvidence[] => {
    if (count < LEAST_COUNT) return [];
    const { own, spread, before, ...told } = usual(index);
    const similar = before.filter((earlier) => earlier >= SIMILAR * count).length;
    const bits = rounded(volumeBits(count, spread, own.positive, similar / (before.length + 1)));
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
        ...told,
        activeDays: age,
      },
    ];
  });
  return found.sort((a, b) => b.bits - a.bits);
}

/** What is usual of a count, by its index in COUNTS: the principal's own days before, leaning on its peers while they are few. */
interface UsualCount {
  readonly own: Spread;
  readonly spread: Spread;
  /** The count on each of its days. */
  readonly before: readonly number[];
  readonly median: number;
  readonly p99: number;
  /** Days with any. */
  readonly days: number;
}

export function usualCounts(
  { profile, activity, class: kind, peers }: Subject,
  baselines: Baselines,
): (index: number) => UsualCount {
  const records = [...(profile?.records ?? [])].filter(([day]) => day < activity.day).sort(([a], [b]) => a - b);
  return (index) => {
    const own = ownSpread(records, activity.day, index);
    const spread = spreadOf(baselines.class(kind).volume(index), baselines.peers(peers).volume(index), own);
    const before = records.map(([, { counts }]) => counts[index] ?? 0);
    const days = before.filter((count) => count > 0).length;
    return { own, spread, before, median: Math.round(Math.expm1(spread.mean)), p99: p99(spread), days };
  };
}
