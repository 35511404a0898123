import { plainText } from '../alerts/plain-text.ts';
import { counted } from '../alerts/wording.ts';
import type { KnownAlert } from './about.ts';
import { hanging } from './layout.ts';
import type { FindingLine, ReasonLine } from './lines.ts';

/** Findings and alerts that are listed. */
const LISTED = 12;
/** Numbers of events that a finding names. */
const EVENTS = 6;

/** Each reason with its bits, what is usual and since when that is known; the bits add up to the score. */
export function whyLines(reasons: readonly ReasonLine[], score: number): string[] {
  if (reasons.length === 0) return [];
  const inBits = reasons.some(({ bits }) => bits !== undefined);
  const lines = reasons.flatMap(({ text, bits, usual, since }, index) => {
    const head = inBits ? `${(bits?.toFixed(1) ?? '-').padStart(7)}  ` : `  ${index + 1}. `.padEnd(6);
    const known = since === undefined ? '' : `; since ${since}`;
    return [
      ...hanging(head, plainText(`${text}${known}`)),
      ...(usual === undefined ? [] : hanging(' '.repeat(head.length), plainText(`usual: ${usual}`))),
    ];
  });
  const total = inBits ? [`${'-----'.padStart(7)}`, `${score.toFixed(1).padStart(7)}  bits in all`] : [];
  return [inBits ? 'Why it fired, in bits of evidence' : 'Why it fired', ...lines, ...total];
}

/** The findings behind an alert, or that an event is part of. */
export function findingLines(findings: readonly FindingLine[], numbers: ReadonlyMap<string, number>): string[] {
  if (findings.length === 0) return [];
  return [
    `Findings: ${findings.length}`,
    ...findings.slice(0, LISTED).flatMap((finding) => {
      const { id, severity, time, detection, title, suppressed } = finding;
      const quiet = suppressed === undefined ? '' : ', suppressed';
      return [
        ...hanging(`  ${severity.padEnd(8)}  `, `${time.slice(5, 19).replace('T', ' ')}  ${plainText(title)}`),
        plainText(`            ${id}  ${detection}${eventsText(finding, numbers)}${quiet}`),
      ];
    }),
    ...(findings.length > LISTED ? [`  … and ${findings.length - LISTED} more; --json has all`] : []),
  ];
}

/** `, events 1, 2 and 5 more`: as the events are numbered below. */
function eventsText({ eventIds }: FindingLine, numbers: ReadonlyMap<string, number>): string {
  const known = eventIds.flatMap((id) => numbers.get(id) ?? []).sort((a, b) => a - b);
  if (known.length === 0) return '';
  const more = known.length > EVENTS ? ` and ${known.length - EVENTS} more` : '';
  return `, ${known.length === 1 ? 'event' : 'events'} ${known.slice(0, EVENTS).join(', ')}${more}`;
}

/** The alerts that a finding or an event is part of. */
export function alertLines(alerts: readonly KnownAlert[]): string[] {
  if (alerts.length === 0) return ['It is part of no alert.'];
  return [
    `Part of ${counted(alerts.length, 'alert')}`,
    ...alerts.slice(0, LISTED).flatMap(({ alert, inDigest }) => {
      const { id, severity, time, title } = alert;
      return [
        ...hanging(`  ${severity.padEnd(8)}  `, `${time.slice(5, 19).replace('T', ' ')}  ${plainText(title)}`),
        plainText(`            ${id}${inDigest ? ', in the digest' : ''}`),
      ];
    }),
    ...(alerts.length > LISTED ? [`  … and ${alerts.length - LISTED} more; --json has all`] : []),
  ];
}
