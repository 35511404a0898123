import { ATTACK_VERSION } from '../../shared/detections/attack.ts';
import { type Detection, type Sequence, TOPICS, type Topic } from '../../shared/detections/define.ts';
import { detections, sequences } from '../../shared/detections/index.ts';
import { rank, SEVERITIES } from '../../shared/detections/severity.ts';
import { compareText } from '../../shared/order.ts';
import { techniques } from '../attack/techniques.ts';

type Rule = Detection | Sequence;
const rules: readonly Rule[] = [...detections, ...sequences];
const topics = Object.keys(TOPICS) as Topic[];
const WORST_FIRST = [...SEVERITIES].sort((a, b) => rank(b) - rank(a));

/** docs/detections.md: what there is, by topic and by ATT&CK technique. */
export function detectionsPage(): string {
  return `${[...head(), ...byTopic(), ...byTechnique(), ...topics.flatMap(topicSection)].join('\n')}\n`;
}

function head(): string[] {
  return [
    '<!-- Made by `npm run docs` from shared/detections. -->',
    '# Detections',
    '',
    `${detections.length} detections and ${sequences.length} sequences, with ${rules.reduce((sum, rule) => sum + examplesIn(rule), 0)} examples that \`npm run gatetrail -- detections test\` runs.`,
    'Everything about one, with ordinary causes and what to do: `npm run gatetrail -- detections show ID`.',
    '',
    'Severity is the usual one; what is known raises or lowers it. *Knows* says what a rule remembers: `changed` the value before, `firstSeen` what was',
    'normal, `count` how many in how long, `given` another setting, `dormant` who was away.',
    '',
  ];
}

function byTopic(): string[] {
  const rows = topics.map((topic) => {
    const inTopic = rules.filter((rule) => rule.topic === topic);
    const counts = WORST_FIRST.map((severity) => inTopic.filter((rule) => rule.severity === severity).length || '');
    const [own, joined] = [inTopic.filter((rule) => !isSequence(rule)), inTopic.filter(isSequence)];
    return `| [${topic}](#${anchor(topic)}) | ${TOPICS[topic]} | ${own.length} | ${joined.length || ''} | ${counts.join(' | ')} |`;
  });
  return [
    '## By topic',
    '',
    `| | topic | detections | sequences | ${WORST_FIRST.join(' | ')} |`,
    `|---|---|---|---|${WORST_FIRST.map(() => '---|').join('')}`,
    ...rows,
    '',
  ];
}

function byTechnique(): string[] {
  const known = techniques();
  const used = [...new Set(rules.flatMap(({ attack }) => attack))].sort(compareText);
  const rows = used.map((id) => {
    const having = rules.filter(({ attack }) => attack.includes(id)).map((rule) => rule.id);
    const { name = '', tactics = [] } = known.get(id) ?? {};
    return `| ${id} | ${name} | ${tactics.join(', ')} | ${having.length} | ${having.sort(compareText).join(', ')} |`;
  });
  return [
    `## By ATT&CK technique (${ATTACK_VERSION})`,
    '',
    '| technique | name | tactics | rules | |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ];
}

function topicSection(topic: Topic): string[] {
  const inTopic = rules.filter((rule) => rule.topic === topic).sort((a, b) => compareText(a.id, b.id));
  return [
    `## ${topic}: ${TOPICS[topic]}`,
    '',
    '| id | severity | what | why it matters | ATT&CK | knows |',
    '|---|---|---|---|---|---|',
    ...inTopic.map(row),
    '',
  ];
}

function row(rule: Rule): string {
  const knows = isSequence(rule) ? stepsOf(rule) : Object.keys(rule.state ?? {}).join(', ');
  return `| \`${rule.id}\` | ${rule.severity} | ${cell(rule.title)} | ${cell(rule.why)} | ${rule.attack.join(', ')} | ${cell(knows)} |`;
}

function stepsOf({ steps, ordered, withinHours, key }: Sequence): string {
  const joint = ordered ? ', then ' : ' + ';
  return `${steps.map(({ title }) => title).join(joint)}; ${withinHours} h, by ${key}`;
}

function isSequence(rule: Rule): rule is Sequence {
  return 'steps' in rule;
}

function examplesIn(rule: Rule): number {
  const { fires, quiet } = rule.examples();
  return fires.length + quiet.length;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** As GitHub makes them. */
function anchor(topic: Topic): string {
  return `${topic}-${TOPICS[topic]}`.toLowerCase().replaceAll(' ', '-');
}
