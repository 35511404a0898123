import { HOUR, isoDay } from '../cloudtrail/time.ts';
import { isOver, type Progress } from '../live/progress.ts';
import type { Checked } from './condition.ts';

/** `calibrate` holds a day back for two at most, while files of it still wait. */
const HELD = 2;
/** It runs every hour, some hours after the end of a day; as long as the oldest day changes it works. */
const PATIENCE = 6 * HOUR;

/** Whether days are still judged whole and learnt: `calibrate` lives. */
export function judgeSealing({ waiting, through }: Progress, now: number): Checked {
  const oldest = waiting[0];
  const isStuck = oldest !== undefined && isOver(oldest + HELD + 1, now, PATIENCE);
  const last = through === undefined ? 'No day was sealed yet' : `The last day that was sealed is ${isoDay(through)}`;
  return {
    check: 'sealing',
    over: () => undefined,
    conditions: !isStuck
      ? []
      : [
          {
            key: `sealing.${isoDay(oldest)}`,
            severity: 'high',
            title: `${isoDay(oldest)} is not judged yet`,
            lines: [`${last}; ${isoDay(oldest)} waits. What is normal is not learnt, and no digest is sent.`],
            nextSteps: [
              'Read the log of the calibrate function: it runs once an hour, and says what hindered it.',
              'If it runs out of time on one day, give it more memory and deploy again.',
            ],
            patience: PATIENCE,
          },
        ],
  };
}
