import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, fields, filled, flag, list } from '../cloudtrail/field.ts';
import { compareText } from '../order.ts';
import type { Setting } from './setting.ts';
import { wafLogging } from './waf-logging.ts';
import { ruleListSettings } from './waf-rules.ts';

/** One rule of a web ACL or rule group and what it does to a request it matches. */
export interface RuleAction {
  readonly rule: string;
  /** `block`, or with overrides of single rules of a managed group: `none, SizeRestrictions_BODY: count`. */
  readonly action: string;
}

/** What a wafv2 call says: which ACL guards a resource, an ACL's default action, its rules and what each does, its logging. */
export function wafSettings(event: TrailEvent): Setting[] {
  if (event.name === 'AssociateWebACL' || event.name === 'DisassociateWebACL') return association(event);
  const [, kind] = /^(?:Create|Update)(WebACL|RuleGroup)$/.exec(event.name) ?? [];
  const name = filled(event.params, 'name');
  if (kind === undefined) return wafLogging(event);
  if (name === undefined) return [];
  // By name, which can't be changed: a Create's request holds no id yet.
  const of = `${filled(event.params, 'scope') ?? ''}/${name}`;
  const settings: Setting[] = ruleActions(event).map(({ rule, action }) => ({
    name: 'wafv2.rule.action',
    of: `${kind}/${of}/${rule}`,
    value: action,
  }));
  settings.push(...ruleListSettings(event.params, `${kind}/${of}`));
  const byDefault = actionIn(at(event.params, 'defaultAction'));
  if (byDefault !== undefined) settings.unshift({ name: 'wafv2.webAcl.defaultAction', of, value: byDefault });
  const visible = kind === 'WebACL' ? at(event.params, 'visibilityConfig') : undefined;
  if (visible !== undefined) settings.push({ name: 'wafv2.webAcl.visibility', of, value: visibleIn(visible) });
  return settings;
}

/** `metrics, samples`: what CloudWatch shows of an ACL's work beside its log. */
export function visibleIn(config: unknown): string {
  const kinds = [
    ['metrics', 'cloudWatchMetricsEnabled'],
    ['samples', 'sampledRequestsEnabled'],
  ] as const;
  return kinds.flatMap(([kind, member]) => (flag(config, member) === true ? [kind] : [])).join(', ');
}

/** The rules in a Create or Update call, in its order. */
export function ruleActions(event: TrailEvent): RuleAction[] {
  return list(event.params, 'rules').flatMap((rule) => {
    const name = filled(rule, 'name');
    const action = actionIn(at(rule, 'action')) ?? actionIn(at(rule, 'overrideAction'));
    if (name === undefined || action === undefined) return [];
    return [{ rule: name, action: [action, ...overrides(rule)].join(', ') }];
  });
}

/** Single rules of a managed or referenced group that do something else here; excludedRules is the older way to say count. */
function overrides(rule: unknown): string[] {
  const group =
    at(rule, 'statement', 'managedRuleGroupStatement') ?? at(rule, 'statement', 'ruleGroupReferenceStatement');
  const overridden = list(group, 'ruleActionOverrides').map((item) => [
    filled(item, 'name'),
    actionIn(at(item, 'actionToUse')),
  ]);
  const excluded = list(group, 'excludedRules').map((item) => [filled(item, 'name'), 'count']);
  return [...overridden, ...excluded]
    .filter(([name, action]) => name !== undefined && action !== undefined)
    .map(([name, action]) => `${name}: ${action}`)
    .sort(compareText);
}

const ACTIONS = ['allow', 'block', 'count', 'captcha', 'challenge', 'none'];

/** `{"block": {}}` -> `block` */
function actionIn(value: unknown): string | undefined {
  return Object.keys(fields(value)).find((key) => ACTIONS.includes(key));
}

function association(event: TrailEvent): Setting[] {
  const of = filled(event.params, 'resourceArn');
  const acl = event.name === 'AssociateWebACL' ? filled(event.params, 'webACLArn') : '';
  return of === undefined || acl === undefined ? [] : [{ name: 'wafv2.association.webACLArn', of, value: acl }];
}
