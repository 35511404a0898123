import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, flag, text } from '../../cloudtrail/field.ts';
import { saysDeployTool, shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { ec2Request, instancesIn } from './ec2-request.ts';
import { instance, pipeline } from './example-instances.ts';
import { byServiceAlone } from './service-alone.ts';

/** The protections that the call takes away from its instance. */
function dropped(event: TrailEvent): readonly string[] {
  const request = ec2Request(event);
  const named = text(request, 'attribute');
  return ['disableApiTermination', 'disableApiStop'].filter(
    (name) => flag(at(request, name), 'value') === false || (named === name && flag(request, 'value') === false),
  );
}

const drop = (count: number, difference: Difference = {}, more: Record<string, unknown> = {}) =>
  burst(count, (index, minute) =>
    record('ec2', 'ModifyInstanceAttribute', {
      by: iamUser(),
      params: { instanceId: instance(index), disableApiTermination: { value: false }, ...more },
      ...difference,
      minute: (difference.minute ?? 0) + minute,
    }),
  );

export default defineDetection({
  id: 'ec2-termination-protection-off',
  topic: 'X',
  title: 'Termination protection taken off several instances',
  severity: 'medium',
  attack: ['T1485', 'T1578.005'],
  why: 'Protected machines can’t be terminated or stopped by mistake. Taking the protection off one after the other comes right before destroying them.',
  benign: ['Terraform takes it off every instance it destroys', 'An environment is taken down'],
  runbook: [
    'Ask {principal} whether these machines are meant to go.',
    'See whether they are still there: aws ec2 describe-instances --region {region} --instance-ids {resource} --query "Reservations[].Instances[].State.Name"',
    'If it was not meant, stop the credentials ({key}) and protect them again: aws ec2 modify-instance-attribute --region {region} --instance-id {resource} --disable-api-termination.',
    'Make snapshots of the disks that matter before anything else.',
  ],
  on: { source: 'ec2', names: ['ModifyInstanceAttribute'] },
  match: (event) => {
    const id = instancesIn(ec2Request(event))[0];
    if (id === undefined || dropped(event).length === 0 || byServiceAlone(event)) return false;
    const about = { resource: id, what: `took termination protection off several instances, at last off ${id}` };
    // Terraform asks for it before every destroy, protected or not.
    if (saysDeployTool(event))
      return { ...about, severity: 'low', reasons: ['the user agent says Terraform or the like'] };
    return { ...about, ...shipped(event) };
  },
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => instancesIn(ec2Request(event)),
      atLeast: 3,
      withinMinutes: 30,
      noun: 'instances without protection',
    },
  },
  examples: () => ({
    fires: [
      { title: 'three instances', severity: 'medium', records: drop(3) },
      {
        title: 'stop protection',
        severity: 'medium',
        records: drop(3, {}, { disableApiTermination: { value: true }, disableApiStop: { value: false } }),
      },
      { title: 'Terraform', severity: 'low', records: drop(3, { agent: 'HashiCorp/1.0 Terraform/1.13.3' }) },
      { title: 'a pipeline', severity: 'low', records: drop(3, { by: pipeline() }) },
      {
        title: 'the attribute named',
        severity: 'medium',
        records: drop(3, {}, { disableApiTermination: null, attribute: 'disableApiTermination', value: 'false' }),
      },
    ],
    quiet: [
      { title: 'two instances', records: drop(2) },
      { title: 'protected', records: drop(5, {}, { disableApiTermination: { value: true } }) },
      { title: 'refused', records: drop(5, { error: { code: 'Client.UnauthorizedOperation' } }) },
      {
        title: 'another attribute named',
        records: drop(5, {}, { disableApiTermination: null, attribute: 'ebsOptimized', value: 'false' }),
      },
      {
        title: 'protected, the attribute named',
        records: drop(5, {}, { disableApiTermination: null, attribute: 'disableApiTermination', value: 'true' }),
      },
      {
        title: 'three over an hour',
        records: [0, 1, 2].flatMap((index) => drop(1, { minute: index * 15.3 }, { instanceId: instance(index) })),
      },
    ],
  }),
});
