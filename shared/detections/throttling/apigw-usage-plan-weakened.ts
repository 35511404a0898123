import { amount, filled } from '../../cloudtrail/field.ts';
import { type Patch, removes, sets } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { patch } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { planApis } from './limits.ts';

const plan = { usagePlanId: 'p1l2a3' };
const PERIODS = ['DAY', 'WEEK', 'MONTH'];

/** Raised means more than twice as much, or the same amount for a shorter time. */
function judge({ setting, before, now }: Change): Verdict {
  const name = setting.includes('apiStages') ? 'throttle of a stage' : setting.split('.').slice(2).join(' ');
  if (now === '' || now === '-1') {
    if (before === '' || before === '-1') return 'quiet';
    return { reason: before === undefined ? `what the ${name} was is not known` : `the ${name} was ${before}` };
  }
  if (before === undefined) return 'quiet';
  const shorter = PERIODS.includes(now) && PERIODS.indexOf(now) < PERIODS.indexOf(before);
  const [was, is] = [amount(before), amount(now)];
  const raised = was !== undefined && is !== undefined && was > 0 && is > 2 * was;
  return shorter || raised ? { reason: `${name} changed from ${before} to ${now}` } : 'quiet';
}

function wordsOf(patches: readonly Patch[]): string {
  const [first] = patches;
  const verb = first !== undefined && removes(first) ? 'removed' : 'changed';
  return `${verb} ${[...new Set(patches.map(({ path }) => path))].slice(0, 3).join(', ')}`;
}

export default defineDetection({
  id: 'apigw-usage-plan-weakened',
  topic: 'H',
  title: 'Throttle or quota of a usage plan removed or raised',
  severity: 'medium',
  attack: ['T1499.003'],
  why: 'Whoever holds an API key of this plan can now call as often as they like: scraping, guessing and cost have no bound.',
  benign: ['A customer moves to a larger plan', 'Support refills the quota of one key'],
  runbook: [
    'Ask {principal} which customer {resource} was changed for (it was {before}).',
    'See the plan and its keys: aws apigateway get-usage-plan --usage-plan-id {target} --region {region}; aws apigateway get-usage-plan-keys --usage-plan-id {target} --region {region}.',
    'See who used it since: aws apigateway get-usage --usage-plan-id {target} --region {region} --start-date YYYY-MM-DD --end-date YYYY-MM-DD.',
    'If not meant: aws apigateway update-usage-plan --usage-plan-id {target} --region {region} --patch-operations op=replace,path=/throttle/rateLimit,value=RATE op=replace,path=/quota/limit,value=LIMIT.',
  ],
  on: { source: 'apigateway', names: ['UpdateUsagePlan', 'UpdateUsage'] },
  match: (event) => {
    const id = filled(event.params, 'usagePlanId');
    if (id === undefined || event.api === undefined) return false;
    const refill = event.name === 'UpdateUsage';
    const patches = refill
      ? event.api.patched('/remaining').filter(sets)
      : event.api
          .patched('/throttle', '/throttle/*', '/quota', '/quota/*', '/apiStages/*/throttle/**')
          .filter((change) => removes(change) || sets(change));
    if (patches.length === 0) return false;
    return {
      resource: `usage plan ${id}`,
      target: id,
      api: planApis(event),
      what: refill ? `set what a key has left on usage plan ${id}` : `${wordsOf(patches)} of usage plan ${id}`,
      // One key and one period only.
      ...(refill ? { severity: 'low' } : {}),
    };
  },
  state: {
    changed: {
      settings: [
        'apigateway.usagePlan.throttle.rateLimit',
        'apigateway.usagePlan.throttle.burstLimit',
        'apigateway.usagePlan.quota.limit',
        'apigateway.usagePlan.quota.period',
        'apigateway.usagePlan.apiStages.*.throttle.**',
      ],
      judge,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'throttle removed',
        severity: 'medium',
        records: [patch('UpdateUsagePlan', plan, [['remove', '/throttle']])],
      },
      { title: 'quota removed', severity: 'medium', records: [patch('UpdateUsagePlan', plan, [['remove', '/quota']])] },
      {
        title: 'throttle of one stage removed, the rest told by the response',
        severity: 'medium',
        records: [
          patch('UpdateUsagePlan', plan, [['remove', '/apiStages/a1b2c3d4e5:prod/throttle']], {
            response: {
              id: 'p1l2a3',
              throttle: { rateLimit: 10, burstLimit: 5 },
              apiStages: [{ apiId: 'a1b2c3d4e5' }],
            },
          }),
        ],
      },
      {
        title: 'quota raised tenfold',
        severity: 'medium',
        records: [
          patch('UpdateUsagePlan', plan, [['replace', '/quota/limit', '1000']], { minute: -60 }),
          patch('UpdateUsagePlan', plan, [['replace', '/quota/limit', '10000']]),
        ],
      },
      {
        title: 'a monthly quota becomes a daily one',
        severity: 'medium',
        records: [
          patch('UpdateUsagePlan', plan, [['replace', '/quota/period', 'MONTH']], { minute: -60 }),
          patch('UpdateUsagePlan', plan, [['replace', '/quota/period', 'DAY']]),
        ],
      },
      {
        title: 'a key gets a refill',
        severity: 'low',
        records: [patch('UpdateUsage', { ...plan, keyId: 'k1e2y3' }, [['replace', '/remaining', '1000000']])],
      },
      {
        title: 'a throttle raised threefold',
        severity: 'medium',
        records: [
          patch('UpdateUsagePlan', plan, [['replace', '/throttle/rateLimit', '1']], { minute: -60 }),
          patch('UpdateUsagePlan', plan, [['replace', '/throttle/rateLimit', '3']]),
        ],
      },
      {
        title: 'a throttle set to none',
        severity: 'medium',
        records: [patch('UpdateUsagePlan', plan, [['replace', '/throttle/rateLimit', '-1']])],
      },
    ],
    quiet: [
      {
        title: 'a daily quota becomes a monthly one',
        records: [
          patch('UpdateUsagePlan', plan, [['replace', '/quota/period', 'DAY']], { minute: -60 }),
          patch('UpdateUsagePlan', plan, [['replace', '/quota/period', 'MONTH']]),
        ],
      },
      {
        title: 'a lower burst',
        records: [
          patch('UpdateUsagePlan', plan, [['replace', '/throttle/burstLimit', '50']], { minute: -60 }),
          patch('UpdateUsagePlan', plan, [['replace', '/throttle/burstLimit', '5']]),
        ],
      },
      {
        title: 'no limit, as before',
        records: [
          patch('UpdateUsagePlan', plan, [['replace', '/name', 'gold']], {
            minute: -60,
            response: { id: 'p1l2a3', throttle: { rateLimit: -1, burstLimit: -1 } },
          }),
          patch('UpdateUsagePlan', plan, [['replace', '/throttle/rateLimit', '-1']]),
        ],
      },
      { title: 'a name', records: [patch('UpdateUsagePlan', plan, [['replace', '/name', 'gold']])] },
      {
        title: 'quota twice as large',
        records: [
          patch('UpdateUsagePlan', plan, [['replace', '/quota/limit', '1000']], { minute: -60 }),
          patch('UpdateUsagePlan', plan, [['replace', '/quota/limit', '2000']]),
        ],
      },
      {
        title: 'a first throttle',
        records: [patch('UpdateUsagePlan', plan, [['replace', '/throttle/rateLimit', '100']])],
      },
      {
        title: 'a stage joins the plan',
        records: [patch('UpdateUsagePlan', plan, [['add', '/apiStages', 'a1b2c3d4e5:prod']])],
      },
    ],
  }),
});
