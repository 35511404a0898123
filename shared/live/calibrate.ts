import type { DigestNotice } from '../alerts/notice.ts';
import { counted } from '../alerts/wording.ts';
import { dayOf, isoDay } from '../cloudtrail/time.ts';
import { judgeLate } from './late.ts';
import type { LiveDeps } from './ports.ts';
import { readProgress } from './progress.ts';
import { closeBooks, lastOver, type Sealed, sealDays } from './seal.ts';

/** Days of which a digest is news. */
const DIGEST_DAYS = 7;
/** Days that a day may wait for files that are still on their way. */
const PATIENCE = 2;

/** What a calibration did. */
export interface Calibrated {
  readonly sealed: readonly number[];
  readonly late: readonly number[];
  /** Days that are over and wait for files still in the queue. */
  readonly held: readonly number[];
}

/**
 * Seals what is over, judges late days again and sends the digest of each recent day. `isDrained`: no file waits in the queue; a
 * day whose files are still on their way is held back for at most two days.
 */
export async function calibrate(deps: LiveDeps, isDrained: boolean): Promise<Calibrated> {
  const { waiting } = await readProgress(deps);
  const over = lastOver(deps.now);
  const until = isDrained ? over : over - PATIENCE;
  const sealed = await sealDays(deps, until, (day) => sendDigest(deps, day));
  if (isDrained) await closeBooks(deps, over + 1);
  const late = await judgeLate(deps);
  return { sealed: sealed.map(({ day }) => day), late, held: waiting.filter((day) => day <= over && day > until) };
}

async function sendDigest(deps: LiveDeps, { day, settled, alerts, digest }: Sealed): Promise<void> {
  if (day < dayOf(deps.now) - DIGEST_DAYS) return;
  const { thresholds, scored } = settled.behaved;
  const limits = [thresholds.acute, thresholds.rate, thresholds.slow].map((bits) => bits.toFixed(1)).join(', ');
  const notice: DigestNotice = {
    kind: 'digest',
    key: `digest.${isoDay(day)}`,
    day: isoDay(day),
    sent: alerts.map(({ alert }) => alert),
    over: digest.map(({ alert }) => alert),
    about: [
      `${counted(settled.findings.length, 'finding')}; ${counted(scored.length, 'principal')} scored.`,
      thresholds.isLearning
        ? `Still learning what is normal: ${counted(thresholds.days, 'day')} known so far.`
        : `It takes more than ${limits} bits (acute, rate, slow) to alert, learnt from ${counted(thresholds.days, 'day')}.`,
    ],
  };
  await deps.sink.send(notice);
}
