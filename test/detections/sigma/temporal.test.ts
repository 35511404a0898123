import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../shared/cloudtrail/read.ts';
import { type compiled, findings } from './rules.ts';
import { correlated, created, denied } from './stories.ts';

describe('temporal', () => {
  const RULES = (type: string, more = ''): ReturnType<typeof compiled> =>
    correlated(`type: ${type}\nrules: [denied, created]\ngroup-by: [userIdentity.arn]\ntimespan: 5m\n${more}`);
  const first = denied(0);
  const second = { ...created(60), userIdentity: first['userIdentity'] };
  const other = created(60);

  it('wants all rules, by the same', async () => {
    const found = await findings(RULES('temporal'), [second, first]);
    expect(found).toMatchObject([{ rule: 'sigma-together', channel: 'sequence', title: 'Together' }]);
    expect(found[0]?.what).toContain('Denied, then User created');
    expect(await findings(RULES('temporal'), [first, other])).toEqual([]);
    expect(await findings(RULES('temporal'), [first, denied(3)])).toEqual([]);
    expect(await findings(RULES('temporal'), [first, { ...second, eventTime: '2026-11-02T10:05:00Z' }])).toEqual([]);
  });

  it('takes them in any order, temporal_ordered in its own', async () => {
    const reversed = [{ ...first, eventTime: '2026-11-02T10:02:00Z' }, second];
    expect(await findings(RULES('temporal'), reversed)).toHaveLength(1);
    expect(await findings(RULES('temporal_ordered'), reversed)).toEqual([]);
    expect(await findings(RULES('temporal_ordered'), [first, second])).toHaveLength(1);
  });

  it.each(['gte: 2', 'eq: 2', 'gt: 1'])('may say in numbers what it means: %s', async (bound) => {
    expect(await findings(RULES('temporal', `condition: { ${bound} }`), [first, second])).toHaveLength(1);
  });

  it('may need fewer', async () => {
    expect(await findings(RULES('temporal', 'condition: { gte: 1 }'), [first])).toHaveLength(1);
  });

  it('may say in words what it means', async () => {
    expect(await findings(RULES('temporal', 'condition: created and denied'), [first, second])).toHaveLength(1);
  });

  it('finds the same thing under different names by aliases', async () => {
    const rules = correlated(`type: temporal
rules: [denied, created]
aliases:
  who: { denied: recipientAccountId, created: requestParameters.userName }
group-by: [who]
timespan: 5m`);
    const named = (userName: string): RawRecord => ({ ...second, requestParameters: { userName } });
    expect(await findings(rules, [first, named('111111111111')])).toHaveLength(1);
    expect(await findings(rules, [first, named('222222222222')])).toEqual([]);
  });
});
