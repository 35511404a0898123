import pc from 'picocolors';
import type { Alert } from '../../shared/alerts/alert.ts';
import { plainText } from '../../shared/alerts/plain-text.ts';
import { counted } from '../../shared/alerts/wording.ts';
import type { Severity } from '../../shared/detections/severity.ts';
import { hanging } from '../../shared/explain/layout.ts';
import type { Tally } from '../../shared/pipeline/tally.ts';
import { type Outcome, topAlerts } from './results.ts';

const SHOWN = 10;
const PROBLEMS = 10;
const INDENT = ' '.repeat(9);
const COLOURS: Readonly<Record<Severity, (text: string) => string>> = {
  critical: pc.red,
  high: pc.red,
  medium: pc.yellow,
  low: pc.cyan,
  info: pc.dim,
};

/** What a person sees at the end: the worst alerts first, then what was read and what was not. */
export function printSummary(
  outcome: Outcome,
  out: NodeJS.WritableStream & { isTTY?: boolean; columns?: number },
  skippedRules = 0,
): void {
  const colour = out.isTTY === true && pc.isColorSupported;
  const width = Math.min(out.columns ?? 120, 140);
  const write = (line = ''): void => {
    out.write(`${line}\n`);
  };
  const { alerts, digest, tally } = outcome;
  write(alerts.length === 0 ? 'No alerts.' : `${counted(alerts.length, 'alert')}: ${bySeverity(alerts)}`);
  for (const alert of topAlerts(alerts, SHOWN)) for (const line of alertLines(alert, width, colour)) write(line);
  if (alerts.length > SHOWN) write(`  … and ${alerts.length - SHOWN} more in ${outcome.out}/alerts.ndjson`);
  if (digest.length > 0) write(`${counted(digest.length, 'alert')} over the budget: ${outcome.out}/digest.ndjson`);
  write();
  for (const line of tallyLines(outcome)) write(line);
  if (outcome.learning.text !== undefined) write(outcome.learning.text);
  if (outcome.learning.warning !== undefined) write(outcome.learning.warning);
  for (const line of problemLines(tally)) write(line);
  if (skippedRules > 0)
    write(`${counted(skippedRules, 'rule')} of --rules skipped, for other logs: named in ${outcome.out}/run.json`);
  write(`Written to ${outcome.out}: findings.ndjson, alerts.ndjson, scores.ndjson, tally.json, run.json`);
}

function bySeverity(alerts: readonly Alert[]): string {
  const counts = Map.groupBy(alerts, ({ severity }) => severity);
  return (['critical', 'high', 'medium', 'low', 'info'] as const)
    .flatMap((severity) => (counts.has(severity) ? [`${counts.get(severity)?.length} ${severity}`] : []))
    .join(', ');
}

function alertLines(alert: Alert, width: number, colour: boolean): string[] {
  const severity = alert.severity.toUpperCase().padEnd(8);
  const label = colour ? COLOURS[alert.severity](severity) : severity;
  const step = alert.nextSteps[0];
  return [
    '',
    `${label} ${alert.time.replace('T', ' ').replace('Z', '')}  ${plainText(alert.title)}`,
    ...hanging(INDENT, plainText(alert.summary), width),
    ...(step === undefined ? [] : hanging(INDENT, `Next: ${plainText(step)}`, width)),
  ];
}

function tallyLines({ tally, seconds }: Outcome): string[] {
  const { objects, records } = tally;
  const number = (value: number): string => value.toLocaleString('en-US');
  const rate = seconds > 0 ? number(Math.round(records.events / seconds)) : '0';
  return [
    `${number(objects.found)} files: ${number(objects.done)} read, ${number(objects.skipped)} skipped, ${number(objects.failed)} failed`,
    `${number(records.in)} records: ${number(records.events)} events, ${number(records.duplicates)} duplicates, ${number(records.outOfScope)} out of scope, ${number(records.rejected)} rejected`,
    `${number(tally.findings.total)} findings${tally.findings.suppressed === 0 ? '' : `, ${number(tally.findings.suppressed)} of them suppressed`}, in ${seconds.toFixed(1)} s (${rate} events/s)`,
  ];
}

function problemLines(tally: Tally): string[] {
  const problems = [
    ...tally.failures.map(({ object, reason }) => `${object}: ${reason}`),
    ...tally.rejections.map(({ object, index, reason }) => `${object}, record ${index}: rejected: ${reason}`),
    ...tally.oddities.map(({ object, index, reason }) => `${object}, record ${index}: ${reason}`),
    ...tally.detectionErrors.map(
      ({ detection, eventId, reason }) => `detection ${detection} failed on event ${eventId}: ${reason}`,
    ),
  ];
  if (problems.length === 0) return [];
  const more = problems.length > PROBLEMS ? [`  … and ${problems.length - PROBLEMS} more in tally.json`] : [];
  return [
    `Not all could be read (exit code 3):`,
    ...problems.slice(0, PROBLEMS).map((problem) => `  ${plainText(problem)}`),
    ...more,
  ];
}
