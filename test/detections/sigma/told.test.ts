import { describe, expect, it } from 'vitest';
import { compiled, created, findings, ruleText } from './rules.ts';

describe('what a finding tells', () => {
  it('is the rule, the operation and the fields that matched', async () => {
    const text = ruleText(
      {
        a: { eventName: 'CreateUser', 'userAgent|contains': 'cli' },
        b: { 'requestParameters.userName': 'svc*' },
        condition: 'a and b',
      },
      {
        title: 'User made',
        id: '0f0e0d0c-1111-4222-8333-444455556666',
        level: 'high',
        tags: ['attack.t1136.003', 'attack.persistence'],
      },
    );
    const [finding] = await findings(compiled(text), [created()]);
    expect(finding).toMatchObject({
      rule: 'sigma-rule',
      severity: 'high',
      attack: ['T1136.003'],
      what: 'matched "User made": called iam:CreateUser',
      reasons: [{ text: 'userAgent is aws-cli/2.31.0' }, { text: 'requestParameters.userName is svc-backup' }],
    });
  });

  it('is also what the rule wants shown', async () => {
    const text = ruleText(
      { a: { eventName: 'CreateUser' }, condition: 'a' },
      { fields: ['requestParameters.userName', 'x'] },
    );
    const [finding] = await findings(compiled(text), [created()]);
    expect(finding?.reasons).toEqual([{ text: 'requestParameters.userName is svc-backup' }]);
  });

  it('is short, whatever the log holds', async () => {
    const text = ruleText({ a: { 'x|contains': 'y' }, condition: 'a' });
    const [finding] = await findings(compiled(text), [created({ x: `y\n${'z'.repeat(5000)}` })]);
    expect(finding?.reasons[0]?.text.length).toBeLessThan(150);
    expect(finding?.reasons[0]?.text).not.toContain('\n');
  });
});
