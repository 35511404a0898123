import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, patch, restApi, role } from '../example.ts';

const deleted = (apiKey: string, difference: Difference = {}) =>
  restApi('DeleteApiKey', { apiKey }, undefined, difference);
const off = (apiKey: string, difference: Difference = {}, enabled = 'false') =>
  patch('UpdateApiKey', { apiKey }, [['replace', '/enabled', enabled]], difference);
const unplanned = (keyId: string, difference: Difference = {}) =>
  restApi('DeleteUsagePlanKey', { usagePlanId: 'p1l2a3', keyId }, undefined, difference);

/** The key that a call takes away from its owner. Out of its usage plan it is refused as if it were deleted. */
function killed({ name, api, params }: TrailEvent): string | undefined {
  if (name === 'DeleteUsagePlanKey') return filled(params, 'keyId');
  const last = api?.patched('/enabled').findLast(({ op }) => op !== 'test')?.value;
  return name === 'DeleteApiKey' || last?.toLowerCase() === 'false' ? filled(params, 'apiKey') : undefined;
}

export default defineDetection({
  id: 'apigw-api-keys-killed',
  topic: 'T',
  title: 'Several API keys taken out of service',
  severity: 'medium',
  attack: ['T1531'],
  why: 'Every customer whose key is gone is shut out at once, and a deleted key never comes back with the same value.',
  benign: ['Keys are rotated', 'An environment or a product is taken down'],
  runbook: [
    'Ask {principal} why these keys had to go at {time}; if nobody knows, take the credentials {key} away first.',
    'List which were hit: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}',
    'Switch disabled ones on again: aws apigateway update-api-key --api-key ID --region {region} --patch-operations op=replace,path=/enabled,value=true; put keys back into their plans: aws apigateway create-usage-plan-key --usage-plan-id PLAN --key-type API_KEY --key-id ID --region {region}',
    'Deleted ones must be made anew and sent to their owners: see your inventory of customers.',
  ],
  on: { source: 'apigateway', names: ['DeleteApiKey', 'UpdateApiKey', 'DeleteUsagePlanKey'] },
  match: (event) =>
    killed(event) !== undefined && {
      severity: byPipeline(event) ? 'low' : 'medium',
      what: `took several API keys out of service in ${event.region}`,
      resource: `API keys in ${event.region}`,
    },
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: killed,
      atLeast: 5,
      withinMinutes: 10,
      noun: 'API keys deleted, disabled or taken out of their plan',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'deleted',
        severity: 'medium',
        records: burst(5, (index, minute) => deleted(`key${index}`, { minute })),
      },
      {
        title: 'in all three ways',
        severity: 'medium',
        records: burst(5, (index, minute) =>
          (index < 2 ? deleted : index < 4 ? off : unplanned)(`key${index}`, { minute }),
        ),
      },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: burst(6, (index, minute) =>
          deleted(`key${index}`, { minute, by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ),
      },
    ],
    quiet: [
      { title: 'four', records: burst(4, (index, minute) => deleted(`key${index}`, { minute })) },
      { title: 'one key in three steps', records: [off('key1'), unplanned('key1'), deleted('key1'), off('key1')] },
      {
        title: 'five in more than ten minutes',
        records: burst(5, (index, minute) => deleted(`key${index}`, { minute }), 2.6),
      },
      { title: 'five switched on', records: burst(5, (index, minute) => off(`key${index}`, { minute }, 'true')) },
      {
        title: 'five that were refused',
        records: burst(5, (index, minute) => deleted(`key${index}`, { minute, error: { code: 'NotFoundException' } })),
      },
    ],
  }),
});
