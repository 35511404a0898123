import { isoTime } from '../cloudtrail/time.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { Finding, Reason } from '../detections/hit.ts';
import { rank, type Severity } from '../detections/severity.ts';
import { stableId } from '../id.ts';
import { byTimeThenId } from '../order.ts';
import type { Alert } from './alert.ts';
import type { Incident } from './incident.ts';
import { fillStep } from './next-steps.ts';
import { plainText } from './plain-text.ts';
import { chainOf, counted, howLong, when, whence, whoIs } from './wording.ts';

const REASONS = 12;
const STEPS = 8;
const IDS = 1000;
/** Other findings that the summary names. */
const NAMED = 4;

/** The alert of an incident: what a person woken at night needs, worst first. */
export function alertOf(incident: Incident, minSeverity: Severity, catalogue: Catalogue): Alert {
  const ranked = [...incident.findings].sort(worstFirst(catalogue));
  const headline = ranked[0] as Finding;
  const fired =
    incident.findings.filter(({ severity }) => rank(severity) >= rank(minSeverity)).sort(byTimeThenId)[0] ?? headline;
  const groups = byRule(ranked);
  return {
    id: stableId('a', incident.subject, fired.id),
    time: isoTime(fired.time),
    account: headline.event.account,
    principal: incident.subject,
    severity: headline.severity,
    score: 0,
    channel: ranked.some(({ channel }) => channel === 'sequence') ? 'sequence' : 'rule',
    title: `${headline.title}: ${plainText(headline.resource)}${ranked.length > 1 ? ` (and ${counted(ranked.length - 1, 'other finding')})` : ''}`,
    summary: summaryOf(incident, headline, groups),
    reasons: groups.slice(0, REASONS).map(reasonOf),
    findingIds: ranked.map(({ id }) => id).slice(0, IDS),
    eventIds: [...new Set([...incident.findings].flatMap(({ eventIds }) => eventIds))].slice(0, IDS),
    attack: [...new Set(ranked.flatMap(({ attack }) => attack))].sort(),
    nextSteps: stepsOf(groups, catalogue),
  };
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

function summaryOf(
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
