import { describe, expect, it } from 'vitest';
import { translate } from '../../shared/access-log/record.ts';
import { TrailEvent } from '../../shared/cloudtrail/event.ts';
import { wafLog } from '../../shared/detections/example-access-log.ts';
import { recordOf, requestOf } from './lines.ts';

describe('a line of a WAF log', () => {
  it('is an event of the stage, by its action', () => {
    const record = recordOf(wafLog({ action: 'BLOCK', ip: '203.0.113.7' }));
    expect(record).toMatchObject({
      eventSource: 'aws-waf-logs',
      eventName: 'BLOCK',
      errorCode: 'BLOCK',
      eventTime: '2026-11-02T10:00:00Z',
      awsRegion: 'eu-central-1',
      recipientAccountId: '111111111111',
      sourceIPAddress: '203.0.113.7',
      userAgent: 'example-app/1.0',
    });
    expect(requestOf(wafLog({ action: 'BLOCK' }))).toMatchObject({
      apiId: 'a1b2c3d4e5',
      stage: 'prod',
      path: '/prod/orders',
      rule: 'block-scanners',
      country: 'DE',
    });
    expect(new TrailEvent(record, 'id', 0, 0).api).toMatchObject({ apiId: 'a1b2c3d4e5', stage: 'prod' });
  });
  it.each([
    ['ALLOW', 'success'],
    ['COUNT', 'success'],
    ['BLOCK', 'failed'],
    ['CAPTCHA', 'failed'],
    ['CHALLENGE', 'failed'],
  ])('%s is a %s', (action, outcome) => {
    expect(new TrailEvent(recordOf(wafLog({ action })), 'id', 0, 0).outcome).toBe(outcome);
  });
  it('names the rule inside a rule group', () => {
    const group = { ruleGroupId: 'AWS#common', terminatingRule: { ruleId: 'SQLi_QUERYARGUMENTS', action: 'BLOCK' } };
    const line = wafLog({
      action: 'BLOCK',
      rule: 'common',
      also: { ruleGroupList: [{ terminatingRule: null }, group] },
    });
    expect(requestOf(line)['rule']).toBe('common, SQLi_QUERYARGUMENTS');
  });
  it('keeps labels, and neither query string, headers nor what a rule matched', () => {
    const line = wafLog({
      uri: '/prod/orders?token=hunter2',
      also: {
        labels: [{ name: 'awswaf:clientip:geo:country:DE' }, { name: 7 }, null],
        terminatingRuleMatchDetails: [{ conditionType: 'SQL_INJECTION', matchedData: ['hunter2'] }],
      },
    });
    (line['httpRequest'] as { headers: unknown[] }).headers.push({ name: 'Authorization', value: 'hunter2' });
    expect(JSON.stringify(recordOf(line))).not.toMatch(/hunter2|secret/);
    expect(requestOf(line)['labels']).toEqual(['awswaf:clientip:geo:country:DE', '7']);
  });
  it.each(['ALB', 'CF', 'APPSYNC', 'COGNITO', '__proto__'])('of %s is passed over', (source) => {
    expect(translate(wafLog({ source }))).toBe('WAF log of another resource than an API stage');
  });
  it.each([
    ['a stage with colons', 'httpSourceId', '111111111111:a1:b:c', { recipientAccountId: '111111111111' }],
    ['no source id', 'httpSourceId', undefined, { recipientAccountId: '111111111111' }],
    ['a web ACL of the classic WAF', 'webaclId', '11111111-2222-3333-4444-555555555555', { awsRegion: 'unknown' }],
    ['a time that is none', 'timestamp', 'soon', { eventTime: undefined }],
    ['a time out of range', 'timestamp', 1e300, { eventTime: undefined }],
    ['headers that are none', 'httpRequest', { headers: 'x', clientIp: [] }, { sourceIPAddress: undefined }],
  ])('with %s is read as far as it goes', (_, field, value, expected) => {
    expect(recordOf(wafLog({ also: { [field]: value } }))).toMatchObject(expected);
  });
});
