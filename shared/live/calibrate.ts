import type { Told } from '../alerts/alerting.ts';
import type { Drawn } from '../alerts/drawn.ts';
import type { DigestNotice } from '../alerts/notice.ts';
import { counted } from '../alerts/wording.ts';
import { dayOf, HOUR, isoDay } from '../cloudtrail/time.ts';
import { stableId } from '../id.ts';
import { judgeLate } from './late.ts';
import type { LiveDeps } from './ports.ts';
import { readProgress } from './progress.ts';
import { closeBooks, lastOver, type Sealed, sealDays } from './seal.ts';

/** Days of which a digest is news. */
const DIGEST_DAYS = 7;
/** A day whose files are still on their way is held back: for hours while few are, of which a busy log always has some; for days while many are. */
const FEW = 1000;
const HELD_FOR_FEW = 6 * HOUR;
const HELD_FOR_MANY = 2;

/** What a calibration did. */
export interface Calibrated {
  readonly sealed: readonly number[];
  readonly late: readonly number[];
  /** Days that are over and wait for files still in the queue. */
  readonly held: readonly number[];
}

/**
 * Seals what is over, judges late days again and sends the digest of each recent day. `inQueue`: files that wait to be read.
 */
export async function calibrate(deps: LiveDeps, inQueue: number): Promise<Calibrated> {
  const { waiting } = await readProgress(deps);
  const over = lastOver(deps.now);
  const until = sealedUntil(deps.now, inQueue);
  const sealed = await sealDays(deps, until, (day) => sendDigest(deps, day));
  if (inQueue <= FEW) await closeBooks(deps, until + 1, (...end) => sendLast(deps, ...end));
  const late = await judgeLate(deps, (day, withheld) => sendWithheld(deps, day, withheld));
  return { sealed: sealed.map(({ day }) => day), late, held: waiting.filter((day) => day <= over && day > until) };
}

function sealedUntil(now: number, inQueue: number): number {
  if (inQueue === 0) return lastOver(now);
  return inQueue <= FEW ? lastOver(now - HELD_FOR_FEW) : lastOver(now) - HELD_FOR_MANY;
}

async function sendDigest(deps: LiveDeps, { day, settled, today, digest }: Sealed): Promise<void> {
  if (day < dayOf(deps.now) - DIGEST_DAYS) return;
  const { thresholds, scored } = settled.behaved;
  const limits = [thresholds.acute, thresholds.rate, thresholds.slow].map((bits) => bits.toFixed(1)).join(', ');
  const about = [
    `${counted(settled.findings.length, 'finding')}; ${counted(scored.length, 'principal')} scored.`,
    thresholds.isLearning
      ? `Still learning what is normal: ${counted(thresholds.days, 'day')} known so far.`
      : `It takes more than ${limits} bits (acute, rate, slow) to alert, learnt from ${counted(thresholds.days, 'day')}.`,
  ];
  await deps.sink.send(digestOf(`digest.${isoDay(day)}`, day, { alerts: today, digest }, about));
}

/** Of the last days before a log fell silent: no day after them is sealed that could tell. */
async function sendLast(deps: LiveDeps, told: Told, day: number): Promise<void> {
  if (told.digest.length === 0 || day < dayOf(deps.now) - DIGEST_DAYS) return;
  await deps.sink.send(digestOf(`digest.${isoDay(day)}.last`, day, told, ['Nothing was logged on this day.']));
}

async function sendWithheld(deps: LiveDeps, day: number, withheld: readonly Drawn[]): Promise<void> {
  const key = `digest.${isoDay(day)}.${stableId('late', ...withheld.map(({ alert }) => alert.id))}`;
  const about = ['From log files that came after the day was complete.'];
  await deps.sink.send(digestOf(key, day, { alerts: [], digest: withheld }, about));
}

function digestOf(key: string, day: number, { alerts, digest }: Told, about: readonly string[]): DigestNotice {
  return {
    kind: 'digest',
    key,
    day: isoDay(day),
    sent: alerts.map(({ alert }) => alert),
    over: digest.map(({ alert }) => alert),
    about,
  };
}
