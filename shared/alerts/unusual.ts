import type { Crossing } from '../behaviour/crossing.ts';
import { type BehaviourReason, reasonsOf } from '../behaviour/reasons.ts';
import type { BehaviourChannel } from '../behaviour/thresholds.ts';
import { DAY, HOUR, isoDay, isoTime } from '../cloudtrail/time.ts';
import type { Severity } from '../detections/severity.ts';
import { plainText } from './plain-text.ts';
import { counted, when } from './wording.ts';

/** So far over the threshold that it should not wait. */
const FAR_OVER = 12;

const WORDS: Readonly<Record<BehaviourChannel, string>> = {
  acute: 'Unusual day',
  rate: 'Unusual volume',
  slow: 'Unusual over weeks',
};

export function severityOf({ channel, scores, threshold, isLearning }: Crossing): Severity {
  return channel === 'acute' && !isLearning && scores.acute >= threshold + FAR_OVER ? 'high' : 'medium';
}

/** `Unusual day of alice@example.com: unseen iam:CreateAccessKey`. */
export function titleOf(crossing: Crossing): string {
  const first = crossing.channel === 'rate' ? crossing.loudest : crossing.evidence[0];
  const what = first === undefined ? '' : `: ${first.value}`;
  return `${WORDS[crossing.channel]} of ${plainText(crossing.subject.activity.who.name)}${plainText(what)}`;
}

/** Who, how much, how often anything scores like this, and since when the principal is known. */
export function summaryOf(crossing: Crossing): string {
  const { subject, channel, scores, threshold, time, evidence } = crossing;
  const { who, day } = subject.activity;
  const [first] = reasonsOf(crossing).filter(({ bits }) => channel !== 'slow' || bits === undefined);
  const known =
    subject.profile === undefined || subject.age === 0
      ? 'it was not seen before'
      : `known on ${counted(subject.age, 'active day')} since ${isoDay(subject.profile.active.first)}`;
  const signs = counted(evidence.length, 'sign');
  return plainText(
    `${who.key} on ${isoDay(day)}: ${scores[channel].toFixed(1)} bits where ${threshold.toFixed(1)} alert, from ${signs}; ${known}. Over it at ${when(time)}. ${first?.text ?? ''}.`,
  );
}

export function shownReasons(crossing: Crossing): BehaviourReason[] {
  return reasonsOf(crossing).map(({ text, usual, ...rest }) => ({
    text: plainText(text),
    ...(usual === undefined ? {} : { usual: plainText(usual) }),
    ...rest,
  }));
}

/** The events that show the evidence, by time. */
export function eventIdsOf({ evidence, loudest, eventId }: Crossing): string[] {
  const all = [...evidence, ...(loudest === undefined ? [] : [loudest])];
  const witnesses = new Map(all.flatMap((one) => one.witnesses.map(({ id, time }) => [id, time] as const)));
  const sorted = [...witnesses].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([id]) => id);
  return [...new Set([...sorted, eventId])].filter((id) => id !== '');
}

/** What to look at; there is no rule whose runbook would say. */
export function stepsOf({ subject, evidence, time }: Crossing): string[] {
  const { who, day } = subject.activity;
  const span = `--start-time ${isoDay(day)}T00:00:00Z --end-time ${isoDay(day + 1)}T00:00:00Z`;
  const network = evidence.find((one) => one.kind === 'novelty' && one.feature === 'n');
  return [
    `Ask whoever stands behind ${who.name} whether this was them, at ${isoTime(time)}`,
    `See the whole day: aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=${who.name} ${span}`,
    ...(network === undefined
      ? []
      : [`See what else came from ${network.value} since ${isoTime(Math.max(0, time - 24 * HOUR))}`]),
    `If it was not: end its sessions (deny all that were issued before now), take its keys off, then go through what it changed since ${isoDay(Math.floor(time / DAY))}`,
  ].map(plainText);
}
