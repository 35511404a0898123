import type { KeptSuppression } from '../alerts/kept-suppressions.ts';
import { counted } from '../alerts/wording.ts';
import { DAY, dayOf, parseTime } from '../cloudtrail/time.ts';
import type { Suppression } from '../config.ts';
import { digestOf } from '../id.ts';
import type { Checked, Condition } from './condition.ts';

const AHEAD = 7;
/** Told for two days, so that a watch that was down for one does not miss it. */
const AFTER = 2;
/** A week of quiet after a click in Slack needs no review: the alert comes back by itself. */
const LONG = 14 * DAY;
const PATTERNS = ['detection', 'principal', 'account', 'resource', 'ip'] as const;

/** Suppressions that end soon or ended lately: somebody must say whether they still hold. */
export function judgeReviews(suppressions: readonly (Suppression | KeptSuppression)[], now: number): Checked {
  return { check: 'review', conditions: suppressions.flatMap((suppression) => reviewOf(suppression, now) ?? []) };
}

function reviewOf(suppression: Suppression | KeptSuppression, now: number): Condition | undefined {
  const { expires, owner, reason } = suppression;
  const end = parseTime(`${expires}T00:00:00Z`);
  if (end === undefined || isShort(suppression, end)) return undefined;
  const days = dayOf(end) - dayOf(now);
  if (days > AHEAD || days <= -AFTER) return undefined;
  const isOver = days <= 0;
  const what = PATTERNS.flatMap((name) => (suppression[name] === undefined ? [] : [`${name} ${suppression[name]}`]));
  return {
    key: `review.${isOver ? 'ended' : 'ends'}.${digestOf(JSON.stringify([expires, owner, what]))}`,
    severity: 'info',
    title: isOver
      ? `A suppression has ended: ${what.join(', ')}`
      : `A suppression ends in ${counted(days, 'day')}: ${what.join(', ')}`,
    lines: [
      `${owner} said: ${reason}. ${isOver ? 'It ended' : 'It ends'} on ${expires}; from then on people are told again.`,
    ],
    nextSteps: [
      'id' in suppression
        ? 'If it still holds, say so anew: npx gatetrail suppress add (npx gatetrail suppress list shows all)'
        : 'If it still holds, change expires in gatetrail.yml and deploy; else take it out.',
    ],
    once: true,
  };
}

function isShort(suppression: Suppression | KeptSuppression, end: number): boolean {
  if (!('createdAt' in suppression)) return false;
  const made = parseTime(suppression.createdAt);
  return made !== undefined && end - made < LONG;
}
