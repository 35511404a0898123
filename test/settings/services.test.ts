import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { record } from '../../shared/detections/example.ts';
import { detections } from '../../shared/detections/index.ts';
import { mayWriteSettings, settingsOf } from '../../shared/settings/index.ts';
import { functionName, trailName } from '../../shared/settings/names.ts';
import { settingValue } from '../../shared/settings/setting.ts';
import { eventOf, told } from './told.ts';

describe('names', () => {
  it.each([
    'orders',
    'orders:live',
    'function:orders',
    '111111111111:function:orders',
    'arn:aws:lambda:eu-central-1:111111111111:function:orders:7',
  ])('the function in %s', (written) => expect(functionName(written)).toBe('orders'));
  it.each(['audit', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'])('the trail in %s', (written) =>
    expect(trailName(written)).toBe('audit'),
  );
});

describe('the password policy', () => {
  const PREFIX = 'iam.passwordPolicy';
  it('is replaced as a whole: what the request leaves out is gone', () => {
    const params = { minimumPasswordLength: 14, requireSymbols: true, requireNumbers: false };
    expect(told(record('iam', 'UpdateAccountPasswordPolicy', { params }))).toMatchObject({
      [`${PREFIX}.present @ account`]: 'yes',
      [`${PREFIX}.minimumPasswordLength @ account`]: '14',
      [`${PREFIX}.requireSymbols @ account`]: 'true',
      [`${PREFIX}.requireNumbers @ account`]: '',
      [`${PREFIX}.maxPasswordAge @ account`]: '',
    });
  });
  it('is gone when deleted', () => {
    const values = Object.values(told(record('iam', 'DeleteAccountPasswordPolicy')));
    expect(values.length).toBeGreaterThan(1);
    expect(new Set(values)).toEqual(new Set(['']));
  });
});

describe('a web ACL', () => {
  const group = (more: object) => ({
    name: 'common',
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: more },
  });
  it('is known by its name, by default action and by what each rule does', () => {
    const params = {
      name: 'edge',
      scope: 'REGIONAL',
      defaultAction: { block: { customResponse: { responseCode: 404 } } },
      rules: [
        { name: 'rate', action: { block: {} } },
        group({
          ruleActionOverrides: [{ name: 'B', actionToUse: { allow: {} } }],
          excludedRules: [{ name: 'A' }],
        }),
        { name: 'no action' },
        null,
      ],
    };
    expect(told(record('wafv2', 'CreateWebACL', { params }))).toMatchObject({
      'wafv2.webAcl.defaultAction @ REGIONAL/edge': 'block',
      'wafv2.rule.action @ WebACL/REGIONAL/edge/rate': 'block',
      'wafv2.rule.action @ WebACL/REGIONAL/edge/common': 'none, A: count, B: allow',
      'wafv2.rules @ WebACL/REGIONAL/edge': 'common, no action, rate',
      'wafv2.passes @ WebACL/REGIONAL/edge': '',
    });
  });
  it('guards a stage until it is taken off', () => {
    const resourceArn = 'arn:aws:apigateway:eu-central-1::/restapis/a1/stages/prod';
    const NAME = `wafv2.association.webACLArn @ ${resourceArn}`;
    expect(told(record('wafv2', 'AssociateWebACL', { params: { resourceArn, webACLArn: 'acl' } }))).toEqual({
      [NAME]: 'acl',
    });
    expect(told(record('wafv2', 'DisassociateWebACL', { params: { resourceArn } }))).toEqual({ [NAME]: '' });
    expect(told(record('wafv2', 'AssociateWebACL', { params: { resourceArn } }))).toEqual({});
  });
});

describe('a value', () => {
  it('does not depend on the order of lists or members', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), value), { maxLength: 6 }), (entries) => {
        const one = Object.fromEntries(entries);
        const two = Object.fromEntries(Object.entries(one).reverse());
        expect(settingValue(two)).toBe(settingValue(one));
        const items = entries.map(([, item]) => item);
        expect(settingValue([...items].reverse())).toBe(settingValue(items));
      }),
    );
  });
  it('is remembered by its hash when it is long, and still told apart', () => {
    const [a, b] = ['a', 'b'].map((end) => settingValue(`${'x'.repeat(9000)}${end}`));
    expect(a).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(b).not.toBe(a);
  });
});

it('no operation teaches settings that the hot loop would pass by', () => {
  const records = detections.flatMap((detection) => {
    const { fires, quiet } = detection.examples();
    return [...fires, ...quiet].flatMap((example) => example.records);
  });
  const events = records.map(eventOf).filter((event) => settingsOf(event).length > 0);
  expect(events.length).toBeGreaterThan(50);
  expect(events.filter(({ service, name }) => !mayWriteSettings(service, name)).map(({ name }) => name)).toEqual([]);
});
