import { afterAll, describe, expect, it } from 'vitest';
import { loadRuleFolder } from '../../../shared/adapters/local/rules.ts';
import { checkDetection } from '../../../shared/detections/check.ts';
import { compiled, created, Folders, findings, RULE } from './rules.ts';

const folders = new Folders();
afterAll(() => folders.remove());
const folder = (files: Readonly<Record<string, string>>): string => folders.make(files);

const CODE = `export default { id: 'own-code', topic: 'X', title: 'Code', severity: 'low', attack: [], why: 'For the test.',
  benign: ['none'], runbook: ['none'], on: {}, examples: () => ({ fires: [], quiet: [] }) };`;
const STEPS = `key: 'account', withinHours: 1, ordered: false, steps: [{ title: 'one', on: {} }, { title: 'two', on: {} }]`;

describe('a folder of rules', () => {
  it('is read with the folders below it, all documents of a file, and what is for other logs is named', async () => {
    const root = folder({
      'a/one.yml': RULE,
      'b/c/two.yaml': `${RULE}---\n${RULE.replace('A rule', 'Another')}`,
      'empty.yml': '---\n',
      'windows.yml': RULE.replace('aws', 'windows').replace('cloudtrail', 'security'),
      'category.yml': RULE.replace('service: cloudtrail', 'category: process_creation'),
      'any-service.yml': RULE.replace('  service: cloudtrail\n', ''),
      'code.mjs': 'export default {}; throw new Error("not read: there is a dot before it")'.slice(0, 0) || CODE,
      '.github/workflow.yml': 'on: push',
      'notes.txt': 'no rule',
    });
    const { detections, sequences, skipped } = await loadRuleFolder(root);
    expect(detections.map(({ id }) => id).sort()).toEqual([
      'own-code',
      'sigma-a-rule',
      'sigma-another',
      'sigma-any-service',
      'sigma-one',
    ]);
    expect(sequences).toEqual([]);
    expect(skipped.map(({ file, logSource }) => [file.slice(root.length + 1), logSource])).toEqual([
      ['category.yml', 'aws/process_creation'],
      ['windows.yml', 'windows/security'],
    ]);
    for (const detection of detections) expect(() => checkDetection(detection, detection.id)).not.toThrow();
  });

  it('takes sequences from code, and correlations of rules in other files', async () => {
    const root = folder({
      'seq.mjs': CODE.replace('own-code', 'own-sequence').replace('on: {}', STEPS),
      'rule.yml': `name: one\n${RULE}`,
      'other.yml': `name: two\n${RULE}`,
      'story.yml':
        'title: Story\ncorrelation: { type: temporal, rules: [one, two], group-by: [awsRegion], timespan: 1h }',
    });
    const { detections, sequences } = await loadRuleFolder(root);
    expect(detections).toEqual([]);
    expect(sequences.map(({ id }) => id)).toEqual(['own-sequence', 'sigma-story']);
  });

  it('gives rules that would share an id the start of their UUIDs, whatever the order', async () => {
    const named = (uuid: string): string => `id: ${uuid}\n${RULE}`;
    const root = folder({
      'a/rule.yml': named('aaaaaaaa-1111-4222-8333-444455556666'),
      'b/rule.yml': named('bbbbbbbb-1111-4222-8333-444455556666'),
      'c/rule.yml': RULE,
      'd/rule.yml': RULE,
    });
    const { detections } = await loadRuleFolder(root);
    expect(detections.map(({ id }) => id)).toEqual([
      'sigma-rule-aaaaaaaa',
      'sigma-rule-bbbbbbbb',
      'sigma-rule',
      'sigma-rule-2',
    ]);
  });

  it('works in the documents of Sigma 1 that set an action', async () => {
    const { detections } = compiled(`action: global
title: Global
logsource: { product: aws, service: cloudtrail }
detection: { condition: selection }
---
name: first
detection: { selection: { eventName: CreateUser } }
---
action: repeat
name: second
detection: { selection: { eventName: DeleteUser } }
---
action: reset
---
title: Third
logsource: { product: aws }
detection: { a: { eventName: GetUser }, condition: a }
`);
    expect(detections.map(({ id, title }) => [id, title])).toEqual([
      ['sigma-first', 'Global'],
      ['sigma-second', 'Global'],
      ['sigma-third', 'Third'],
    ]);
    expect(await findings({ detections, sequences: [], skipped: [] }, [created()])).toMatchObject([
      { rule: 'sigma-first' },
    ]);
  });

  it('joins filters to the rules they are for', async () => {
    const text = (filter: string): string => `id: 0f0e0d0c-1111-4222-8333-444455556666\n${RULE}---
title: Filter
logsource: { product: aws, service: cloudtrail }
filter:
  rules: ${filter}
  selection: { requestParameters.userName|startswith: svc- }
  condition: not selection
`;
    expect(await findings(compiled(text('[0f0e0d0c-1111-4222-8333-444455556666]')), [created()])).toEqual([]);
    expect(await findings(compiled(text('any')), [created()])).toEqual([]);
    expect(await findings(compiled(text('[another]')), [created()])).toHaveLength(1);
  });

  it('replaces placeholders by what the folder says of them', async () => {
    const rule = RULE.replace('eventName: CreateUser', "requestParameters.userName|expand: '%Services%-backup'");
    const root = folder({ 'rule.yml': rule, 'names.yml': 'placeholders:\n  Services: [app, svc]\n' });
    expect(await findings(await loadRuleFolder(root), [created()])).toHaveLength(1);
  });

  it('keeps the text of numbers', async () => {
    const rule = RULE.replace('eventName: CreateUser', 'x: 012345678901\n    y: 1.10');
    expect(await findings(compiled(rule), [created({ x: '012345678901', y: '1.10' })])).toHaveLength(1);
  });
});
