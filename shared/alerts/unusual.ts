import type { Crossing } from '../behaviour/crossing.ts';
import { type BehaviourReason, reasonsOf } from '../behaviour/reasons.ts';
import type { BehaviourChannel } from '../behaviour/thresholds.ts';
import { DAY, isoDay, isoTime } from '../cloudtrail/time.ts';
import type { Severity } from '../detections/severity.ts';
import { byTimeThenId } from '../order.ts';
import { plainText, shellSafe } from './plain-text.ts';
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

/** Who, how much, since when the principal is known, and what says most. */
export function summaryOf(crossing: Crossing): string {
  const { subject, channel, scores, threshold, time, evidence } = crossing;
  const { who, day } = subject.activity;
  const [first] = reasonsOf(crossing).filter(({ bits }) => channel !== 'slow' || bits === undefined);
  const known =
    subject.profile === undefined || subject.age === 0
      ? 'It was not seen before'
      : `It is known on ${counted(subject.age, 'active day')} since ${isoDay(subject.profile.active.first)}`;
  const signs = channel === 'acute' ? `, from ${counted(evidence.length, 'sign')}` : '';
  const caution = crossing.isLearning ? ' (still learning: medium at most)' : '';
  return plainText(
    `${who.key} on ${isoDay(day)} scored ${scores[channel].toFixed(1)} bits${signs}; more than ${threshold.toFixed(1)} alert${caution}. ${known}, over it at ${when(time)}. ${first?.text ?? ''}.`,
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
  const sorted = [...witnesses]
    .map(([id, time]) => ({ id, time }))
    .sort(byTimeThenId)
    .map(({ id }) => id);
  return [...new Set([...sorted, eventId])].filter((id) => id !== '');
}

/** What to look at; there is no rule whose runbook would say. */
export function stepsOf({ subject, evidence, time }: Crossing): string[] {
  const { who, day } = subject.activity;
  const name = shellSafe(who.name);
  const network = evidence.find((one) => one.kind === 'novelty' && one.feature === 'n');
  const span = `--start-time ${isoDay(day)}T00:00:00Z --end-time ${isoDay(day + 1)}T00:00:00Z`;
  // CloudTrail finds people and users by name; of a role it knows only the names of its sessions.
  const whole = HAS_USERNAME.has(who.class)
    ? `See the whole day, in each region it works in: aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=${name} ${span}.`
    : `See the whole day of the role: filter the logs of ${isoDay(day)} by userIdentity.sessionContext.sessionIssuer.userName = ${name}.`;
  const keys =
    who.class === 'user' ? 'set its access keys to inactive' : 'deny all of its sessions that were issued before now';
  return [
    `Ask whoever stands behind ${name} whether this was them, at ${isoTime(time)}.`,
    whole,
    ...(network === undefined
      ? []
      : [`See what else came from ${shellSafe(network.value)} since ${isoTime(Math.max(0, time - DAY))}.`]),
    `If it was not: ${keys}, then go through what it changed since ${isoDay(day)}.`,
  ].map(plainText);
}

const HAS_USERNAME: ReadonlySet<string> = new Set(['human', 'user', 'root']);
