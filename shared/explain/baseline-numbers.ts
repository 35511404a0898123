import { counted } from '../alerts/wording.ts';
import type { Baseline, DayScore } from './baseline.ts';
import { aligned } from './layout.ts';

/** What is usual of each count; of what never was, the numbers of its peers say what would be. */
export function countLines({ counts, activeDays }: Baseline): string[] {
  const rows = counts.map(({ what, median, below, days }) => [
    `  ${what}`,
    number(median),
    number(below),
    `${days}/${activeDays}`,
    days === 0 ? 'none yet: its peers’' : '',
  ]);
  return aligned(
    [['Usual, on days with any', 'about', '99 of 100 below', 'days', ''], ...rows],
    [{ least: 38 }, { right: true, least: 11 }, { right: true }, { right: true }, {}],
  );
}

/** What each of the last days came to; first the day itself, when that is known by now. */
export function scoreLines({ scores, scored }: Baseline, most: number): string[] {
  if (scores.length === 0 && scored === undefined) return [];
  const row = ({ day, acute, rate, slow, events, alerted }: DayScore, isLater: boolean): string[] => [
    `  ${day}${isLater ? ', the day itself' : ''}`,
    ...[acute, rate, slow].map((bits) => bits.toFixed(1)),
    number(events),
    alerted ? 'alert' : '',
  ];
  const rows = [
    ...(scored === undefined ? [] : [row(scored, true)]),
    ...scores.slice(0, most).map((score) => row(score, false)),
  ];
  const right = { right: true, least: 7 };
  return [
    ...aligned(
      [['Scores of its last days, in bits', 'acute', 'rate', 'slow', 'calls', ''], ...rows],
      [{ least: 38 }, right, right, right, right, {}],
    ),
    ...(scores.length > most ? [`  … ${counted(scores.length - most, 'earlier day')}`] : []),
  ];
}

/** `1,204` */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}
