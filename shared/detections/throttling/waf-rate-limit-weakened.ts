import { filled } from '../../cloudtrail/field.ts';
import { rulesIn, type ToldRule } from '../../settings/waf-rules.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const acl = {
  name: 'edge',
  scope: 'REGIONAL',
  id: '11111111-2222-3333-4444-555555555555',
  defaultAction: { allow: {} },
};
const sqli = { name: 'sqli', priority: 1, action: { block: {} }, statement: { sqliMatchStatement: {} } };
const rate = (limit: number, more = {}) => ({
  name: 'flood',
  priority: 2,
  action: { block: {} },
  statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', ...more } },
});

function update(rules: readonly unknown[], difference = {}, name = 'UpdateWebACL') {
  return record('wafv2', name, { params: { ...acl, rules }, ...difference });
}
const before = (limit: number) => update([sqli, rate(limit)], { minute: -600 });

type Limited = ToldRule & { readonly rate: NonNullable<ToldRule['rate']> };

function limited(rules: readonly ToldRule[]): Limited[] {
  return rules.filter((rule): rule is Limited => rule.rate !== undefined);
}

/** An ACL that loses all of its rules is told by waf-rules-emptied. */
function judge({ before: was, now }: Change): Verdict {
  const [old, all] = [was === undefined ? undefined : rulesIn(was), rulesIn(now)];
  if (old === undefined || all === undefined || all.length === 0) return 'quiet';
  const is = new Map(limited(all).map((rule) => [rule.name, rule.rate]));
  const told = limited(old).flatMap(({ name, rate: from }) => {
    const to = is.get(name);
    if (to === undefined) return [`rule ${name} (${words(from)}) limits nobody any more`];
    // As requests a second: a limit over one minute is stricter than the same number over five.
    return to.limit / to.seconds >= (2 * from.limit) / from.seconds
      ? [`rule ${name} went from ${words(from)} to ${words(to)}`]
      : [];
  });
  return told.length === 0 ? 'quiet' : { reason: told.slice(0, 3).join('; ') };
}

function words({ limit, seconds }: Limited['rate']): string {
  return `${limit} requests in ${seconds} s`;
}

// WAF Classic is not looked at: its rate-based rules say their limit only where it is set, and AWS ended it in 2025.
export default defineDetection({
  id: 'waf-rate-limit-weakened',
  topic: 'H',
  title: 'WAF rate limit raised or removed',
  severity: 'medium',
  attack: ['T1499.003'],
  why: 'The rate rule is what stops password guessing, scraping and floods from one address before they reach the API.',
  benign: ['A load test', 'A limit that hit real users, such as those of one large office'],
  runbook: [
    'Ask {principal} who needs the higher limit of {resource}, and until when; the reason names the rule and both limits.',
    'See the rule: aws wafv2 get-web-acl --name {target} --scope REGIONAL --id ID --region {region} (ids: aws wafv2 list-web-acls --scope REGIONAL --region {region}).',
    'If not meant, set the limit back with aws wafv2 update-web-acl and the lock token of that answer.',
    'Look in the WAF log and the access log since {time} for addresses whose requests jump: aws wafv2 get-rate-based-statement-managed-keys names those over the limit now.',
  ],
  on: { source: 'wafv2', names: ['UpdateWebACL', 'UpdateRuleGroup'] },
  match: (event) => {
    const name = filled(event.params, 'name');
    if (name === undefined) return false;
    const kind = event.name === 'UpdateWebACL' ? 'web ACL' : 'rule group';
    return { target: name, resource: `${kind} ${name}`, what: `weakened the rate limit of ${kind} ${name}` };
  },
  state: { changed: { settings: ['wafv2.rules'], judge } },
  examples: () => ({
    fires: [
      { title: 'ten times as many', severity: 'medium', records: [before(2000), update([sqli, rate(20_000)])] },
      {
        title: 'the same number in a fifth of the time',
        severity: 'medium',
        records: [before(2000), update([sqli, rate(2000, { evaluationWindowSec: 60 })])],
      },
      { title: 'removed', severity: 'medium', records: [before(2000), update([sqli])] },
      {
        title: 'turned into another rule of the same name',
        severity: 'medium',
        records: [
          before(2000),
          update([sqli, { ...rate(1), statement: { geoMatchStatement: { countryCodes: ['AQ'] } } }]),
        ],
      },
      {
        title: 'in a rule group',
        severity: 'medium',
        records: [update([rate(100)], { minute: -600 }, 'CreateRuleGroup'), update([rate(500)], {}, 'UpdateRuleGroup')],
      },
      { title: 'twice as many', severity: 'medium', records: [before(2000), update([sqli, rate(4000)])] },
    ],
    quiet: [
      { title: 'half as much again', records: [before(2000), update([sqli, rate(3000)])] },
      { title: 'lowered', records: [before(2000), update([sqli, rate(200)])] },
      {
        title: 'the same rate over a longer time',
        records: [before(2000), update([sqli, rate(4000, { evaluationWindowSec: 600 })])],
      },
      { title: 'another rule goes', records: [before(2000), update([rate(2000)])] },
      { title: 'all rules go: the other detection', records: [before(2000), update([])] },
      { title: 'nothing known of before', records: [update([sqli, rate(1_000_000)])] },
      { title: 'failed', records: [before(2000), update([sqli], { error: { code: 'WAFOptimisticLockException' } })] },
    ],
  }),
});
