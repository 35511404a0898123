import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRuleFolder } from '../../../shared/adapters/local/rules.ts';
import { Folders, RULE } from './rules.ts';

const folders = new Folders();
afterAll(() => folders.remove());
const folder = (files: Readonly<Record<string, string>>): string => folders.make(files);

/** What is wrong, the rule, and what the one line says behind file and line. */
const WRONG: readonly [what: string, text: string, line: number, says: string][] = [
  ['no YAML', 'title: [', 1, ''],
  ['a key twice', `${RULE}title: again\n`, 9, 'unique'],
  ['a text with * and no quotes', RULE.replace('CreateUser', '*User'), 7, 'quotes'],
  ['no rule at all', '- a\n- b\n', 1, 'expected a Sigma rule'],
  [
    'neither detection nor correlation',
    'title: x\nlogsource: { product: aws }\n',
    1,
    'neither detection nor correlation',
  ],
  ['no log source', RULE.replace('logsource', 'logsources'), 1, 'logsource: expected product'],
  ['an empty log source', 'title: x\nlogsource: {}\ndetection: { a: b, condition: a }\n', 2, 'expected product'],
  ['no condition', RULE.replace('condition', 'conditions'), 5, 'detection.condition: is missing'],
  ['a condition of an unknown search', RULE.replace(': selection', ': selections'), 8, 'there is no search selections'],
  ['an unknown modifier', RULE.replace('eventName', 'eventName|contain'), 7, 'there is no modifier contain'],
  [
    'modifiers that exclude each other',
    RULE.replace('eventName', 'eventName|re|cidr'),
    7,
    "re and cidr can't be combined",
  ],
  ['flags without re', RULE.replace('eventName', 'eventName|i'), 7, 'flags of re'],
  ['a regular expression that is none', RULE.replace('eventName: CreateUser', "eventName|re: '(a'"), 7, 'not closed'],
  ['look-around', RULE.replace('eventName: CreateUser', "eventName|re: '(?!a)b'"), 7, 'look-around'],
  ['a network that is none', RULE.replace('eventName: CreateUser', 'a|cidr: 300.0.0.0/8'), 7, 'expected a network'],
  ['a number that is none', RULE.replace('eventName: CreateUser', 'a|gte: many'), 7, 'expected a number'],
  ['exists with a text', RULE.replace('eventName: CreateUser', 'a|exists: perhaps'), 7, 'expected true or false'],
  ['base64 of a wildcard', RULE.replace('eventName: CreateUser', "a|base64: 'x*'"), 7, "can't be encoded"],
  ['an unknown placeholder', RULE.replace('eventName: CreateUser', "a|expand: '%Admins%'"), 7, '%Admins%'],
  ['a map as a value', RULE.replace('eventName: CreateUser', 'a: { b: c }'), 7, 'expected a text'],
  [
    'a value of a list',
    RULE.replace('eventName: CreateUser', 'a|cidr:\n      - 192.0.2.0/24\n      - here'),
    9,
    'expected a network',
  ],
  ['an unknown level', `${RULE}level: hihg\n`, 9, 'level: hihg: expected informational'],
  ['near', RULE.replace(': selection\n', ': selection | near x\n'), 8, 'expected count()'],
  ['an unknown key of ours', `${RULE}gatetrail:\n  topics: U\n`, 10, 'gatetrail'],
  [
    'a second document',
    `${RULE}---\n${RULE.replace('CreateUser', 'CreateUser\n    x|y: z')}`,
    17,
    'there is no modifier y',
  ],
  [
    'a correlation of an unknown type',
    'title: x\ncorrelation:\n  type: event_sum\n',
    3,
    'event_sum: expected event_count',
  ],
  [
    'a correlation of a rule that is not there',
    CORRELATION('rules: [nobody]'),
    4,
    'there is no rule with the id or name nobody',
  ],
  [
    'a correlation without timespan',
    CORRELATION('rules: [r]').replace('timespan: 1m', 'x: y'),
    2,
    'timespan: is missing',
  ],
  ['a timespan that is none', CORRELATION('rules: [r]').replace('1m', '1 minute'), 5, 'such as 90m'],
  [
    'a correlation without comparison',
    CORRELATION('rules: [r]').replace('gte: 1', 'atLeast: 1'),
    6,
    'atLeast: expected gt',
  ],
];

function CORRELATION(rules: string): string {
  return `title: x\ncorrelation:\n  type: event_count\n  ${rules}\n  timespan: 1m\n  condition: { gte: 1 }\n---\nname: r\n${RULE}`;
}

describe('a rule that can not be used', () => {
  it.each(WRONG)('%s: file, line and reason', async (_what, text, line, says) => {
    const root = folder({ 'rule.yml': text, 'good.yml': RULE });
    const place = `${join(root, 'rule.yml')}:${line}: `;
    const loading = loadRuleFolder(root);
    await expect(loading).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining(says) });
    const { message } = (await loading.catch((error: unknown) => error)) as Error;
    expect(message.startsWith(place), `${message} starts with ${place}`).toBe(true);
    expect(message).not.toContain('\n');
  });
});
