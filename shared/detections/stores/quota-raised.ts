import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

function call(serviceCode: string, difference = {}) {
  return record('servicequotas', 'RequestServiceQuotaIncrease', {
    params: { serviceCode, quotaCode: 'L-417A185B', desiredValue: 256 },
    ...difference,
  });
}
const supportCase = (serviceCode: string) =>
  record('support', 'CreateCase', {
    region: 'us-east-1',
    params: { serviceCode, categoryCode: 'other', severityCode: 'low' },
  });

/** What stolen credentials are turned into money with: machines, models, mail, messages. */
const WORTH =
  /^(ec2|sagemaker|bedrock|lightsail|ecs|eks|fargate|batch|codebuild|gamelift|elasticmapreduce|ses|sns|sms-voice)$/;

function raisedIn({ service, params }: TrailEvent): { name: string; to: string } | undefined {
  const code = filled(params, 'serviceCode') ?? '';
  if (service === 'support')
    return code.startsWith('service-limit-increase') ? { name: code, to: 'through a support case' } : undefined;
  if (!WORTH.test(code)) return undefined;
  return {
    name: `${code} ${filled(params, 'quotaCode') ?? ''}`.trim(),
    to: `to ${filled(params, 'desiredValue') ?? 'more'}`,
  };
}

export default defineDetection({
  id: 'quota-raised',
  topic: 'X',
  title: 'Limit raised by a newcomer',
  severity: 'medium',
  attack: ['T1578.005', 'T1496'],
  why: 'Miners and spammers need more machines, models or mails than an account may have by default, and ask for them first.',
  benign: ['A new service grows'],
  runbook: [
    'Ask {principal} what needs the room.',
    'See what was asked for: aws service-quotas list-requested-service-quota-change-history --region {region}; and in other regions.',
    'If nobody can say: tell AWS Support to close the request, and cut {key} off.',
    'Look for what uses it: new instances, endpoints, model calls and mails of {principal} since {time-1h}.',
  ],
  on: {
    source: ['servicequotas', 'support'],
    names: ['RequestServiceQuotaIncrease', 'PutServiceQuotaIncreaseRequestIntoTemplate', 'CreateCase'],
  },
  match: (event) => {
    const raised = raisedIn(event);
    if (raised === undefined) return false;
    const what = `asked to raise the limit ${raised.name} ${raised.to}`;
    return eased(event, { what, resource: `limits of account ${event.account}`, target: raised.name }, 'low');
  },
  state: { firstSeen: newcomer('low') },
  examples: () => ({
    fires: [
      {
        title: 'by somebody new',
        severity: 'medium',
        records: [...daily(6, (minute) => call('ec2', { minute, by: role('capacity') })), call('ec2')],
      },
      { title: 'little is known yet', severity: 'low', records: [call('sagemaker')] },
      {
        title: 'through a support case',
        severity: 'low',
        records: [supportCase('service-limit-increase-ses-service-code')],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [...daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute })), call('ec2', { by: role() })],
      },
    ],
    quiet: [
      { title: 'more tables', records: [call('dynamodb')] },
      { title: 'a question about the bill', records: [supportCase('billing')] },
    ],
  }),
});
