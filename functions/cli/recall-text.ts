import { plainText } from '../../shared/alerts/plain-text.ts';
import type { Evaluation } from '../../shared/evaluate/evaluation.ts';
import { CHANNELS } from '../../shared/evaluate/lines.ts';
import { percent, ratio, table } from './table.ts';

/** How many attacks are found at which budget, by whom, and what a recall costs. */
export function recallLines({ recall }: Evaluation): string[] {
  if (recall === null) return ['No scores.ndjson in this run: recall at a budget can not be told.'];
  const { budgets, needed } = recall;
  const families = budgets[0]?.families ?? [];
  const cost = (benignADay: number | null): string => benignADay?.toFixed(2) ?? 'not reached';
  return [
    'Recall by benign alerts a day, thresholds set by an oracle',
    ...table([
      ['', ...budgets.map(({ budget }) => `${budget} a day`)],
      ...families.map(({ family }, index) => [
        plainText(family),
        ...budgets.map((at) => ratio(at.families[index] ?? { found: 0, of: 0 })),
      ]),
      ['all', ...budgets.map(({ all }) => ratio(all))],
      ['', ...budgets.map(({ all }) => percent(all))],
      ...CHANNELS.map((channel) => [
        `found by ${channel}`,
        ...budgets.map(({ channels, all }) => ratio({ found: channels[channel], of: all.of })),
      ]),
      ...CHANNELS.map((channel) => [
        `${channel} above, bits`,
        ...budgets.map(({ thresholds }) => thresholds[channel].toFixed(1)),
      ]),
      ['benign a day', ...budgets.map(({ benignADay }) => benignADay.toFixed(2))],
    ]),
    '',
    'Benign alerts a day that a recall costs',
    ...table([
      ['recall', ...needed.map(({ recall: share }) => String(share))],
      ['benign a day', ...needed.map(({ benignADay }) => cost(benignADay))],
    ]),
  ];
}
