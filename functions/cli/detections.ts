import { loadRuleFolder } from '../../shared/adapters/local/rules.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { counted } from '../../shared/alerts/wording.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { type Detection, type Sequence, TOPICS } from '../../shared/detections/define.ts';
import { detections, sequences } from '../../shared/detections/index.ts';
import type { SigmaRules } from '../../shared/detections/sigma/compile.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { compareText } from '../../shared/order.ts';
import { examplesOf, tryExamples } from '../../shared/pipeline/try-examples.ts';

type Rule = Detection | Sequence;

/** `detections list`: the catalogue, a line each, or as JSON. */
export async function listDetections({ rules, json }: { rules?: string; json?: boolean }): Promise<number> {
  const { catalogue, skipped } = await loaded(rules);
  const all = rulesOf(catalogue);
  if (json) process.stdout.write(`${JSON.stringify(all.map(described))}\n`);
  else {
    const width = Math.max(...all.map(({ id }) => id.length));
    for (const { id, topic, severity, title } of all)
      process.stdout.write(`${topic}  ${severity.padEnd(8)}  ${id.padEnd(width)}  ${title}\n`);
    const stories = all.filter(isSequence).length;
    process.stdout.write(
      `\n${counted(all.length - stories, 'detection')}, ${counted(stories, 'sequence')}${skippedText(skipped)}\n`,
    );
  }
  return 0;
}

/** `detections show ID`: what it looks for, why it matters, what to do. */
export async function showDetection(id: string, { rules, json }: { rules?: string; json?: boolean }): Promise<number> {
  const rule = rulesOf((await loaded(rules)).catalogue).find((candidate) => candidate.id === id);
  if (rule === undefined)
    throw new GatetrailError('usage', `there is no detection ${id}; gatetrail detections list names them`);
  process.stdout.write(json ? `${JSON.stringify(described(rule))}\n` : `${page(rule).join('\n')}\n`);
  return 0;
}

/** `detections test`: runs every example of what ships and of --rules. 0 when all behave. */
export async function testDetections({ rules, json }: { rules?: string; json?: boolean }): Promise<number> {
  const { catalogue, skipped } = await loaded(rules);
  const all = rulesOf(catalogue);
  const tried = await tryExamples(all, catalogue, () => new MemoryStateStore());
  const failed = tried.filter(({ problem }) => problem !== undefined);
  const known = new Set(tried.map(({ rule }) => rule));
  const bare = all.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (json) {
    const others = { ...(bare.length > 0 && { withoutExamples: bare }), ...(skipped.length > 0 && { skipped }) };
    process.stdout.write(`${JSON.stringify({ examples: tried.length, failed, ...others })}\n`);
  } else {
    for (const { rule, example, problem } of failed) process.stdout.write(`${rule}: "${example}": ${problem}\n`);
    const without = bare.length === 0 ? '' : `; ${counted(bare.length, 'rule')} without examples`;
    process.stdout.write(
      `${counted(tried.length, 'example')} of ${counted(all.length, 'rule')}: ${tried.length - failed.length} as expected, ${failed.length} not${without}${skippedText(skipped)}\n`,
    );
  }
  return failed.length === 0 ? 0 : 3;
}

type Skipped = SigmaRules['skipped'];

/** What ships, with the rules of a folder. */
async function loaded(
  rules: string | undefined,
): Promise<{ readonly catalogue: Catalogue; readonly skipped: Skipped }> {
  if (rules === undefined) return { catalogue: new Catalogue(detections, sequences), skipped: [] };
  const own = await loadRuleFolder(rules);
  const catalogue = new Catalogue([...detections, ...own.detections], [...sequences, ...own.sequences]);
  return { catalogue, skipped: own.skipped };
}

/** `; 3 rules skipped, which are for other logs: windows/security, linux/auditd`. */
function skippedText(skipped: Skipped): string {
  if (skipped.length === 0) return '';
  const sources = [...new Set(skipped.map(({ logSource }) => logSource))].sort(compareText);
  const named = sources.length <= 5 ? sources.join(', ') : `${sources.slice(0, 5).join(', ')} and others`;
  return `; ${counted(skipped.length, 'rule')} skipped, for other logs: ${named}`;
}

/** In order of their ids, without those that only sequences hear of. */
function rulesOf(catalogue: Catalogue): Rule[] {
  const heard = [...catalogue.detections.values()].filter((rule) => !('silent' in rule));
  return [heard, [...catalogue.sequences.values()]].flatMap((rules: Rule[]) =>
    rules.sort((a, b) => compareText(a.id, b.id)),
  );
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
    `${rule.severity} · topic ${rule.topic} (${TOPICS[rule.topic]}) · ATT&CK ${rule.attack.join(', ') || 'not said'} · ${stateOf(rule)}`,
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
    ...(fires.length + quiet.length === 0 ? ['It has no examples.'] : []),
    ...(fires.length === 0 ? [] : ['Fires on:', ...list(fires.map(({ title }) => title))]),
    ...(quiet.length === 0 ? [] : ['Stays quiet on:', ...list(quiet.map(({ title }) => title))]),
  ];
}
