import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, daily, role } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { ec2Request, ec2Response, instancesIn } from './ec2-request.ts';
import { KNOWN_ACCOUNT, pipeline } from './example-instances.ts';
import { run } from './example-launches.ts';

function started(event: TrailEvent): readonly string[] {
  return instancesIn(ec2Response(event));
}

function typeOf(event: TrailEvent): string {
  const answered = list(ec2Response(event), 'instancesSet')[0];
  return filled(ec2Request(event), 'instanceType') ?? filled(answered, 'instanceType') ?? 'by launch template';
}

const fromTemplate = (instanceType: string, count: number, difference: Difference = {}) =>
  run(instanceType, count, { params: { launchTemplate: { launchTemplateName: 'web' } }, ...difference });

export default defineDetection({
  id: 'ec2-launch-burst',
  topic: 'X',
  title: 'Many instances started within minutes',
  severity: 'high',
  attack: ['T1496.001', 'T1578.002'],
  why: 'Whoever mines coins on somebody else’s account starts all it may have at once. A new way of starting dozens of instances deserves a look before the bill does.',
  benign: ['A load test or a batch job run for the first time', 'A fleet replaced by hand'],
  runbook: [
    'Ask {principal} what these instances are for.',
    'List them: aws ec2 describe-instances --region {region} --filters Name=instance-state-name,Values=pending,running --query "Reservations[].Instances[].[InstanceId,InstanceType,ImageId,LaunchTime,KeyName]" --output table',
    'See from which image and with which start-up script they were started: aws ec2 describe-instance-attribute --region {region} --attribute userData --instance-id ID.',
    'If it was not meant, stop the credentials ({key}), terminate the instances and look in every other region.',
  ],
  on: { source: 'ec2', names: ['RunInstances'] },
  match: (event) => {
    const ids = started(event);
    if (ids.length === 0 || byService(event)) return false;
    return {
      resource: `${typeOf(event)} in ${event.region}`,
      what: `started many instances within minutes, at last ${ids.length} of type ${typeOf(event)}`,
    };
  },
  state: {
    firstSeen: newToCaller('instance type', typeOf, AS_USUAL),
    count: {
      subject: (event) => event.principal.key,
      distinct: started,
      atLeast: 20,
      withinMinutes: 10,
      noun: 'instances started',
    },
  },
  examples: () => ({
    fires: [
      { title: 'in one call', severity: 'high', records: [...KNOWN_ACCOUNT, run('c6a.4xlarge', 25)] },
      {
        title: 'in several calls',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, ...burst(5, (index, minute) => run('c6a.4xlarge', 5, { minute }, index * 5))],
      },
      { title: 'in an account just met', severity: 'medium', records: [run('c6a.4xlarge', 25)] },
      {
        title: 'a build farm that does so every day',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].map((minute) => run('m7i.large', 20, { minute, by: role('build-farm') })),
      },
      {
        title: 'by a pipeline that never did',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, run('c6a.4xlarge', 25, { by: pipeline() })],
      },
      {
        title: 'the launch template holds another type than ever',
        severity: 'high',
        records: [...daily(3, (minute) => fromTemplate('m7i.large', 1, { minute })), fromTemplate('c6a.4xlarge', 25)],
      },
    ],
    quiet: [
      { title: 'one', records: [...KNOWN_ACCOUNT, run('c6a.4xlarge')] },
      { title: 'nineteen', records: [...KNOWN_ACCOUNT, run('c6a.4xlarge', 19)] },
      {
        title: 'twenty, not within ten minutes',
        records: [...KNOWN_ACCOUNT, ...burst(4, (index, minute) => run('c6a.4xlarge', 5, { minute }, index * 5), 3.55)],
      },
      {
        title: 'none started',
        records: [...KNOWN_ACCOUNT, run('c6a.4xlarge', 50, { error: { code: 'Client.InsufficientInstanceCapacity' } })],
      },
      {
        title: 'Auto Scaling',
        records: [
          run('m7i.large', 30, {
            by: { ...role('AWSServiceRoleForAutoScaling'), invokedBy: 'autoscaling.amazonaws.com' },
          }),
        ],
      },
    ],
  }),
});
