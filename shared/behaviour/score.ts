import { byTimeThenId } from '../order.ts';
import { recordBefore } from '../state/profile.ts';
import { type DayRecord, MARK } from '../state/summary.ts';
import { actionEvidence } from './action-evidence.ts';
import { countsOf } from './counts.ts';
import { type Evidence, rounded, type VolumeEvidence } from './evidence.ts';
import { COUNTS, FEATURES, ROOT_BITS, SLOW } from './model.ts';
import { noveltyEvidence, noveltyOf } from './novelty.ts';
import type { Context, Subject } from './subject.ts';
import { volumeEvidence } from './volume-evidence.ts';

/** What a principal-day comes to. */
export interface Scored {
  readonly subject: Subject;
  /** The strongest first. */
  readonly evidence: readonly Evidence[];
  /** The strongest volume, of which the rate channel speaks. */
  readonly loudest: VolumeEvidence | undefined;
  readonly record: DayRecord;
}

const DENIED = COUNTS[1];

/** Scores one principal-day. Pure; never uses the day itself as its own past. */
export function score(subject: Subject, context: Context): Scored {
  const { activity, profile } = subject;
  const news = FEATURES.map((feature) => noveltyOf(feature, subject, context));
  const counts = countsOf(activity, subject.whole);
  const acts = actionEvidence(subject, context);
  const volumes = volumeEvidence(counts, subject, context);
  // A burst of denied calls alone is mostly something broken: it adds to the day, but is no channel of its own.
  const loudest = volumes.find(({ value }) => value !== DENIED);
  const evidence = [
    ...noveltyEvidence(news, subject, context),
    ...acts.evidence,
    // Only the strongest, because a sensitive call is a change is a call.
    ...volumes.slice(0, 1),
    ...rootEvidence(subject, context),
  ].sort((a, b) => b.bits - a.bits || (a.value < b.value ? -1 : 1));
  const acute = evidence.reduce((sum, { bits }) => sum + bits, 0);
  const rate = loudest?.bits ?? 0;
  const before = recordBefore(profile, activity.day);
  const carried = before === undefined || (before.record.alerted & MARK.alert) !== 0 ? 0 : before.record.slow;
  const slow =
    (before === undefined ? 0 : SLOW.kept ** (activity.day - before.day) * carried) + Math.min(acute, SLOW.most);
  const record: DayRecord = {
    peers: subject.peers,
    class: subject.class,
    age: subject.age,
    counts,
    fresh: acts.fresh,
    classes: news.map((found) => found?.class ?? -1),
    acute: rounded(acute),
    rate: rounded(rate),
    slow: rounded(slow),
    alerted: 0,
  };
  return { subject, evidence, loudest, record };
}

function rootEvidence({ activity, class: kind }: Subject, { without }: Context): Evidence[] {
  if (kind !== 'root' || without?.has('sensitivity')) return [];
  const first = [...activity.values.values()].sort(byTimeThenId)[0];
  return first === undefined ? [] : [{ kind: 'root', value: 'root', bits: ROOT_BITS, witnesses: [first] }];
}
