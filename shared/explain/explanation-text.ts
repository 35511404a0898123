import { plainText } from '../alerts/plain-text.ts';
import { counted } from '../alerts/wording.ts';
import { type KnownAlert, principalsOf } from './about.ts';
import { alertLines, findingLines, whyLines } from './about-text.ts';
import { BRIEF, baselineText, legend } from './baseline-text.ts';
import type { Behind, Explanation } from './explanation.ts';
import { hanging, paragraphs } from './layout.ts';
import type { AlertLine, FindingLine } from './lines.ts';
import { eventLines, numbered, recordLines } from './records-text.ts';
import { glanceAt } from './shown-record.ts';

/** An explanation for somebody woken at night, in lines of at most 100 columns: what, why, what to do, then the evidence. */
export function explanationText(explanation: Explanation): string[] {
  const { about, found, moved, normal } = explanation;
  const [known] = about.alerts;
  // Numbers say nothing where there is one event.
  const numbers = numbered(about.kind === 'event' ? [] : found.records);
  const isAlert = about.kind === 'alert' && known !== undefined;
  return paragraphs([
    ...headOf(explanation),
    ...(isAlert ? [toDo(known.alert)] : []),
    ...(isAlert ? [] : [alertLines(about.alerts)]),
    about.kind === 'finding' ? [] : findingLines(about.findings, numbers),
    eventLines(found.records, found.missing.length),
    recordLines(found.records, about, numbers),
    ...normalLines(normal),
    problemLines([...moved, ...found.problems]),
  ]);
}

function headOf({ about, found }: Explanation): string[][] {
  const { id, kind, alerts, findings } = about;
  const [known] = alerts;
  const [finding] = findings;
  if (kind === 'alert' && known !== undefined) return alertHead(known, principalsOf(about).slice(1, 1 + OTHERS));
  if (kind === 'finding' && finding !== undefined) return findingHead(finding);
  const parts = `${counted(alerts.length, 'alert')} and ${counted(findings.length, 'finding')}`;
  const raw = found.records[0]?.raw;
  const glance = raw === undefined ? undefined : glanceAt(raw);
  return [
    [
      plainText(`EVENT  ${glance?.action ?? id}`),
      ...facts([
        ['who', glance?.who],
        ['when', glance === undefined ? undefined : `${glance.time} UTC`],
        ['from', glance?.from],
        ['outcome', glance?.outcome],
        ['id', `${id}, part of ${parts}`],
      ]),
    ],
  ];
}

/** Roles somebody acted as that are named. */
const OTHERS = 3;

function alertHead({ alert, inDigest }: KnownAlert, others: readonly string[]): string[][] {
  const { id, severity, title, principal, time, account, channel, score, attack, summary, reasons } = alert;
  return [
    [
      ...hanging(`${severity.toUpperCase()}  `, plainText(title)),
      ...facts([
        ['who', principal],
        ['as', others.join(', ')],
        ['when', `${clock(time)}, account ${account}`],
        ['score', `${score === 0 ? 'no bits: rules carry none' : `${score.toFixed(1)} bits`}; channel ${channel}`],
        ['ATT&CK', attack.join(', ')],
        ['id', inDigest ? `${id}, over the budget: in the digest` : id],
      ]),
    ],
    hanging('', plainText(summary)),
    whyLines(reasons, score),
  ];
}

function findingHead(finding: FindingLine): string[][] {
  const { id, severity, title, principal, time, account, region, detection, resource, attack, suppressed } = finding;
  return [
    [
      ...hanging(`${severity.toUpperCase()}  `, plainText(title)),
      ...facts([
        ['who', principal],
        ['when', `${clock(time)}, account ${account}, ${region}`],
        ['what', resource],
        ['by', `${detection} (gatetrail detections show ${detection})`],
        ['ATT&CK', attack.join(', ')],
        ['id', id],
        ['quiet', suppressed && `suppressed by ${suppressed.owner} until ${suppressed.expires}: ${suppressed.reason}`],
      ]),
    ],
    hanging('', plainText(finding.summary)),
    whyLines(finding.reasons, 0),
  ];
}

/** What is known, a line each. */
function facts(all: readonly (readonly [name: string, value: string | undefined])[]): string[] {
  return all.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : hanging(`  ${name.padEnd(7)}  `, plainText(value)),
  );
}

function toDo({ nextSteps }: AlertLine): string[] {
  if (nextSteps.length === 0) return [];
  return ['What to do', ...nextSteps.flatMap((step, index) => hanging(`  ${index + 1}. `, plainText(step)))];
}

function normalLines(normal: Explanation['normal']): string[][] {
  if (typeof normal === 'string') return [hanging('What is normal: ', plainText(normal))];
  const { day, store, behind } = normal;
  return [
    ...behind.map((one) => baselineLines(one, day, store)),
    legend(behind.flatMap(({ baseline }) => baseline ?? [])),
  ];
}

function baselineLines({ principal, baseline }: Behind, day: string, store: string): string[] {
  if (baseline === undefined) return hanging('', plainText(`Nothing is known of ${principal} from before ${day}.`));
  const quoted = /^[\w@%+=:,./-]+$/.test(principal) ? principal : `'${principal.replaceAll("'", "'\\''")}'`;
  return [
    'What was normal before that day for',
    ...baselineText(baseline, BRIEF),
    plainText(`  More: gatetrail baseline show ${quoted} --store ${store} --day ${day}`),
  ];
}

const PROBLEMS = 10;

function problemLines(problems: Explanation['moved']): string[] {
  if (problems.length === 0) return [];
  return [
    'Not all could be read (exit code 3):',
    ...problems.slice(0, PROBLEMS).map(({ object, reason }) => plainText(`  ${object}: ${reason}`)),
    ...(problems.length > PROBLEMS ? [`  … and ${problems.length - PROBLEMS} more`] : []),
  ];
}

/** `2026-11-22 13:05:00 UTC` */
function clock(time: string): string {
  return time.replace('T', ' ').replace('Z', ' UTC');
}
