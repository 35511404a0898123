import { currentAttackId } from '../attack.ts';
import type { About, Detection, Topic } from '../define.ts';
import type { Severity } from '../severity.ts';
import { type SigmaDocument, textsAt } from './document.ts';
import type { OwnPart } from './own-part.ts';

const LEVELS: Readonly<Record<string, Severity>> = {
  informational: 'info',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

/** The letter of the guide that a service belongs to; whatever else a rule is about is what follows a stolen identity. */
const TOPIC_OF: Readonly<Record<string, Topic>> = {
  iam: 'U',
  sts: 'R',
  signin: 'F',
  sso: 'F',
  'sso-directory': 'F',
  identitystore: 'F',
  apigateway: 'P',
  'cognito-idp': 'T',
  'cognito-identity': 'T',
  secretsmanager: 'C',
  ssm: 'C',
  kms: 'C',
  cloudtrail: 'L',
  logs: 'L',
  config: 'L',
  guardduty: 'L',
  securityhub: 'L',
  wafv2: 'W',
  'waf-regional': 'W',
  waf: 'W',
  lambda: 'B',
  dynamodb: 'B',
  s3: 'B',
  rds: 'B',
};

const LONGEST_TITLE = 200;
const LONGEST_WHY = 1000;

/** What a rule says about itself, with its examples. */
export type SigmaAbout = About & Pick<Detection, 'examples'>;

/** What a rule says about itself, without its id. `sources`: the eventSources it is about, if it says so. */
export function aboutOf(document: SigmaDocument, own: OwnPart, sources: readonly string[]): Omit<SigmaAbout, 'id'> {
  const { keys, place } = document;
  const title = oneLine(textsAt(keys, 'title')[0] ?? textsAt(keys, 'name')[0] ?? place.file).slice(0, LONGEST_TITLE);
  const description = oneLine(textsAt(keys, 'description')[0] ?? '').slice(0, LONGEST_WHY);
  const falsePositives = textsAt(keys, 'falsepositives').map(oneLine).filter(saysSomething);
  return {
    topic: own.topic ?? TOPIC_OF[serviceIn(sources)] ?? 'X',
    title: title.padEnd(3, '.'),
    severity: levelOf(document),
    attack: techniquesOf(document),
    why: own.why ?? (description.length < 3 ? `The rule doesn't say. Its title: ${title}` : description),
    benign: own.benign ?? (falsePositives.length === 0 ? ['The rule names none'] : falsePositives),
    runbook: own.runbook ?? stepsOf(document),
    examples: own.examples,
  };
}

function levelOf({ keys, place }: SigmaDocument): Severity {
  const level = keys['level'];
  if (level === undefined || level === null) return 'medium';
  const known = typeof level === 'string' ? level.trim().toLowerCase() : '';
  const severity = Object.hasOwn(LEVELS, known) ? LEVELS[known] : undefined;
  if (severity !== undefined) return severity;
  throw place.at('level').problem(`${String(level)}: expected ${Object.keys(LEVELS).join(', ')}`);
}

/** `attack.t1098.003` as the current id of the technique, T1098.003. */
export function techniquesOf({ keys }: SigmaDocument): string[] {
  const ids = textsAt(keys, 'tags').flatMap(
    (tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? [],
  );
  return [...new Set(ids.map(currentAttackId))];
}

function stepsOf({ keys, place }: SigmaDocument): string[] {
  const references = textsAt(keys, 'references').slice(0, 3);
  const id = textsAt(keys, 'id')[0];
  return [
    'Ask the owner of {principal} what ran at {time} from {ip}, and whether a change or a ticket asked for it.',
    'See what else they did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={principal} --start-time {time-1h} --end-time {time+1h}.',
    ...(references.length === 0 ? [] : [`Read what the rule is built on: ${references.join(' ')}`]),
    `If it is what it should be, leave it out: a filter in the rule, or a suppression. This is Sigma rule ${id === undefined ? '' : `${id} `}in ${place.file}.`,
  ];
}

function serviceIn(sources: readonly string[]): string {
  const services = new Set(sources.map((source) => source.replace(/\.amazonaws\.com(\.cn)?$/, '')));
  return services.size === 1 ? ([...services][0] ?? '') : '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function saysSomething(text: string): boolean {
  return text.length >= 3 && !/^(unknown|none|n\/a)$/i.test(text);
}
