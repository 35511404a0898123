import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { record } from '../../shared/detections/example.ts';
import { droppedBy } from '../../shared/settings/waf-logging.ts';
import { newPasses, ruleListSettings, rulesIn } from '../../shared/settings/waf-rules.ts';
import { passReach } from '../../shared/settings/waf-statement.ts';
import { told } from './told.ts';

function tellingOf(name: string, rules: unknown): string | undefined {
  return ruleListSettings({ rules }, 'x').find((setting) => setting.name === name)?.value;
}

describe('the rules of a web ACL', () => {
  const name = fc.stringMatching(/^[\w-]{1,20}$/);
  const rate = fc.record({
    limit: fc.integer({ min: 10, max: 2_000_000 }),
    seconds: fc.constantFrom(60, 120, 300, 600),
  });
  it('are read back as they were told', () => {
    const rules = fc.uniqueArray(fc.record({ name, rate: fc.option(rate, { nil: undefined }) }), {
      selector: (rule) => rule.name,
      maxLength: 20,
    });
    fc.assert(
      fc.property(rules, (all) => {
        const written = all.map((rule) => ({
          name: rule.name,
          statement:
            rule.rate === undefined
              ? {}
              : { rateBasedStatement: { limit: rule.rate.limit, evaluationWindowSec: rule.rate.seconds } },
        }));
        const plain = all.map((rule) => (rule.rate === undefined ? { name: rule.name } : { ...rule }));
        const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
        const value = tellingOf('wafv2.rules', written) ?? '?';
        expect([...(rulesIn(value) ?? [])].sort(byName)).toEqual(plain.sort(byName));
      }),
    );
  });
  it('are none when the call names none, and not known when they were too long to keep', () => {
    expect(tellingOf('wafv2.rules', undefined)).toBe('');
    expect(rulesIn('')).toEqual([]);
    expect(rulesIn(`sha256:${'0'.repeat(64)}`)).toBeUndefined();
  });
  it('pass what an allow rule names, as long as a rule after it could stop something', () => {
    const allow = {
      name: 'in',
      priority: 1,
      action: { allow: {} },
      statement: { geoMatchStatement: { countryCodes: ['DE'] } },
    };
    const later = (action: object) => [allow, { name: 'later', priority: 2, ...action }];
    expect(tellingOf('wafv2.passes', later({ action: { block: {} } }))).toBe('in: callers from DE');
    expect(tellingOf('wafv2.passes', later({ overrideAction: { none: {} } }))).toBe('in: callers from DE');
    expect(tellingOf('wafv2.passes', later({ action: { count: {} } }))).toBe('');
    expect(newPasses('in: callers from DE', 'in: callers from DE, x: everyone (y)')).toEqual([
      { entry: 'x: everyone (y)', everyone: true },
    ]);
  });
});

describe('whom a statement fits', () => {
  const path = (searchString: unknown, positionalConstraint = 'STARTS_WITH') => ({
    byteMatchStatement: { searchString, positionalConstraint, fieldToMatch: { uriPath: {} } },
  });
  const set = { ipSetReferenceStatement: { aRN: 'arn:aws:wafv2:eu-central-1:111111111111:regional/ipset/offices/1' } };
  it.each([
    ['any path', path('/')],
    ['any path in base64', path('Lw==')],
    ['any path as a dump of bytes', path({ hb: [47], offset: 0 })],
    ['all but a set', { notStatement: { statement: set } }],
    ['one of several', { orStatement: { statements: [set, path('/')] } }],
    ['any regex', { regexMatchStatement: { regexString: '^/.*', fieldToMatch: { uriPath: {} } } }],
    ['any size', { sizeConstraintStatement: { comparisonOperator: 'GE', size: 0, fieldToMatch: { body: {} } } }],
  ])('everyone: %s', (_title, statement) => expect(passReach(statement).everyone).toBe(true));
  it.each([
    ['a set', set, 'IP set offices'],
    ['a path', path('/health', 'EXACTLY'), 'URI path exactly "/health"'],
    ['both of two', { andStatement: { statements: [set, path('/')] } }, 'IP set offices and URI path starts with "/"'],
    ['nothing', null, 'nothing'],
  ])('some: %s', (_title, statement, words) => expect(passReach(statement)).toEqual({ everyone: false, words }));
  it('ends, however deep the nesting', () => {
    let nested: unknown = path('/');
    for (let depth = 0; depth < 5000; depth += 1) nested = { orStatement: { statements: [nested] } };
    expect(passReach(nested).everyone).toBe(false);
  });
});

describe('the log of a web ACL', () => {
  const ACL = 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/edge/1';
  const filter = (behavior: string, ...actions: string[]) => ({
    behavior,
    conditions: actions.map((action) => ({ actionCondition: { action } })),
  });
  it('is known by where it goes, and gone when deleted', () => {
    const loggingConfiguration = { resourceArn: ACL, logDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-x'] };
    expect(told(record('wafv2', 'PutLoggingConfiguration', { params: { loggingConfiguration } }))).toMatchObject({
      [`wafv2.logging.destinations @ ${ACL}`]: 'arn:aws:s3:::aws-waf-logs-x',
      [`wafv2.logging.dropped @ ${ACL}`]: '',
    });
    expect(told(record('wafv2', 'DeleteLoggingConfiguration', { params: { resourceArn: ACL } }))).toMatchObject({
      [`wafv2.logging.destinations @ ${ACL}`]: '',
    });
  });
  it.each([
    [undefined, ''],
    [{ defaultBehavior: 'KEEP', filters: [filter('KEEP', 'BLOCK')] }, ''],
    [{ defaultBehavior: 'KEEP', filters: [filter('DROP', 'ALLOW')] }, 'ALLOW'],
    [{ defaultBehavior: 'DROP', filters: [] }, 'all'],
    [{ defaultBehavior: 'DROP', filters: [filter('KEEP', 'COUNT', 'BLOCK')] }, 'all but BLOCK, COUNT'],
  ])('%j drops "%s"', (value, dropped) => expect(droppedBy(value)).toBe(dropped));
});
