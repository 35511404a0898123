import { filled } from '../../cloudtrail/field.ts';
import { newPasses, ruleListSettings } from '../../settings/waf-rules.ts';
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
const SET = 'arn:aws:wafv2:eu-central-1:111111111111:regional/ipset/partners/22222222-2222-3333-4444-555555555555';
const blocks = { name: 'sqli', priority: 5, action: { block: {} }, statement: { sqliMatchStatement: {} } };

function update(rules: readonly unknown[], difference = {}, name = 'UpdateWebACL') {
  return record('wafv2', name, { params: { ...acl, rules }, ...difference });
}
const allow = (statement: unknown, priority = 0) => ({ name: 'bypass', priority, action: { allow: {} }, statement });
const path = (searchString: unknown) => ({
  byteMatchStatement: { searchString, positionalConstraint: 'STARTS_WITH', fieldToMatch: { uriPath: {} } },
});
const partners = { ipSetReferenceStatement: { aRN: SET } };
const pipeline = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };

/** An update carries all rules: a narrow one may have stood there for years, one that lets everyone pass is wrong anyhow. */
function judge({ before, now }: Change): Verdict {
  const fresh = newPasses(before, now);
  const wide = fresh.filter(({ everyone }) => everyone);
  const told = before === undefined ? wide : fresh;
  if (told.length === 0) return 'quiet';
  const named = told.slice(0, 3).map(({ entry }) => entry);
  const unknown = before === undefined ? '; what passed before is not known' : '';
  const reason = `passes before a rule could stop it: ${named.join(', ')}${unknown}`;
  return wide.length > 0 ? { severity: 'high', reason } : { reason };
}

export default defineDetection({
  id: 'waf-allow-rule-first',
  topic: 'W',
  title: 'Allow rule put before the rules that block',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'An allow rule ends the check: what it fits is never shown to the rules after it, so a wide one, or one for an address or header of the attacker, takes the web ACL away.',
  benign: ['A partner, an office or a monitoring service is spared the checks'],
  runbook: [
    'Ask {principal} whom the new rule of {resource} is for; the reason names it.',
    'See the rules in their order: aws wafv2 get-web-acl --name {target} --scope REGIONAL --id ID --region {region} (ids: aws wafv2 list-web-acls --scope REGIONAL --region {region}).',
    'Make it narrow: the partner’s addresses and path together, or count instead of allow. If not meant, take it out with aws wafv2 update-web-acl and the lock token of that answer.',
    'Read the WAF log since {time} for requests that the rule let in (terminatingRuleId is its name).',
  ],
  on: { source: 'wafv2', names: ['CreateWebACL', 'UpdateRuleGroup', 'UpdateWebACL'] },
  match: (event) => {
    const name = filled(event.params, 'name');
    if (name === undefined) return false;
    const passes = ruleListSettings(event.params, name).find((setting) => setting.name === 'wafv2.passes');
    if (passes === undefined || passes.value === '') return false;
    const kind = event.name === 'UpdateRuleGroup' ? 'rule group' : 'web ACL';
    return {
      target: name,
      resource: `${kind} ${name}`,
      what: `put an allow rule before the rules of ${kind} ${name} that block`,
      // Narrow until the judge finds it wide: an address list alone is what partners get.
      severity: 'medium',
      ...shipped(event),
    };
  },
  state: { changed: { settings: ['wafv2.passes'], judge } },
  examples: () => ({
    fires: [
      { title: 'every path', severity: 'high', records: [update([allow(path('/')), blocks])] },
      { title: 'every path, as base64', severity: 'high', records: [update([allow(path('Lw==')), blocks], pipeline)] },
      {
        title: 'all but one path',
        severity: 'high',
        records: [
          update([blocks], { minute: -600 }),
          update([allow({ notStatement: { statement: path('/x') } }), blocks]),
        ],
      },
      {
        title: 'everything, as one of several conditions',
        severity: 'high',
        records: [
          update([
            allow({ orStatement: { statements: [partners, { regexMatchStatement: { regexString: '.*' } }] } }),
            blocks,
          ]),
        ],
      },
      {
        title: 'an IP set',
        severity: 'medium',
        records: [update([blocks], { minute: -600 }), update([allow(partners), blocks])],
      },
      {
        title: 'an IP set, by CloudFormation',
        severity: 'low',
        records: [update([blocks], { minute: -600 }), update([allow(partners), blocks], pipeline)],
      },
      {
        title: 'moved to the front',
        severity: 'medium',
        records: [update([allow(partners, 9), blocks], { minute: -600 }), update([allow(partners, 0), blocks])],
      },
    ],
    quiet: [
      { title: 'after the rules that block', records: [update([allow(path('/'), 9), blocks])] },
      {
        title: 'it was there before',
        records: [update([allow(partners), blocks], { minute: -600 }), update([allow(partners), blocks])],
      },
      { title: 'an IP set, nothing known of before', records: [update([allow(partners), blocks])] },
      { title: 'counts only', records: [update([{ ...allow(path('/')), action: { count: {} } }, blocks])] },
      { title: 'no rule blocks after it', records: [update([allow(partners)])] },
      {
        title: 'failed',
        records: [update([allow(path('/')), blocks], { error: { code: 'WAFInvalidParameterException' } })],
      },
    ],
  }),
});
