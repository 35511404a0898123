import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, texts } from '../../cloudtrail/field.ts';
import { droppedBy } from '../../settings/waf-logging.ts';
import { visibleIn } from '../../settings/wafv2.ts';
import { defineDetection, type Match } from '../define.ts';
import { record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { aclName, aclOf } from '../waf/api-stage.ts';

const ACL = 'arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/edge/11111111-2222-3333-4444-555555555555';
const log = (name: string) => `arn:aws:s3:::aws-waf-logs-${name}`;

function put(to: string, loggingFilter?: unknown, difference = {}) {
  const loggingConfiguration = { resourceArn: ACL, logDestinationConfigs: [to], loggingFilter };
  return record('wafv2', 'PutLoggingConfiguration', { params: { loggingConfiguration }, ...difference });
}
const filter = (defaultBehavior: string, behavior: string, ...actions: string[]) => ({
  defaultBehavior,
  filters: [
    { behavior, requirement: 'MEETS_ANY', conditions: actions.map((action) => ({ actionCondition: { action } })) },
  ],
});
function visible(metrics: boolean, samples: boolean, difference = {}) {
  const visibilityConfig = { cloudWatchMetricsEnabled: metrics, sampledRequestsEnabled: samples, metricName: 'edge' };
  const params = {
    name: 'edge',
    scope: 'REGIONAL',
    id: 'i1',
    defaultAction: { allow: {} },
    rules: [],
    visibilityConfig,
  };
  return record('wafv2', 'UpdateWebACL', { params, ...difference });
}

function change(event: TrailEvent): Match | undefined {
  if (event.name === 'UpdateWebACL') {
    const config = at(event.params, 'visibilityConfig');
    if (config === undefined || visibleIn(config) === 'metrics, samples') return undefined;
    const target = filled(event.params, 'name');
    const what = `switched off metrics or samples of ${aclOf(event)}`;
    return { resource: aclOf(event), what, ...(target === undefined ? {} : { target }) };
  }
  const arn = filled(event.params, 'loggingConfiguration', 'resourceArn');
  if (arn === undefined) return undefined;
  const buckets = texts(event.params, 'loggingConfiguration', 'logDestinationConfigs').map((to) => to.split(':::')[1]);
  const whole = droppedBy(at(event.params, 'loggingConfiguration', 'loggingFilter')) === '';
  const acl = `web ACL ${aclName(arn)}`;
  return {
    target: arn,
    resource: acl,
    what: `changed what the log of ${acl} holds or where it goes`,
    // Buckets are the only destinations that may lie outside the account, and their names don't say whose they are.
    ...(whole
      ? { listed: [{ list: 'logBuckets', names: buckets.filter((name) => name !== undefined), severity: 'low' }] }
      : {}),
  };
}

function judge({ setting, before, now }: Change): Verdict {
  if (before === now) return 'quiet';
  if (setting === 'wafv2.logging.dropped') return dropped(before, now);
  // A first destination makes things better, and so does one after none.
  if (before === undefined || before === '') return 'quiet';
  if (setting === 'wafv2.logging.destinations') return { reason: `the log went to ${before} before` };
  const gone = before.split(', ').filter((kind) => !now.split(', ').includes(kind));
  return { severity: 'low', reason: `switched off: ${gone.join(', ')}` };
}

/** Keeping only what was blocked and counted is how people save money; dropping just that hides an attack. */
function dropped(before: string | undefined, now: string): Verdict {
  if (now === '') return 'quiet';
  const reason = `drops ${now} now${before === undefined ? '' : `; before: ${before || 'nothing'}`}`;
  const kept = now.startsWith('all but ') ? now.slice('all but '.length) : undefined;
  const blocks = kept === undefined ? !/\b(all|BLOCK)\b/.test(now) : /\bBLOCK\b/.test(kept);
  return blocks ? { severity: 'low', reason } : { reason };
}

export default defineDetection({
  id: 'waf-logging-filtered',
  topic: 'L',
  title: 'Log of a web ACL filtered or redirected',
  severity: 'medium',
  attack: ['T1685.002'],
  why: 'A log that drops what was blocked, or goes where nobody looks, hides an attack as well as none and still looks switched on.',
  benign: ['Cost: only blocked and counted requests are kept', 'The log moves to another bucket or stream'],
  runbook: [
    'Ask {principal} why {resource} logs less, or elsewhere; the reason says what changed.',
    'See it as it is: aws wafv2 get-logging-configuration --resource-arn {target} --region {region} (LoggingFilter, LogDestinationConfigs).',
    'A filter should keep BLOCK, COUNT, CAPTCHA and CHALLENGE. Set it with aws wafv2 put-logging-configuration.',
    'If the destination is not yours, treat the logs since {time} as read by a stranger, and the gap in your own as suspect: use the access logs of the stages behind the web ACL.',
  ],
  on: { source: 'wafv2', names: ['PutLoggingConfiguration', 'UpdateWebACL'] },
  match: change,
  state: {
    changed: {
      settings: ['wafv2.logging.dropped', 'wafv2.logging.destinations', 'wafv2.webAcl.visibility'],
      judge,
    },
  },
  examples: () => ({
    fires: [
      { title: 'drops everything', severity: 'medium', records: [put(log('a'), filter('DROP', 'KEEP'))] },
      {
        title: 'drops what was blocked',
        severity: 'medium',
        records: [put(log('a'), filter('KEEP', 'DROP', 'BLOCK'))],
      },
      {
        title: 'keeps what was blocked',
        severity: 'low',
        records: [put(log('a'), filter('DROP', 'KEEP', 'BLOCK', 'COUNT'))],
      },
      { title: 'drops what was allowed', severity: 'low', records: [put(log('a'), filter('KEEP', 'DROP', 'ALLOW'))] },
      {
        title: 'goes elsewhere',
        severity: 'medium',
        records: [put(log('a'), undefined, { minute: -60 }), put(log('b'))],
      },
      {
        title: 'goes to a bucket on the list of log buckets',
        severity: 'low',
        lists: { logBuckets: ['aws-waf-logs-*'] },
        records: [put(log('a'), undefined, { minute: -60 }), put(log('b'))],
      },
      { title: 'samples off', severity: 'low', records: [visible(true, true, { minute: -60 }), visible(true, false)] },
      {
        title: 'drops everything, to a bucket on the list of log buckets',
        severity: 'medium',
        lists: { logBuckets: ['aws-waf-logs-*'] },
        records: [put(log('a'), filter('DROP', 'KEEP'))],
      },
      {
        title: 'keeps only what was counted',
        severity: 'medium',
        records: [put(log('a'), filter('DROP', 'KEEP', 'COUNT'))],
      },
    ],
    quiet: [
      { title: 'switched on', records: [put(log('a'))] },
      { title: 'set again as it was', records: [put(log('a'), undefined, { minute: -60 }), put(log('a'))] },
      { title: 'a filter that drops nothing', records: [put(log('a'), filter('KEEP', 'KEEP', 'BLOCK'))] },
      { title: 'metrics and samples on', records: [visible(false, false, { minute: -60 }), visible(true, true)] },
      { title: 'samples were never on', records: [visible(true, false, { minute: -60 }), visible(true, false)] },
      {
        title: 'denied',
        records: [put(log('a'), filter('DROP', 'KEEP'), { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
