import { filled } from '../../cloudtrail/field.ts';
import { segments } from '../../cloudtrail/patch.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { patch, restApi, role } from '../example.ts';
import { named } from './limits.ts';

const plan = { usagePlanId: 'p1l2a3' };
const off = (value: string | undefined, difference = {}) =>
  patch(
    'UpdateUsagePlan',
    plan,
    [value === undefined ? ['remove', '/apiStages'] : ['remove', '/apiStages', value]],
    difference,
  );

export default defineDetection({
  id: 'apigw-usage-plan-detached',
  topic: 'H',
  title: 'Stage taken out of its usage plan',
  severity: 'medium',
  attack: ['T1499.003'],
  why: 'Throttle and quota of the plan no longer hold for the stage; where methods demand an API key, the plan’s customers are turned away instead.',
  benign: ['The API or the plan is retired', 'A stage that is deleted and made anew by its template'],
  runbook: [
    'Ask {principal} what limits callers of {api} now.',
    'See the plan and whose keys it has: aws apigateway get-usage-plan --usage-plan-id {target} --region {region}; aws apigateway get-usage-plan-keys --usage-plan-id {target} --region {region}.',
    'If it was not meant: aws apigateway update-usage-plan --usage-plan-id {target} --region {region} --patch-operations op=add,path=/apiStages,value=API:STAGE (it acts at once).',
    'Look in the access log between {time} and {time+6h} for a caller whose requests jump, and for 403 with error.responseType INVALID_API_KEY.',
  ],
  on: { source: 'apigateway', names: ['UpdateUsagePlan', 'DeleteUsagePlan'] },
  match: (event) => {
    const id = filled(event.params, 'usagePlanId');
    if (id === undefined || event.api === undefined) return false;
    const about = { resource: `usage plan ${id}`, target: id };
    // AWS deletes only a plan that has no stages any more: taking them out is what was told before.
    if (event.name === 'DeleteUsagePlan') return { ...about, severity: 'low', what: `deleted usage plan ${id}` };
    const stages = event.api
      .patched('/apiStages', '/apiStages/*')
      .filter(({ op }) => op === 'remove')
      .map(({ path, value }) => segments(path)[1] ?? value ?? 'all stages');
    if (stages.length === 0) return false;
    const apis = stages.filter((stage) => stage.includes(':')).map((stage) => stage.split(':')[0] ?? '');
    return {
      ...about,
      ...shipped(event),
      what: `took ${named(stages)} out of usage plan ${id}`,
      api: [...new Set(apis)].sort(),
    };
  },
  examples: () => ({
    fires: [
      { title: 'one stage', severity: 'medium', records: [off('a1b2c3d4e5:prod')] },
      { title: 'all stages', severity: 'medium', records: [off(undefined)] },
      {
        title: 'among other patches',
        severity: 'medium',
        records: [
          patch('UpdateUsagePlan', plan, [
            ['replace', '/name', 'gold'],
            ['remove', '/apiStages', 'a1b2c3d4e5:prod'],
          ]),
        ],
      },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [off('a1b2c3d4e5:prod', { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [off('a1b2c3d4e5:prod', { by: role() })],
      },
      { title: 'the plan deleted', severity: 'low', records: [restApi('DeleteUsagePlan', plan)] },
      {
        title: 'named in the path',
        severity: 'medium',
        records: [patch('UpdateUsagePlan', plan, [['remove', '/apiStages/a1b2c3d4e5:prod']])],
      },
    ],
    quiet: [
      { title: 'a stage joins', records: [patch('UpdateUsagePlan', plan, [['add', '/apiStages', 'a1b2c3d4e5:prod']])] },
      {
        title: 'the throttle of one stage, which apigw-usage-plan-weakened tells',
        records: [patch('UpdateUsagePlan', plan, [['remove', '/apiStages/a1b2c3d4e5:prod/throttle']])],
      },
      { title: 'a key leaves the plan', records: [restApi('DeleteUsagePlanKey', { ...plan, keyId: 'k1' })] },
      {
        title: 'refused: it has stages',
        records: [restApi('DeleteUsagePlan', plan, undefined, { error: { code: 'BadRequestException' } })],
      },
    ],
  }),
});
