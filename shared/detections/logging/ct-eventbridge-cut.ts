import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { record, role } from '../example.ts';

/** Rules that feed alerts, as people and products name them. */
const SECURITY_RULE =
  /security|alert|alarm|guard-?duty|security-?hub|cloud-?trail|inspector|macie|config-?compliance|siem|soc[-_]|incident|iam|root-?login|console-?login/i;

const rule = (name: string, params: Record<string, unknown> = {}) =>
  record('events', name, { params: { name: 'security-alerts', ...params } });

const DID: Readonly<Record<string, string>> = {
  DisableRule: 'disabled',
  DeleteRule: 'deleted',
  RemoveTargets: 'took targets off',
  PutRule: 'rewrote and disabled',
};

function ruleOf({ params }: TrailEvent): string | undefined {
  const named = filled(params, 'name') ?? filled(params, 'rule');
  return named === undefined ? undefined : nameOf(named);
}

function cut(event: TrailEvent): Match | false {
  const name = ruleOf(event);
  if (name === undefined) return false;
  // PutRule with another pattern is how rules are kept; what it listens to now can't be weighed without what it did before.
  if (event.name === 'PutRule' && filled(event.params, 'state') !== 'DISABLED') return false;
  return {
    what: `${DID[event.name]} EventBridge rule ${name}`,
    resource: `rule ${name}`,
    target: name,
    severity: 'high',
    // A pipeline’s own deployment is named by its list; other rules matter when their name says so.
    listed: [
      {
        list: 'pipeline',
        names: [name],
        severity: 'critical',
        ...(SECURITY_RULE.test(name) ? {} : { quiet: 'unlisted' as const }),
      },
    ],
  };
}

export default defineDetection({
  id: 'ct-eventbridge-cut',
  topic: 'L',
  title: 'Rule that feeds alerts cut off',
  severity: 'high',
  attack: ['T1685'],
  why: 'What the rule listened for goes on happening, and nobody is told any more.',
  benign: ['The rule is replaced by another in a deployment', 'Alerts move to another tool'],
  runbook: [
    'Ask {principal} whether {resource} was to go.',
    'See it now: aws events describe-rule --name {target} --region {region}; aws events list-targets-by-rule --rule {target} --region {region}.',
    'If not meant: aws events enable-rule --name {target} --region {region}, or deploy the stack it belongs to again.',
    'What it should have told since {time} is lost: look at findings of GuardDuty and Security Hub, and at CloudTrail, from {time} on.',
  ],
  on: { source: 'events', names: Object.keys(DID) },
  match: cut,
  examples: () => ({
    fires: [
      { title: 'disabled', severity: 'high', records: [rule('DisableRule')] },
      {
        title: 'its targets taken off',
        severity: 'high',
        records: [record('events', 'RemoveTargets', { params: { rule: 'guardduty-to-slack', ids: ['1'] } })],
      },
      { title: 'rewritten as disabled', severity: 'high', records: [rule('PutRule', { state: 'DISABLED' })] },
      {
        title: 'deleted, of this pipeline',
        severity: 'critical',
        records: [rule('DeleteRule', { name: 'gatetrail-prod-watch' })],
      },
      {
        title: 'on your list',
        severity: 'critical',
        lists: { pipeline: ['nightly-*'] },
        records: [rule('DisableRule', { name: 'nightly-review' })],
      },
    ],
    quiet: [
      { title: 'a rule of an application', records: [rule('DisableRule', { name: 'order-timeout' })] },
      {
        title: 'another pattern',
        records: [rule('PutRule', { state: 'ENABLED', eventPattern: '{"source":["aws.s3"]}' })],
      },
      {
        title: 'another pattern, its state not named',
        records: [rule('PutRule', { eventPattern: '{}' }), rule('EnableRule')],
      },
      {
        title: 'refused',
        records: [
          record('events', 'DeleteRule', {
            error: { code: 'AccessDenied' },
            by: role(),
            params: { name: 'security-alerts' },
          }),
        ],
      },
    ],
  }),
});
