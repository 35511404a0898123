import type { TrailEvent } from '../../cloudtrail/event.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser } from '../example.ts';
import { run } from './example-launches.ts';
import { isOutOfBounds, LAUNCHES, launchOf } from './launch.ts';

/** What was tried: a program that asks for one thing again and again is broken, not greedy. */
function tried(event: TrailEvent): string {
  return `${launchOf(event).types.join('/') || 'instances'} in ${event.region}`;
}

const TYPES = ['p4d.24xlarge', 'g5.48xlarge', 'c6a.48xlarge', 'm5.24xlarge', 'r5.24xlarge'];
function refused(code: string, types: readonly string[] = TYPES, difference: Difference = {}) {
  return burst(types.length, (index, minute) => {
    const instanceType = types[index] ?? 'm5.large';
    const params = { instanceType, instancesSet: { items: [{ imageId: 'ami-1', minCount: 1, maxCount: 10 }] } };
    return run(instanceType, 10, { minute, error: { code }, params, ...difference });
  });
}

export default defineDetection({
  id: 'ec2-launch-refused-burst',
  topic: 'X',
  title: 'Launches of many kinds refused',
  severity: 'medium',
  attack: ['T1496.001', 'T1578.002'],
  why: 'Somebody tries out which instances the credentials or the quotas allow: what coin miners do with a stolen key.',
  benign: [
    'A new deployment whose role lacks rights or quota',
    'A tool that falls back from one instance type to the next',
  ],
  runbook: [
    'Ask {principal} what it wanted to start at {time} from {ip}.',
    'List the tries, and whether one worked: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=RunInstances --start-time {time-1h} --end-time {time+6h} (errorCode).',
    'If nobody can explain it, stop the credentials: aws iam update-access-key --status Inactive --access-key-id {key} --user-name {principal}; for a role, revoke its sessions.',
    'Look in the other regions for instances started since {time-1h}.',
  ],
  on: { source: 'ec2', names: LAUNCHES, outcome: ['denied', 'failed'] },
  match: (event) => {
    if (byService(event) || (event.outcome !== 'denied' && !isOutOfBounds(event))) return false;
    return {
      resource: tried(event),
      what: `was refused instances of many kinds, at last ${tried(event)} (${event.error?.code ?? 'denied'})`,
    };
  },
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: tried,
      atLeast: 4,
      withinMinutes: 30,
      noun: 'kinds of instances and regions refused',
    },
  },
  examples: () => ({
    fires: [
      { title: 'no right to any', severity: 'medium', records: refused('Client.UnauthorizedOperation') },
      { title: 'quotas', severity: 'medium', records: refused('Client.VcpuLimitExceeded') },
      {
        title: 'one type in many regions',
        severity: 'medium',
        records: ['eu-west-1', 'us-east-1', 'us-west-2', 'ap-south-1'].flatMap((region) =>
          refused('Client.PendingVerification', ['c6a.48xlarge'], { region }),
        ),
      },
    ],
    quiet: [
      {
        title: 'the same again and again',
        records: refused('Client.VcpuLimitExceeded', Array(30).fill('p4d.24xlarge')),
      },
      { title: 'three kinds', records: refused('Client.UnauthorizedOperation', TYPES.slice(0, 3)) },
      { title: 'mistakes in the request', records: refused('Client.InvalidParameterValue') },
      {
        title: 'Auto Scaling tries its mix',
        records: refused('Client.VcpuLimitExceeded', TYPES, {
          by: { ...iamUser(), invokedBy: 'autoscaling.amazonaws.com' },
        }),
      },
      {
        title: 'four kinds over a morning',
        records: TYPES.slice(0, 4).flatMap((type, index) =>
          refused('Client.VcpuLimitExceeded', [type], { minute: index * 10.2 }),
        ),
      },
    ],
  }),
});
