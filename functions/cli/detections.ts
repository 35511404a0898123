import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { counted } from '../../shared/alerts/wording.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import type { Catalogue } from '../../shared/detections/catalogue.ts';
import { type Detection, type Sequence, TOPICS } from '../../shared/detections/define.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { compareText } from '../../shared/order.ts';
import { examplesOf, tryExamples } from '../../shared/pipeline/try-examples.ts';
import { catalogueFor } from './options.ts';

type Rule = Detection | Sequence;

/** `detections list`: the catalogue, a line each, or as JSON. */
export async function listDetections({ rules, json }: { rules?: string; json?: boolean }): Promise<number> {
  const all = rulesOf(await catalogueOf(rules));
  if (json) process.stdout.write(`${JSON.stringify(all.map(described))}\n`);
  else {
    const width = Math.max(...all.map(({ id }) => id.length));
    for (const { id, topic, severity, title } of all)
      process.stdout.write(`${topic}  ${severity.padEnd(8)}  ${id.padEnd(width)}  ${title}\n`);
    const sequences = all.filter(isSequence).length;
    process.stdout.write(`\n${counted(all.length - sequences, 'detection')}, ${counted(sequences, 'sequence')}\n`);
  }
  return 0;
}

/** `detections show ID`: what it looks for, why it matters, what to do. */
export async function showDetection(id: string, { rules, json }: { rules?: string; json?: boolean }): Promise<number> {
  const rule = rulesOf(await catalogueOf(rules)).find((candidate) => candidate.id === id);
  if (rule === undefined)
    throw new GatetrailError('usage', `there is no detection ${id}; gatetrail detections list names them`);
  process.stdout.write(json ? `${JSON.stringify(described(rule))}\n` : `${page(rule).join('\n')}\n`);
  return 0;
}

/** `detections test`: runs every example of what ships and of --rules. 0 when all behave. */
export async function testDetections({ rules, json }: { rules?: string; json?: boolean }): Promise<number> {
  const catalogue = await catalogueOf(rules);
  const tried = await tryExamples(rulesOf(catalogue), catalogue, () => new MemoryStateStore());
  const failed = tried.filter(({ problem }) => problem !== undefined);
  if (json) process.stdout.write(`${JSON.stringify({ examples: tried.length, failed })}\n`);
  else {
    for (const { rule, example, problem } of failed) process.stdout.write(`${rule}: "${example}": ${problem}\n`);
    process.stdout.write(
      `${counted(tried.length, 'example')} of ${counted(rulesOf(catalogue).length, 'rule')}: ${tried.length - failed.length} as expected, ${failed.length} not\n`,
    );
  }
  return failed.length === 0 ? 0 : 3;
}

async function catalogueOf(rules: string | undefined): Promise<Catalogue> {
  return catalogueFor(rules === undefined ? {} : { rules }, DEFAULT_CONFIG);
}

function rulesOf(catalogue: Catalogue): Rule[] {
  const detections = [...catalogue.detections.values()].sort((a, b) => compareText(a.id, b.id));
  return [...detections, ...[...catalogue.sequences.values()].sort((a, b) => compareText(a.id, b.id))];
}

function isSequence(rule: Rule): rule is Sequence {
  return 'steps' in rule;
}

function described(rule: Rule): Record<string, unknown> {
  const { id, topic, title, severity, attack, why, benign, runbook } = rule;
  const { fires, quiet } = examplesOf(rule);
  const examples = { fires: fires.map(({ title: name }) => name), quiet: quiet.map(({ title: name }) => name) };
  return {
    id,
    kind: isSequence(rule) ? 'sequence' : 'detection',
    topic,
    title,
    severity,
    attack,
    why,
    benign,
    runbook,
    state: stateOf(rule),
    examples,
  };
}

function stateOf(rule: Rule): string {
  if (isSequence(rule)) return 'sequence';
  const kinds = Object.keys(rule.state ?? {});
  return kinds.length === 0 ? 'stateless' : kinds.join(', ');
}

function page(rule: Rule): string[] {
  const { fires, quiet } = examplesOf(rule);
  const list = (items: readonly string[]): string[] => items.map((item) => `  - ${item}`);
  return [
    `${rule.id}: ${rule.title}`,
    `${rule.severity} · topic ${rule.topic} (${TOPICS[rule.topic]}) · ATT&CK ${rule.attack.join(', ')} · ${stateOf(rule)}`,
    '',
    rule.why,
    ...(isSequence(rule)
      ? [
          '',
          `Steps, ${rule.ordered ? 'in this order' : 'in any order'}, within ${rule.withinHours} h, by ${rule.key}:`,
          ...list(rule.steps.map((step) => step.title)),
        ]
      : []),
    '',
    'Ordinary causes:',
    ...list(rule.benign),
    '',
    'What to do:',
    ...list(rule.runbook),
    '',
    'Fires on:',
    ...list(fires.map(({ title }) => title)),
    'Stays quiet on:',
    ...list(quiet.map(({ title }) => title)),
  ];
}
