import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, text } from '../../cloudtrail/field.ts';
import { byHand } from '../by-hand.ts';
import { saysDeployTool, shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record, role } from '../example.ts';
import { ec2Request, instancesIn } from './ec2-request.ts';
import { instance, pipeline } from './example-instances.ts';
import { byServiceAlone } from './service-alone.ts';

function change(difference: Difference = {}, more: Record<string, unknown> = { userData: '<sensitiveDataRemoved>' }) {
  return record('ec2', 'ModifyInstanceAttribute', {
    by: iamUser(),
    params: { instanceId: instance(1), ...more },
    ...difference,
  });
}

function setsUserData(event: TrailEvent): boolean {
  const request = ec2Request(event);
  // The request may also name the attribute and carry it as `value`.
  return (at(request, 'userData') ?? null) !== null || text(request, 'attribute') === 'userData';
}

export default defineDetection({
  id: 'ec2-user-data-changed',
  topic: 'X',
  title: 'Start-up script of an instance replaced',
  severity: 'medium',
  attack: ['T1037', 'T1059.009'],
  why: 'What the new script says runs as root when the instance starts again, with the rights of its role. That is code on a server without any sign-in to it.',
  benign: ['Terraform changes user_data in place: it stops the instance, sets it and starts it again'],
  runbook: [
    'Ask {principal} why {resource} got a new start-up script.',
    'Read it: aws ec2 describe-instance-attribute --region {region} --attribute userData --instance-id {resource} --query UserData.Value --output text | base64 -d',
    'See whether it ran: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={resource} --start-time {time-1h} --end-time {time+6h} (StopInstances, StartInstances, RebootInstances).',
    'If it was not meant, isolate the instance with a security group without rules, keep a snapshot of its disk, and look at what its role did since {time}.',
  ],
  on: { source: 'ec2', names: ['ModifyInstanceAttribute'] },
  match: (event) => {
    if (!setsUserData(event) || byServiceAlone(event)) return false;
    const id = instancesIn(ec2Request(event))[0] ?? 'an instance';
    const about = { resource: id, target: id, what: `replaced the start-up script (user data) of ${id}` };
    const hand = byHand(event);
    if (hand !== undefined && !saysDeployTool(event))
      return { ...about, severity: 'high', reasons: [`it was done ${hand}`] };
    return { ...about, ...shipped(event) };
  },
  examples: () => ({
    fires: [
      { title: 'with a long-term key', severity: 'high', records: [change()] },
      {
        title: 'the attribute named',
        severity: 'high',
        records: [change({}, { attribute: 'userData', value: '<sensitiveDataRemoved>' })],
      },
      { title: 'by a role', severity: 'medium', records: [change({ by: role('ops') })] },
      {
        title: 'Terraform with a long-term key',
        severity: 'medium',
        records: [change({ agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.3' })],
      },
      { title: 'by a pipeline', severity: 'low', records: [change({ by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [change({ by: role('deploy') })],
      },
      {
        title: 'by a template',
        severity: 'low',
        records: [change({ by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      { title: 'another attribute', records: [change({}, { disableApiTermination: { value: false } })] },
      { title: 'refused', records: [change({ error: { code: 'Client.UnauthorizedOperation' } })] },
      {
        title: 'the instance is still running',
        records: [change({ error: { code: 'Client.IncorrectInstanceState' } })],
      },
    ],
  }),
});
