import { filled } from '../../cloudtrail/field.ts';
import { ruleActions } from '../../settings/wafv2.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const acl = {
  name: 'edge',
  scope: 'REGIONAL',
  id: '11111111-2222-3333-4444-555555555555',
  defaultAction: { allow: {} },
};
const MANAGED = { vendorName: 'AWS', name: 'AWSManagedRulesSQLiRuleSet' };

function update(rules: readonly unknown[], difference = {}, name = 'UpdateWebACL') {
  return record('wafv2', name, { params: { ...acl, rules }, ...difference });
}
const rate = (action: string) => ({ name: 'rate', priority: 1, action: { [action]: {} }, statement: {} });
const sqli = (override: string, more = {}) => ({
  name: 'sqli',
  priority: 2,
  overrideAction: { [override]: {} },
  statement: { managedRuleGroupStatement: { ...MANAGED, ...more } },
});
const override = (name: string, action = 'count') => ({ name, actionToUse: { [action]: {} } });
const overridden = { ruleActionOverrides: [override('SQLi_BODY')] };
const both = [override('SQLi_BODY'), override('SQLi_COOKIE')];

/** What lets a matching request pass: the rule itself, or overridden single rules of a managed group. */
function passing(action: string): string[] {
  return action.split(', ').filter((part) => part === 'count' || part.endsWith(': count') || part.endsWith(': allow'));
}

function judge({ before, now }: Change): Verdict {
  const lets = passing(now);
  if (lets.length === 0) return 'quiet';
  // A rule seen for the first time may have counted since it was made, as rules that are being tuned do.
  if (before === undefined)
    return { severity: 'medium', reason: `${lets.join(', ')}; what it did before is not known` };
  const known = passing(before);
  const added = lets.filter((part) => !known.includes(part) && !known.includes('count'));
  return added.length === 0 ? 'quiet' : { reason: `${added.join(', ')} now; before: ${before}` };
}

export default defineDetection({
  id: 'waf-rules-to-count',
  topic: 'W',
  title: 'Blocking WAF rules only count now',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'A rule in count mode lets through what it finds. The ACL still stands and looks like protection.',
  benign: ['A rule is tuned after false alarms', 'A new rule that counts first'],
  runbook: [
    'Ask {principal} which false alarms made them change {resource}, and until when the rule counts only.',
    'See the rules as they are: aws wafv2 get-web-acl --name {target} --scope REGIONAL --id ID --region {region} (ids: aws wafv2 list-web-acls --scope REGIONAL --region {region}).',
    'If not meant, set the action back ({before}) with aws wafv2 update-web-acl and the lock token of that answer.',
    'Read the WAF log since {time}: nonTerminatingMatchingRules names what was counted and let through.',
  ],
  on: { source: 'wafv2', names: ['UpdateWebACL', 'UpdateRuleGroup'] },
  match: (event) => {
    const counting = ruleActions(event).filter(({ action }) => passing(action).length > 0);
    const name = filled(event.params, 'name');
    if (counting.length === 0 || name === undefined) return false;
    const rules = counting.map(({ rule }) => rule);
    const told = rules.length > 3 ? `${rules.slice(0, 3).join(', ')} and ${rules.length - 3} more` : rules.join(', ');
    const kind = event.name === 'UpdateWebACL' ? 'web ACL' : 'rule group';
    return {
      resource: `${kind} ${name}`,
      target: name,
      what: `updated ${kind} ${name} with rules that only count: ${told}`,
    };
  },
  state: { changed: { settings: ['wafv2.rule.action'], judge } },
  examples: () => ({
    fires: [
      {
        title: 'a rate rule that blocked',
        severity: 'high',
        records: [
          update([rate('block'), sqli('none')], { minute: -600 }, 'CreateWebACL'),
          update([rate('count'), sqli('none')]),
        ],
      },
      {
        title: 'a managed group as a whole',
        severity: 'high',
        records: [update([rate('block'), sqli('none')], { minute: -600 }), update([rate('block'), sqli('count')])],
      },
      {
        title: 'one rule of a managed group',
        severity: 'high',
        records: [update([sqli('none')], { minute: -600 }), update([sqli('none', overridden)])],
      },
      { title: 'nothing known of before', severity: 'medium', records: [update([rate('count')])] },
      {
        title: 'one rule of a managed group lets pass',
        severity: 'high',
        records: [
          update([sqli('none')], { minute: -600 }),
          update([sqli('none', { ruleActionOverrides: [override('SQLi_BODY', 'allow')] })]),
        ],
      },
    ],
    quiet: [
      {
        title: 'two rules that counted, named the other way round',
        records: [
          update([sqli('none', { ruleActionOverrides: both })], { minute: -600 }, 'CreateWebACL'),
          update([sqli('none', { ruleActionOverrides: both.toReversed() })]),
        ],
      },
      {
        title: 'one rule of a managed group that counted as a whole',
        records: [update([sqli('count')], { minute: -600 }, 'CreateWebACL'), update([sqli('count', overridden)])],
      },
      {
        title: 'it counted since it was made',
        records: [update([rate('count')], { minute: -600 }, 'CreateWebACL'), update([rate('count'), sqli('none')])],
      },
      {
        title: 'from block to captcha',
        records: [update([rate('block')], { minute: -600 }), update([rate('captcha')])],
      },
      { title: 'all rules block', records: [update([rate('block'), sqli('none')])] },
      {
        title: 'failed',
        records: [update([rate('count')], { error: { code: 'WAFOptimisticLockException' } })],
      },
    ],
  }),
});
