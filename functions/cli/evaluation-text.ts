import { plainText } from '../../shared/alerts/plain-text.ts';
import { counted } from '../../shared/alerts/wording.ts';
import { SEVERITIES } from '../../shared/detections/severity.ts';
import type { FoundByRun } from '../../shared/evaluate/alerted.ts';
import type { Evaluation } from '../../shared/evaluate/evaluation.ts';
import type { Kind } from '../../shared/evaluate/load.ts';
import type { Young } from '../../shared/evaluate/young.ts';
import { recallLines } from './recall-text.ts';
import { number, ratio, table, withPercent } from './table.ts';

const WORST_FIRST = [...SEVERITIES].reverse();

/** What a person sees of an evaluation, in lines of at most 100 columns: a paragraph a question. */
export function evaluationText(evaluation: Evaluation): string[] {
  const parts = [
    introLines(evaluation),
    recallLines(evaluation),
    foundLines(evaluation),
    loadLines(evaluation),
    weekLines(evaluation),
    noiseLines(evaluation),
  ];
  return parts.flatMap((lines, index) => (index === 0 || lines.length === 0 ? lines : ['', ...lines]));
}

function introLines({ window, labels, recall }: Evaluation): string[] {
  const { first, from, last, days } = window;
  const outside = labels.all - labels.inWindow;
  return [
    `Run of ${first} to ${last}, judged from ${from}: ${counted(days, 'day')}, ${counted(labels.inWindow, 'attack')}`,
    ...(recall === null ? [] : [`Benign principal-days: ${number(recall.benignPrincipalDays)}`]),
    ...(outside > 0 ? [`Left out: ${counted(outside, 'attack')} outside of these days`] : []),
    ...(labels.withoutSteps > 0
      ? [`Without steps: ${counted(labels.withoutSteps, 'attack')}; alerts matched by principal and time only`]
      : []),
    ...(labels.withoutScore !== null && labels.withoutScore > 0
      ? [`Without a score on its days: ${counted(labels.withoutScore, 'attack')}, missed at every budget`]
      : []),
  ];
}

function foundLines({ found, delay }: Evaluation): string[] {
  const row = (name: string, { of, any, behavioural, seriousRule, digestOnly }: FoundByRun): string[] => [
    plainText(name),
    ...[any, behavioural, seriousRule, digestOnly].map((count) => ratio({ found: count, of })),
  ];
  const { attacks, median, p90 } = delay;
  return [
    'Attacks that the run itself alerted on',
    ...table([
      ['', 'any alert', 'behavioural', 'rule, high or critical', 'digest only'],
      ...found.families.map((family) => row(family.family, family)),
      row('all', found.all),
    ]),
    median === null
      ? 'Malicious actions until the alert: no attack with steps got one'
      : `Malicious actions until the alert: median ${median}, p90 ${p90} (${counted(attacks, 'attack')})`,
  ];
}

function loadLines({ load, young, window }: Evaluation): string[] {
  const { behavioural, digest, precision } = load;
  const rows = [...Map.groupBy(load.kinds, ({ channel }) => channel)].map((row) => channelRow(row, window.days));
  const { benign, benignADay, target, realised } = behavioural;
  const asked =
    target === null || realised === null
      ? 'the target is not in run.json'
      : `target ${target}, realised ${realised.toFixed(2)} of it`;
  return [
    'Benign alerts by channel and severity',
    ...table([['', ...WORST_FIRST, 'a day', 'precision'], ...rows]),
    `All: ${load.benignADay.toFixed(2)} benign alerts a day, precision ${withPercent(precision)}`,
    `Behavioural: ${benignADay.toFixed(2)} benign a day (${benign} in ${counted(window.days, 'day')}), ${asked}`,
    ...(young === null ? [] : youngLines(young)),
    `Digest, over the budget: ${digest.benign} benign, ${digest.onAttacks} on attacks`,
  ];
}

function channelRow([channel, kinds]: [string, readonly Kind[]], days: number): string[] {
  const benign = kinds.reduce((sum, kind) => sum + kind.benign, 0);
  const found = kinds.reduce((sum, kind) => sum + kind.onAttacks, 0);
  const bySeverity = WORST_FIRST.map((severity) => kinds.find((kind) => kind.severity === severity)?.benign ?? 0);
  return [channel, ...bySeverity.map(String), (benign / days).toFixed(2), ratio({ found, of: found + benign })];
}

function youngLines({ alerts, ageless, principalDays }: Young): string[] {
  const unknown = ageless === 0 ? '' : `, ${ageless} more of unknown age`;
  return [
    `  from principals younger than 7 days: ${withPercent(alerts)}${unknown}`,
    `  their share of benign principal-days: ${withPercent(principalDays)}`,
  ];
}

function weekLines({ weeks }: Evaluation): string[] {
  return [
    'Alerts by week since the first day',
    ...table([
      ['week', 'days', 'benign behavioural', 'benign rules', 'benign a day', 'on attacks'],
      ...weeks.map(({ week, days, benignBehavioural, benignRule, onAttacks }) => [
        String(week),
        ...[days, benignBehavioural, benignRule].map(String),
        ((benignBehavioural + benignRule) / days).toFixed(2),
        String(onAttacks),
      ]),
    ]),
  ];
}

function noiseLines({ noise }: Evaluation): string[] {
  if (noise.length === 0) return ['No benign findings.'];
  return [
    'Benign findings by detection, the loudest',
    ...table([
      ['', 'severity', 'findings', 'a day'],
      ...noise.map(({ detection, severity, findings, aDay }) => [
        plainText(detection),
        plainText(severity),
        number(findings),
        aDay.toFixed(2),
      ]),
    ]),
  ];
}
