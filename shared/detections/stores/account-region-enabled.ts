import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { eased } from './deploys.ts';

function call(name: string, difference = {}) {
  return record('account', name, { params: { regionName: 'af-south-1' }, region: 'us-east-1', ...difference });
}

export default defineDetection({
  id: 'account-region-enabled',
  topic: 'X',
  title: 'Unused region switched on',
  severity: 'medium',
  attack: ['T1535'],
  why: 'In a region that nobody uses nobody looks: miners run there, and trails, GuardDuty and policies are often missing.',
  benign: ['The company starts to use the region'],
  runbook: [
    'Ask {principal} what {target} is for.',
    'See whether a trail records it: aws cloudtrail describe-trails --region {target}; and what runs there: aws ec2 describe-instances --region {target}; aws lambda list-functions --region {target}.',
    'If nobody wants it: aws account disable-region --region-name {target}; a service control policy with aws:RequestedRegion keeps regions shut.',
    'See what {principal} did there since {time}: aws cloudtrail lookup-events --region {target} --start-time {time}.',
  ],
  on: { source: 'account', names: ['EnableRegion'] },
  match: (event) => {
    const region = filled(event.params, 'regionName') ?? '(unknown)';
    const what = `switched on region ${region}`;
    return eased(event, { what, resource: `region ${region} of account ${event.account}`, target: region }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'by hand', severity: 'medium', records: [call('EnableRegion')] },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [call('EnableRegion', { by: role() })],
      },
    ],
    quiet: [
      { title: 'switched off', records: [call('DisableRegion')] },
      { title: 'refused', records: [call('EnableRegion', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
