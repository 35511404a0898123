import type { Crossing } from '../behaviour/crossing.ts';
import { rounded } from '../behaviour/evidence.ts';
import { dayOf, isoTime } from '../cloudtrail/time.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { Finding, Reason } from '../detections/hit.ts';
import { rank, type Severity } from '../detections/severity.ts';
import { GatetrailError } from '../errors.ts';
import { stableId } from '../id.ts';
import { byTimeThenId } from '../order.ts';
import type { Alert } from './alert.ts';
import type { Incident } from './incident.ts';
import { fillStep } from './next-steps.ts';
import { plainText } from './plain-text.ts';
import { eventIdsOf, severityOf, shownReasons, stepsOf as stepsOfCrossing, summaryOf, titleOf } from './unusual.ts';
import { chainOf, counted, howLong, when, whence, whoIs } from './wording.ts';

const REASONS = 12;
const STEPS = 8;
const IDS = 1000;
/** Other findings that the summary names. */
const NAMED = 4;

/** The alert of an incident: what a person woken at night needs, worst first. */
export function alertOf(incident: Incident, minSeverity: Severity, catalogue: Catalogue): Alert {
  const ranked = [...incident.findings].sort(worstFirst(catalogue));
  const parts = incident.crossings;
  const [finding] = ranked;
  const [crossing] = parts;
  // A rule names what is wrong, so of equals it speaks first.
  const isRule =
    finding !== undefined && (crossing === undefined || rank(finding.severity) >= rank(severityOf(crossing)));
  const fired = firedBy(incident, minSeverity);
  const groups = byRule(ranked);
  const ofRules = groups.slice(0, REASONS).map(reasonOf);
  const ofBehaviour = parts.flatMap(shownReasons);
  const reasons = isRule ? [...ofRules, ...ofBehaviour] : [...ofBehaviour, ...ofRules];
  const headline = isRule ? `${finding.title}: ${plainText(finding.resource)}` : titleOf(crossing as Crossing);
  const ids = [...parts.flatMap(eventIdsOf), ...incident.findings.flatMap(({ eventIds }) => eventIds)];
  return {
    // One incident of a subject begins on a day: what comes late makes it grow, and changes no id.
    id: stableId('a', incident.subject, String(dayOf(incident.start))),
    time: isoTime(fired.time),
    account: isRule ? finding.event.account : (crossing as Crossing).subject.activity.who.account,
    principal: incident.subject,
    severity: isRule ? finding.severity : severityOf(crossing as Crossing),
    score: rounded(reasons.reduce((sum, { bits = 0 }) => sum + bits, 0)),
    channel: isRule ? channelOf(ranked) : (crossing as Crossing).channel,
    title: `${headline}${othersText(ranked.length - (isRule ? 1 : 0), parts.length - (isRule ? 0 : 1), isRule)}`,
    summary: [
      ...(isRule ? [summaryOfFindings(incident, finding, groups)] : []),
      ...parts.map(summaryOf),
      ...(isRule || finding === undefined ? [] : [summaryOfFindings(incident, finding, groups)]),
    ].join(' '),
    reasons,
    findingIds: ranked.map(({ id }) => id).slice(0, IDS),
    eventIds: [...new Set(ids)].slice(0, IDS),
    attack: [...new Set(ranked.flatMap(({ attack }) => attack))].sort(),
    nextSteps: [...stepsOf(groups, catalogue), ...(crossing === undefined ? [] : stepsOfCrossing(crossing))].slice(
      0,
      STEPS,
    ),
  };
}

/** ` (and 3 other findings, and unusual behaviour)`. */
function othersText(findings: number, unusual: number, isRule: boolean): string {
  const parts = [
    ...(findings > 0 ? [counted(findings, isRule ? 'other finding' : 'finding')] : []),
    ...(unusual > 0 ? [unusual === 1 ? 'unusual behaviour' : `unusual behaviour ${unusual} times`] : []),
  ];
  return parts.length === 0 ? '' : ` (and ${parts.join(', and ')})`;
}

/** How severe the parts of an incident are. */
export function severitiesOf({ findings, crossings }: Incident): Severity[] {
  return [...findings.map(({ severity }) => severity), ...crossings.map(severityOf)];
}

/** What made it an alert: the earliest part that is severe enough. */
function firedBy(
  { findings, crossings }: Incident,
  minSeverity: Severity,
): { readonly id: string; readonly time: number } {
  const least = rank(minSeverity);
  const severe = [
    ...findings.filter(({ severity }) => rank(severity) >= least),
    ...crossings.filter((crossing) => rank(severityOf(crossing)) >= least),
  ];
  const [first] = (severe.length > 0 ? severe : [...findings, ...crossings]).sort(byTimeThenId);
  if (first === undefined) throw new GatetrailError('bug', 'an incident of nothing');
  return first;
}

function channelOf(ranked: readonly Finding[]): Alert['channel'] {
  return ranked.some(({ channel }) => channel === 'sequence') ? 'sequence' : 'rule';
}

/**
 * By severity; of equals a sequence first, because it tells the story of its parts, and what looks at every service last,
 * because it says least about what was done; then by time.
 */
function worstFirst(catalogue: Catalogue): (a: Finding, b: Finding) => number {
  const isPlain = ({ rule }: Finding): number => (catalogue.detections.get(rule)?.on.agent === undefined ? 0 : 1);
  const isPart = ({ channel }: Finding): number => (channel === 'sequence' ? 0 : 1);
  return (a, b) =>
    rank(b.severity) - rank(a.severity) || isPart(a) - isPart(b) || isPlain(a) - isPlain(b) || byTimeThenId(a, b);
}

function byRule(ranked: readonly Finding[]): (readonly [Finding, ...Finding[]])[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of ranked) {
    const known = groups.get(finding.rule);
    if (known === undefined) groups.set(finding.rule, [finding]);
    else known.push(finding);
  }
  return [...groups.values()];
}

function summaryOfFindings(
  { findings }: Incident,
  headline: Finding,
  groups: readonly (readonly [Finding, ...Finding[]])[],
): string {
  const first = findings[0] as Finding;
  const last = findings.at(-1) as Finding;
  const { account } = headline.event;
  const sentence = `${chainOf(headline.chain)} ${plainText(headline.what)} (account ${account}, ${when(headline.time)}${whence(headline.event)}).`;
  if (findings.length === 1) return sentence;
  const others = groups.slice(1, 1 + NAMED).map(([finding]) => finding.title);
  const more = groups.length > 1 + NAMED ? `; and ${groups.length - 1 - NAMED} more` : '';
  const span = last.time === first.time ? 'in the same second' : `within ${howLong(last.time - first.time)}`;
  return `${sentence} ${counted(findings.length, 'finding')} ${span}${others.length === 0 ? '' : `, also: ${others.join('; ')}${more}`}.`;
}

/** One line of the explanation: what was seen, when, how often, and what state says about it. */
function reasonOf([finding, ...more]: readonly [Finding, ...Finding[]]): Reason {
  const context = finding.reasons.map(({ text }) => plainText(text));
  const times = more.length === 0 ? '' : `, ${more.length + 1} times`;
  const text = `${finding.title} (${finding.severity}${times}): ${whoIs(finding.event.principal)} ${plainText(finding.what)} at ${when(finding.time)}${context.length === 0 ? '' : ` [${context.join('; ')}]`}`;
  const since = finding.reasons.find((reason) => reason.since !== undefined)?.since;
  const usual = finding.changes.find(({ before }) => before !== undefined)?.before;
  return {
    text,
    ...(usual === undefined ? {} : { usual: plainText(usual).slice(0, 200) }),
    ...(since === undefined ? {} : { since }),
  };
}

function stepsOf(groups: readonly (readonly [Finding, ...Finding[]])[], catalogue: Catalogue): string[] {
  const steps = groups.flatMap(([finding]) => {
    const about = catalogue.detections.get(finding.rule) ?? catalogue.sequences.get(finding.rule);
    return (about?.runbook ?? []).map((step) => fillStep(step, finding));
  });
  return [...new Set(steps)].slice(0, STEPS);
}
