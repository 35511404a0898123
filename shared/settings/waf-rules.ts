import { amount, at, fields, filled, list } from '../cloudtrail/field.ts';
import { type Setting, settingValue } from './setting.ts';
import { passReach } from './waf-statement.ts';

/** A rule as the setting `wafv2.rules` tells it. */
export interface ToldRule {
  readonly name: string;
  /** Of a rate-based rule: requests that one caller may make in so many seconds. */
  readonly rate?: { readonly limit: number; readonly seconds: number };
}

/** AWS's default evaluation window. */
const FIVE_MINUTES = 300;

/**
 * What the rules of a web ACL or rule group are as a whole. An update replaces them all, and one that names none leaves none,
 * so the list is told even when it is empty.
 */
export function ruleListSettings(params: unknown, of: string): Setting[] {
  const rules = list(params, 'rules');
  return [
    { name: 'wafv2.rules', of, value: settingValue(rules.flatMap(told)) },
    { name: 'wafv2.passes', of, value: settingValue(passesIn(rules)) },
  ];
}

function told(rule: unknown): string[] {
  const name = filled(rule, 'name');
  if (name === undefined) return [];
  // Rate-based statements can't be nested, so the top level is where they are.
  const rated = at(rule, 'statement', 'rateBasedStatement');
  const limit = amount(rated, 'limit');
  if (limit === undefined) return [name];
  return [`${name} limit ${limit} in ${amount(rated, 'evaluationWindowSec') ?? FIVE_MINUTES} s`];
}

/** The rules in a value of `wafv2.rules`; undefined when it was too long to be remembered as it is. */
export function rulesIn(value: string): ToldRule[] | undefined {
  if (value.startsWith('sha256:')) return undefined;
  return value === '' ? [] : value.split(', ').map(ruleIn);
}

function ruleIn(text: string): ToldRule {
  const [, name, limit, seconds] = /^([\w-]{1,128}) limit (\d{1,12}) in (\d{1,6}) s$/.exec(text) ?? [];
  if (name === undefined) return { name: text };
  return { name, rate: { limit: Number(limit), seconds: Number(seconds) } };
}

const STOPS = ['block', 'captcha', 'challenge', 'monetize'];

/** Rules that let a request in before a rule that could have stopped it is asked: `bypass: everyone (URI path …)`. */
function passesIn(rules: readonly unknown[]): string[] {
  const last = rules.filter(canStop).reduce<number>((most, rule) => Math.max(most, amount(rule, 'priority') ?? 0), -1);
  return rules
    .filter((rule) => at(rule, 'action', 'allow') !== undefined && (amount(rule, 'priority') ?? last) < last)
    .map((rule) => {
      const { everyone, words } = passReach(at(rule, 'statement'));
      const who = words.replaceAll(',', ';').slice(0, 120);
      return `${filled(rule, 'name') ?? '(unnamed)'}: ${everyone ? `everyone (${who})` : who}`;
    });
}

function canStop(rule: unknown): boolean {
  const action = Object.keys(fields(at(rule, 'action')));
  return action.some((key) => STOPS.includes(key)) || at(rule, 'overrideAction', 'none') !== undefined;
}

/** Entries of `wafv2.passes` that `before` lacks, by whether they let everyone pass. */
export function newPasses(before: string | undefined, now: string): { entry: string; everyone: boolean }[] {
  const known = new Set((before ?? '').split(', '));
  return now
    .split(', ')
    .filter((entry) => entry !== '' && !known.has(entry))
    .map((entry) => ({ entry, everyone: entry.includes(': everyone (') }));
}
