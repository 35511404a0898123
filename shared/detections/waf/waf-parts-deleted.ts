import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, record, role } from '../example.ts';

/** What each call deletes. WAF Classic keeps rules and match conditions apart from the ACL. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['DeleteByteMatchSet', 'string match set'],
  ['DeleteGeoMatchSet', 'country set'],
  ['DeleteIPSet', 'IP set'],
  ['DeleteRateBasedRule', 'rate-based rule'],
  ['DeleteRegexMatchSet', 'regex match set'],
  ['DeleteRegexPatternSet', 'regex pattern set'],
  ['DeleteRule', 'rule'],
  ['DeleteRuleGroup', 'rule group'],
  ['DeleteSizeConstraintSet', 'size constraint set'],
  ['DeleteSqlInjectionMatchSet', 'SQL injection match set'],
  ['DeleteXssMatchSet', 'cross-site scripting match set'],
]);
const IDS = [
  'name',
  'id',
  'ruleGroupId',
  'ruleId',
  'iPSetId',
  'regexPatternSetId',
  'regexMatchSetId',
  'byteMatchSetId',
];

function partOf(event: TrailEvent): string {
  const name = IDS.map((id) => filled(event.params, id)).find((id) => id !== undefined);
  return `${PARTS.get(event.name) ?? 'part'} ${name ?? '(unknown)'}`;
}

function remove(name: string, part: string, difference = {}) {
  return record('wafv2', name, { params: { name: part, scope: 'REGIONAL', id: 'i1', lockToken: 't' }, ...difference });
}
const several = (difference = {}) =>
  burst(3, (index, minute) => remove('DeleteIPSet', `offices-${index}`, { minute, ...difference }));

export default defineDetection({
  id: 'waf-parts-deleted',
  topic: 'W',
  title: 'WAF rule groups and sets deleted',
  severity: 'medium',
  attack: ['T1686.001'],
  why: 'Rules can’t be put back quickly when their groups and address lists are gone. It is what is done after an ACL was taken off.',
  benign: ['Parts that no rule uses any more', 'A stack is taken down'],
  runbook: [
    'Ask {principal} why {resource} and the others were deleted; none of them was in use at that moment, or AWS would have refused.',
    'See what used them: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateWebACL --start-time {time-1d} --end-time {time}.',
    'Check that every public stage still has a web ACL with rules: aws wafv2 list-web-acls --scope REGIONAL --region {region}, then aws wafv2 get-web-acl for each.',
    'If not meant, build them again from their template, or from the last UpdateIPSet or UpdateRuleGroup in CloudTrail, whose request holds all of it.',
  ],
  on: { source: ['wafv2', 'waf-regional', 'waf'], names: [...PARTS.keys()] },
  match: (event) => ({
    resource: partOf(event),
    what: `deleted ${partOf(event)}`,
    ...shipped(event),
  }),
  // AWS refuses to delete what an ACL still uses, so one deletion is tidying up (the harm was done when it was taken out).
  state: {
    count: {
      subject: (event) => `${event.account}/${event.principal.key}`,
      distinct: partOf,
      atLeast: 3,
      withinMinutes: 10,
      noun: 'parts of WAF deleted',
      below: 'low',
    },
  },
  examples: () => ({
    fires: [
      { title: 'one IP set', severity: 'low', records: [remove('DeleteIPSet', 'offices')] },
      { title: 'several', severity: 'medium', records: several() },
      {
        title: 'of several kinds, WAF Classic too',
        severity: 'medium',
        records: [
          remove('DeleteRegexPatternSet', 'bots'),
          remove('DeleteRuleGroup', 'common', { minute: 1 }),
          record('waf-regional', 'DeleteRule', { minute: 2, params: { ruleId: 'r1', changeToken: 't' } }),
        ],
      },
      {
        title: 'several, as CloudFormation takes a stack down',
        severity: 'low',
        records: several({ by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
      },
    ],
    quiet: [
      {
        title: 'still in use',
        records: [remove('DeleteIPSet', 'offices', { error: { code: 'WAFAssociatedItemException' } })],
      },
      { title: 'emptied', records: [record('wafv2', 'UpdateIPSet', { params: { name: 'offices', addresses: [] } })] },
    ],
  }),
});
