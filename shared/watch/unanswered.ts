import { HOUR } from '../cloudtrail/time.ts';
import type { Answer, Condition } from './condition.ts';

/** AWS may be out of sorts for a while; a permission that is gone does not come back by itself. */
const PATIENCE = HOUR;

/**
 * The condition that a check can't be made: nobody would hear of what it watches. `what`: what is not looked at now. undefined when
 * there is an answer, or the answer is that the thing is not there, which is for the check itself to judge.
 */
export function unanswered(check: string, what: string, answer: Answer<unknown>): Condition | undefined {
  if (answer.is === 'known' || answer.is === 'missing') return undefined;
  const { permission } = answer;
  if (answer.is === 'denied')
    return {
      key: `unchecked.${check}.denied`,
      severity: 'medium',
      title: `Not watched: ${what}`,
      lines: [`The watch may not call ${permission}, so nobody would hear of trouble there.`],
      nextSteps: [
        `Allow ${permission} to the role of the watch, or deploy again: the template does. Find out who took it away.`,
      ],
    };
  return {
    key: `unchecked.${check}.failed`,
    severity: 'medium',
    title: `Not watched: ${what}`,
    lines: [`${permission} fails: ${answer.said}`],
    nextSteps: ['Look at the log of the watch function; AWS may have trouble of its own.'],
    patience: PATIENCE,
  };
}
