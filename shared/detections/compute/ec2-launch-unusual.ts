import type { TrailEvent } from '../../cloudtrail/event.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';
import { run } from './example-launches.ts';
import { familyOf, isAccelerated, isLarge, LAUNCHES, launchOf } from './launch.ts';

const MANY = 2;

/** The families that are unusual; none when the call would have taken something ordinary as well. */
function unusualFamilies(event: TrailEvent): string | undefined {
  const { types } = launchOf(event);
  if (types.length === 0 || !types.every((type) => isAccelerated(type) || isLarge(type))) return undefined;
  return [...new Set(types.map(familyOf))].join(', ');
}

const fleet = record('ec2', 'CreateFleet', {
  by: role('ops'),
  params: {
    CreateFleetRequest: {
      Type: 'maintain',
      TargetCapacitySpecification: { TotalTargetCapacity: 20, DefaultTargetCapacityType: 'spot' },
      LaunchTemplateConfigs: {
        tag: 1,
        Overrides: [
          { tag: 1, InstanceType: 'g5.xlarge' },
          { tag: 2, InstanceType: 'g6.xlarge' },
        ],
      },
    },
  },
});

const spot = (more: Record<string, unknown>) =>
  record('ec2', 'RequestSpotInstances', {
    params: { spotPrice: '3', launchSpecification: { instanceType: 'g5.xlarge' }, ...more },
  });
const spotFleet = (more: Record<string, unknown>) =>
  record('ec2', 'RequestSpotFleet', { params: { spotFleetRequestConfig: { targetCapacity: 2, ...more } } });

export default defineDetection({
  id: 'ec2-launch-unusual',
  topic: 'X',
  title: 'Large or GPU instances never used before',
  severity: 'high',
  attack: ['T1496.001', 'T1578.002'],
  why: 'Stolen keys are turned into money by mining coins on the largest and GPU instances the account may start. The bill grows by thousands a day.',
  benign: ['A first project with GPUs or a large database', 'A load test'],
  runbook: [
    'Ask {principal} what {resource} is for.',
    'See what is running: aws ec2 describe-instances --region {region} --filters Name=instance-state-name,Values=pending,running --query "Reservations[].Instances[].[InstanceId,InstanceType,LaunchTime,KeyName]" --output table, and the same in every region.',
    'If it was not meant, stop the credentials first ({key}), then the fleets and spot requests that would start more (aws ec2 describe-fleets, describe-spot-instance-requests), then terminate the instances.',
    'Look at what else {principal} started from {time-1h} on: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=RunInstances --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: { source: 'ec2', names: LAUNCHES, outcome: 'any' },
  match: (event) => {
    const families = unusualFamilies(event);
    if (families === undefined || byService(event)) return false;
    const { types, count } = launchOf(event);
    const done = event.outcome === 'success';
    return {
      resource: `${types.join(', ')} in ${event.region}`,
      what: `${done ? 'started' : 'tried to start'} up to ${count} of ${types.join(', ')}`,
      severity: done && count >= MANY ? 'high' : 'medium',
      reasons: done ? [] : [`refused: ${event.error?.code ?? 'unknown error'}`],
    };
  },
  state: {
    firstSeen: newToAccount('instance family', unusualFamilies, { learning: 'medium' }),
    // Tries come in series: the first of a family is told.
    count: {
      subject: (event) => `${event.account} ${unusualFamilies(event)}`,
      atLeast: 1,
      withinMinutes: 1440,
      noun: 'launches of it',
    },
  },
  examples: () => ({
    fires: [
      { title: 'GPU instances', severity: 'high', records: [...KNOWN_ACCOUNT, run('p4d.24xlarge', 4)] },
      { title: 'one GPU instance', severity: 'medium', records: [...KNOWN_ACCOUNT, run('g5.xlarge')] },
      {
        title: 'no right to start them',
        severity: 'medium',
        records: [
          run('p2.xlarge', 10, {
            error: { code: 'Client.UnauthorizedOperation' },
            params: { instanceType: 'p2.xlarge' },
          }),
        ],
      },
      {
        title: 'more than the account may have',
        severity: 'medium',
        records: [
          ...KNOWN_ACCOUNT,
          run('c5.metal', 20, { error: { code: 'Client.VcpuLimitExceeded' }, params: { instanceType: 'c5.metal' } }),
        ],
      },
      { title: 'a fleet of GPU instances', severity: 'high', records: [...KNOWN_ACCOUNT, fleet] },
      { title: 'large ones', severity: 'high', records: [...KNOWN_ACCOUNT, run('m7i.16xlarge', 4)] },
      { title: 'whole machines', severity: 'high', records: [...KNOWN_ACCOUNT, run('c7i.metal-24xl', 2)] },
      {
        title: 'on the spot market',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, spot({ instanceCount: 2 })],
      },
      { title: 'one on the spot market', severity: 'medium', records: [...KNOWN_ACCOUNT, spot({})] },
      {
        title: 'a spot fleet',
        severity: 'high',
        records: [...KNOWN_ACCOUNT, spotFleet({ launchSpecifications: [{ instanceType: 'g5.xlarge' }] })],
      },
      {
        title: 'a spot fleet from a template',
        severity: 'high',
        records: [
          ...KNOWN_ACCOUNT,
          spotFleet({ launchTemplateConfigs: [{ overrides: [{ instanceType: 'g5.xlarge' }] }] }),
        ],
      },
    ],
    quiet: [
      { title: 'an ordinary one', records: [...KNOWN_ACCOUNT, run('m7i.4xlarge', 20)] },
      {
        title: 'a fleet that takes small ones too',
        records: [
          record('ec2', 'CreateFleet', {
            params: {
              CreateFleetRequest: {
                LaunchTemplateConfigs: {
                  tag: 1,
                  Overrides: [
                    { tag: 1, InstanceType: 'm7i.large' },
                    { tag: 2, InstanceType: 'm7i.16xlarge' },
                  ],
                },
              },
            },
          }),
        ],
      },
      {
        title: 'Auto Scaling starts what its group says',
        records: [
          ...KNOWN_ACCOUNT,
          run('p4d.24xlarge', 4, {
            by: { ...role('AWSServiceRoleForAutoScaling'), invokedBy: 'autoscaling.amazonaws.com' },
          }),
        ],
      },
      {
        title: 'a spot fleet that takes small ones too',
        records: [spotFleet({ launchSpecifications: [{ instanceType: 'g5.xlarge' }, { instanceType: 'm7i.large' }] })],
      },
    ],
  }),
});
