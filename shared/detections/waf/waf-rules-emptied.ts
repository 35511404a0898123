import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list, text } from '../../cloudtrail/field.ts';
import { rulesIn } from '../../settings/waf-rules.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const acl = {
  name: 'edge',
  scope: 'REGIONAL',
  id: '11111111-2222-3333-4444-555555555555',
  defaultAction: { allow: {} },
};
const rule = (name: string) => ({ name, priority: 1, action: { block: {} }, statement: { sqliMatchStatement: {} } });
const rate = { name: 'flood', priority: 9, action: { block: {} }, statement: { rateBasedStatement: { limit: 2000 } } };

function update(rules: readonly unknown[] | undefined, difference = {}, name = 'UpdateWebACL') {
  return record('wafv2', name, { params: rules === undefined ? acl : { ...acl, rules }, ...difference });
}
function classic(updates: readonly unknown[]) {
  return record('waf-regional', 'UpdateWebACL', { params: { webACLId: 'w1', changeToken: 't', updates } });
}
const pipeline = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };
const three = update([rule('sqli'), rule('xss'), rate], { minute: -600 });

/** Rules that a WAF Classic call takes out more than it puts in. */
function takenOut(event: TrailEvent): number {
  const actions = list(event.params, 'updates').map((one) => text(one, 'action'));
  return (
    actions.filter((action) => action === 'DELETE').length - actions.filter((action) => action === 'INSERT').length
  );
}

/** Rate-based rules that go while others stay are told by waf-rate-limit-weakened. */
function judge({ before, now }: Change): Verdict {
  const is = rulesIn(now);
  const was = before === undefined ? undefined : rulesIn(before);
  if (is === undefined || (before !== undefined && was === undefined)) return 'quiet';
  if (was === undefined)
    return is.length > 0 ? 'quiet' : { severity: 'medium', reason: 'its rules before are not known' };
  const kept = new Set(is.map(({ name }) => name));
  const lost = was.filter(({ name, rate: limited }) => !kept.has(name) && (limited === undefined || is.length === 0));
  if (lost.length === 0) return 'quiet';
  const names = lost.map(({ name }) => name);
  const told = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  if (is.length === 0) return { severity: 'high', reason: `no rule is left; gone: ${told}` };
  // As many rules as before: renamed or rewritten, as refactoring does, or emptied in their place.
  if (is.length >= was.length) return { severity: 'low', reason: `replaced by other rules: ${told}` };
  return { reason: `gone: ${told}; ${is.length} of ${was.length} rules are left` };
}

export default defineDetection({
  id: 'waf-rules-emptied',
  topic: 'W',
  title: 'Rules removed from a web ACL or rule group',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'The web ACL still stands before the API and looks like protection, but lets through what its rules used to stop.',
  benign: ['Rules are moved into a rule group or another ACL', 'A rule set is replaced by its successor'],
  runbook: [
    'Ask {principal} why the rules of {resource} went.',
    'See what is left: aws wafv2 get-web-acl --name {target} --scope REGIONAL --id ID --region {region} (ids: aws wafv2 list-web-acls --scope REGIONAL --region {region}).',
    'If not meant, put them back with aws wafv2 update-web-acl and the lock token of that answer; the last UpdateWebACL in CloudTrail before {time} holds every rule.',
    'Read the WAF log and the access log since {time} for requests that the rules would have stopped.',
  ],
  on: { source: ['wafv2', 'waf-regional', 'waf'], names: ['UpdateWebACL', 'UpdateRuleGroup'] },
  match: (event) => {
    const kind = event.name === 'UpdateWebACL' ? 'web ACL' : 'rule group';
    const classicId = filled(event.params, 'webACLId') ?? filled(event.params, 'ruleGroupId');
    const name = filled(event.params, 'name') ?? classicId;
    if (name === undefined || (event.service !== 'wafv2' && takenOut(event) <= 0)) return false;
    return {
      target: name,
      resource: `${kind} ${name}`,
      what: `took rules out of ${kind} ${name}`,
      ...shipped(event, 'medium'),
    };
  },
  state: { changed: { settings: ['wafv2.rules'], judge } },
  examples: () => ({
    fires: [
      { title: 'emptied', severity: 'high', records: [three, update([])] },
      { title: 'an update that names no rules leaves none', severity: 'high', records: [three, update(undefined)] },
      { title: 'one rule less', severity: 'high', records: [three, update([rule('xss'), rate])] },
      {
        title: 'one rule is left, by CloudFormation',
        severity: 'medium',
        records: [three, update([rule('xss')], pipeline)],
      },
      { title: 'another in its place', severity: 'low', records: [three, update([rule('noop'), rule('xss'), rate])] },
      { title: 'nothing known of before', severity: 'medium', records: [update([])] },
      {
        title: 'a rule group',
        severity: 'high',
        records: [update([rule('a')], { minute: -60 }, 'CreateRuleGroup'), update([], {}, 'UpdateRuleGroup')],
      },
      {
        title: 'WAF Classic',
        severity: 'high',
        records: [classic([{ action: 'DELETE', activatedRule: { ruleId: 'r1' } }])],
      },
      { title: 'emptied by CloudFormation', severity: 'high', records: [three, update([], pipeline)] },
      {
        title: 'a rule group of WAF Classic',
        severity: 'high',
        records: [
          record('waf-regional', 'UpdateRuleGroup', {
            params: { ruleGroupId: 'g1', changeToken: 't', updates: [{ action: 'DELETE' }] },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'one rule more', records: [three, update([rule('sqli'), rule('xss'), rule('bots'), rate])] },
      {
        title: 'only the rate rule goes',
        records: [update([rule('sqli'), rate], { minute: -600 }), update([rule('sqli')])],
      },
      { title: 'rules of an ACL that is not known', records: [update([rule('xss')])] },
      { title: 'created without rules', records: [update([], {}, 'CreateWebACL')] },
      {
        title: 'WAF Classic: exchanged',
        records: [classic([{ action: 'DELETE' }, { action: 'INSERT' }])],
      },
      { title: 'failed', records: [three, update([], { error: { code: 'WAFOptimisticLockException' } })] },
    ],
  }),
});
