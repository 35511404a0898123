import { plainText } from '../alerts/plain-text.ts';
import type { About } from './about.ts';
import type { FoundRecord } from './find-records.ts';
import { jsonLines } from './json-text.ts';
import { aligned, WIDTH } from './layout.ts';
import { glanceAt, withoutSecrets } from './shown-record.ts';
import { tellingFirst } from './telling-first.ts';

/** Events that are listed, records that are shown, and lines of each. */
const LISTED = 40;
const SHOWN = 3;
const LINES = 60;

/** Events by their number in the list. */
export function numbered(records: readonly FoundRecord[]): ReadonlyMap<string, number> {
  return new Map(records.map(({ id }, index) => [id, index + 1]));
}

/** All events in order, a line each; nothing for a single one, whose record says all. */
export function eventLines(records: readonly FoundRecord[], missing: number): string[] {
  const gone = missing === 0 ? [] : [`  ${missing} not found in the inputs`];
  if (records.length <= 1) return gone.length === 0 ? [] : ['Events', ...gone];
  const glances = records.map(({ raw }) => glanceAt(raw));
  const [first, ...others] = new Set(glances.map(({ who }) => who));
  const isOne = others.length === 0;
  const rows = glances.slice(0, LISTED).map(({ time, action, who, from, outcome }, index) => {
    const name = isOne ? '' : who.slice(who.indexOf('/') + 1);
    return [`  ${index + 1}`, time.slice(5), action, from, outcome, name].map(plainText);
  });
  return [
    plainText(`Events: ${records.length}${isOne ? `, all by ${first}` : ''}`),
    ...aligned(rows, [
      { right: true },
      {},
      { most: isOne ? 44 : 30 },
      { most: 15 },
      { most: isOne ? 20 : 12 },
      { most: 18 },
    ]),
    ...(records.length > LISTED ? [`  … and ${records.length - LISTED} more; --json has all`] : []),
    ...gone,
  ];
}

/** The records that tell most, as they stand in the log but for secrets. */
export function recordLines(
  records: readonly FoundRecord[],
  about: About,
  numbers: ReadonlyMap<string, number>,
): string[] {
  const shown = tellingFirst(records, about).slice(0, SHOWN);
  const more = records.length - shown.length;
  return [
    ...shown.flatMap(({ id, object, raw }, index) => [
      ...(index === 0 ? [] : ['']),
      records.length === 1 ? 'Record' : `Record of event ${numbers.get(id)}`,
      plainText(`  in ${object}`),
      ...cutOff(jsonLines(withoutSecrets(raw), WIDTH, '  ')),
    ]),
    ...(more > 0 ? ['', `… and ${more} more ${more === 1 ? 'record' : 'records'}; --json has all`] : []),
  ];
}

function cutOff(lines: readonly string[]): readonly string[] {
  if (lines.length <= LINES) return lines;
  return [...lines.slice(0, LINES), `  … ${lines.length - LINES} more lines; --json has all`];
}
