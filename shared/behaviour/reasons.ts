import { isoDay } from '../cloudtrail/time.ts';
import { MOST_USERS } from '../state/parent.ts';
import type { Crossing, Others } from './crossing.ts';
import {
  type ActionEvidence,
  type Evidence,
  type NoveltyEvidence,
  rounded,
  type Use,
  type VolumeEvidence,
} from './evidence.ts';
import { FEATURE_NAMES, SLOW } from './model.ts';
import type { Subject } from './subject.ts';

/** A line of an explanation: what, how much evidence, what is usual, since when that is known. */
export interface BehaviourReason {
  readonly text: string;
  readonly bits?: number;
  readonly usual?: string;
  /** ISO date. */
  readonly since: string;
}

/** Reasons that are told one by one. */
const NAMED = 5;
/** Other new actions of a service that are named. */
const OTHERS = 4;

/** Why a principal-day stands out, the strongest first; the bits add up to the score of its channel. */
export function reasonsOf(crossing: Crossing): BehaviourReason[] {
  const { channel, evidence, loudest } = crossing;
  if (channel === 'acute') return summed(crossing);
  const rest = evidence.filter(({ kind }) => channel === 'slow' || kind !== 'volume').slice(0, NAMED);
  const also = rest.map((one) => withoutBits(reasonOf(one, crossing)));
  if (channel === 'slow') return [...gathered(crossing), ...also];
  return loudest === undefined ? also : [reasonOf(loudest, crossing), ...also];
}

function summed(crossing: Crossing): BehaviourReason[] {
  const { evidence, subject } = crossing;
  const told = evidence.filter(({ bits }, index) => index < NAMED && (bits >= 1 || index === 0));
  const left = evidence.slice(told.length);
  const reasons = told.map((one) => reasonOf(one, crossing));
  if (left.length === 0) return reasons;
  const text = `${left.length} smaller ${left.length === 1 ? 'sign' : 'signs'}: ${left.map(nameOf).join(', ')}`;
  return [...reasons, { text, bits: rounded(left.reduce((sum, { bits }) => sum + bits, 0)), since: sinceOf(subject) }];
}

/** What had gathered before, and what today adds. */
function gathered({ scores, subject }: Crossing): BehaviourReason[] {
  const today = rounded(Math.min(scores.acute, SLOW.most));
  const text = `earlier days, which fade by a tenth a day: ${earlierDays(subject)}`;
  return [
    { text: 'today’s signs', bits: today, since: sinceOf(subject) },
    ...(scores.slow > today ? [{ text, bits: rounded(scores.slow - today), since: sinceOf(subject) }] : []),
  ];
}

/** Days before that are told. */
const EARLIER = 5;

/** `9.6 bits on 2026-02-01, 14.3 bits on 2026-02-03`. */
function earlierDays({ profile, activity }: Subject): string {
  const days = [...(profile?.records ?? [])].filter(([day, { acute }]) => day < activity.day && acute >= 1);
  const last = days
    .sort(([a], [b]) => b - a)
    .slice(0, EARLIER)
    .reverse();
  return last.map(([day, { acute }]) => `${acute.toFixed(1)} bits on ${isoDay(day)}`).join(', ');
}

function withoutBits({ bits: _bits, ...rest }: BehaviourReason): BehaviourReason {
  return { ...rest, text: `also: ${rest.text}` };
}

function reasonOf(evidence: Evidence, crossing: Pick<Crossing, 'subject' | 'together'>): BehaviourReason {
  const { subject, together } = crossing;
  const since = sinceOf(subject);
  const { bits } = evidence;
  switch (evidence.kind) {
    case 'action':
      return { text: actionText(evidence), bits, since };
    case 'novelty':
      return {
        text: `${noveltyText(evidence)}${alsoText(together.get(evidence.value))}`,
        bits,
        since,
        ...usualOf(evidence, subject),
      };
    case 'volume':
      return {
        text: volumeText(evidence),
        bits,
        since,
        usual: usualVolume(evidence),
      };
    default:
      return { text: 'root was used: only what nothing else can do needs it', bits, since };
  }
}

function nameOf(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'novelty':
      return `${FEATURE_NAMES[evidence.feature]} ${evidence.value}`;
    case 'volume':
      return `${evidence.count} ${evidence.value}`;
    default:
      return evidence.value;
  }
}

function actionText({ value, others, use, refused }: ActionEvidence): string {
  const more = others.length > OTHERS ? ` and ${others.length - OTHERS} more` : '';
  const also = others.length === 0 ? '' : `, with ${others.slice(0, OTHERS).join(', ')}${more}`;
  return `${wordOf(use)} ${value}${refused ? ' (refused)' : ''}: ${usedText(use)}${also}`;
}

function noveltyText({ feature, value, class: kind, use }: NoveltyEvidence): string {
  const known = ['', 'known to peers only', 'known to others of the organisation only', 'known to nobody here'][kind];
  return `${wordOf(use)} ${FEATURE_NAMES[feature]} ${value}, ${known}: ${usedText(use)}`;
}

function alsoText(others: Others | undefined): string {
  if (others === undefined) return '';
  const more = others.count - others.names.length;
  return `; today also with ${others.names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function usualOf({ usual }: NoveltyEvidence, { age }: Subject): { readonly usual?: string } {
  if (usual.length === 0) return {};
  return { usual: usual.map(([value, days]) => `${value} (${days} of ${age} days)`).join(', ') };
}

function volumeText({ value, count, about, days, activeDays }: VolumeEvidence): string {
  return `${about ? 'about ' : ''}${count} ${value} in a day; there were any on ${days} of ${activeDays} active days`;
}

/** Where there was never any, what is usual for peers says how much would be. */
function usualVolume({ days, median, p99 }: VolumeEvidence): string {
  const spread = `about ${median}, 99 of 100 below ${p99 + 1}`;
  return days === 0 ? `none; peers, on days with any, ${spread}` : `on days with any ${spread}`;
}

/** `0 of 74 active days, 1 of 31 peers, 3 of 274 principals`. */
function usedText({ days, activeDays, last, peers, organisation }: Use): string {
  const own = `${days} of ${activeDays} active days`;
  const lately = last === undefined ? '' : ` (last ${isoDay(last)})`;
  return `${own}${lately}, ${shareText(peers, 'peer')}, ${shareText(organisation, 'other principal')}`;
}

/** More users than these are not told apart. */
function shareText([users, members]: readonly [number, number], noun: string): string {
  return `${users >= MOST_USERS ? `${MOST_USERS} or more` : users} of ${members} ${noun}${members === 1 ? '' : 's'}`;
}

/** Below which share of the active days a use is rare, and infrequent. */
const RARE = 0.05;
const INFREQUENT = 0.25;

/** GuardDuty's four words: unseen (never), rare (on less than 5 % of the active days), infrequent (less than 25 %), frequent. */
export function wordOf({
  days,
  activeDays,
}: Pick<Use, 'days' | 'activeDays'>): 'unseen' | 'rare' | 'infrequent' | 'frequent' {
  if (days === 0) return 'unseen';
  const share = days / Math.max(1, activeDays);
  return share < RARE ? 'rare' : share < INFREQUENT ? 'infrequent' : 'frequent';
}

/** Since when the principal is known. */
function sinceOf({ profile, activity }: Subject): string {
  return isoDay(profile === undefined ? activity.day : Math.min(profile.active.first, activity.day));
}
