import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../../shared/cloudtrail/event.ts';
import {
  familyOf,
  isAccelerated,
  isLarge,
  isOutOfBounds,
  launchOf,
} from '../../../shared/detections/compute/launch.ts';
import { record } from '../../../shared/detections/example.ts';

const launch = (name: string, params: unknown) => launchOf(new TrailEvent(record('ec2', name, { params }), 'e1', 0, 0));

describe('launchOf', () => {
  it('reads RunInstances, whose count is the most it would take', () => {
    const instancesSet = { items: [{ imageId: 'ami-1', minCount: 1, maxCount: 10 }] };
    expect(launch('RunInstances', { instanceType: 'p2.xlarge', instancesSet })).toEqual({
      types: ['p2.xlarge'],
      count: 10,
    });
  });

  it('knows no type where a launch template holds it', () => {
    const params = { launchTemplate: { launchTemplateId: 'lt-1' }, instancesSet: { items: [{ maxCount: 2 }] } };
    expect(launch('RunInstances', params)).toEqual({ types: [], count: 2 });
  });

  it('reads spot requests', () => {
    const params = { instanceCount: 3, launchSpecification: { instanceType: 'g5.xlarge' } };
    expect(launch('RequestSpotInstances', params)).toEqual({ types: ['g5.xlarge'], count: 3 });
    expect(launch('RequestSpotInstances', { launchSpecification: {} })).toEqual({ types: [], count: 1 });
  });

  it('reads spot fleets, by specification and by template', () => {
    const spotFleetRequestConfig = {
      targetCapacity: 20,
      launchSpecifications: { items: [{ instanceType: 'g5.xlarge' }, { instanceType: 'g5.xlarge' }] },
      launchTemplateConfigs: { items: [{ overrides: { items: [{ instanceType: 'c6a.large' }] } }] },
    };
    const expected = { types: ['c6a.large', 'g5.xlarge'], count: 20 };
    expect(launch('RequestSpotFleet', { spotFleetRequestConfig })).toEqual(expected);
    expect(launch('RequestSpotFleet', {})).toEqual({ types: [], count: 1 });
  });

  it('reads fleets, with one override or several', () => {
    const overrides = [
      { tag: 1, InstanceType: 'm7i.large' },
      { tag: 2, InstanceType: 'm7i.xlarge' },
    ];
    const fleet = (more: unknown) => ({
      CreateFleetRequest: {
        TargetCapacitySpecification: { TotalTargetCapacity: 5 },
        LaunchTemplateConfigs: { tag: 1, Overrides: more },
      },
    });
    expect(launch('CreateFleet', fleet(overrides))).toEqual({ types: ['m7i.large', 'm7i.xlarge'], count: 5 });
    expect(launch('CreateFleet', fleet(overrides[0]))).toEqual({ types: ['m7i.large'], count: 5 });
    expect(launch('CreateFleet', {})).toEqual({ types: [], count: 1 });
  });
});

describe('instance types', () => {
  it('are accelerated by family', () => {
    const types = [
      'p2.xlarge',
      'g4dn.xlarge',
      'gr6.4xlarge',
      'trn1.2xlarge',
      'inf2.xlarge',
      'dl1.24xlarge',
      'f1.2xlarge',
      'vt1.3xlarge',
    ];
    expect(types.filter((type) => !isAccelerated(type))).toEqual([]);
    expect(['m7i.large', 'c6a.48xlarge', 't3.micro', 'r5.large', 'x1e.32xlarge', ''].filter(isAccelerated)).toEqual([]);
  });

  it('are large from 16xlarge on, and as whole machines', () => {
    expect(['m5.16xlarge', 'c6a.48xlarge', 'c5.metal', 'm7i.metal-24xl'].filter((type) => !isLarge(type))).toEqual([]);
    expect(['m5.12xlarge', 'm5.xlarge', 'm5.large', 't3.micro', 'metal', '', 'a.b.16xlarge'].filter(isLarge)).toEqual(
      [],
    );
  });

  it('have a family', () => {
    expect(familyOf('p5.48xlarge')).toBe('p5');
    expect(familyOf('')).toBe('');
  });
});

describe('isOutOfBounds', () => {
  const failed = (code: string) =>
    isOutOfBounds(new TrailEvent(record('ec2', 'RunInstances', { error: { code } }), 'e1', 0, 0));
  it('tells quotas and closed regions from mistakes', () => {
    const bounds = [
      'Client.VcpuLimitExceeded',
      'Client.InstanceLimitExceeded',
      'Client.MaxSpotInstanceCountExceeded',
      'Client.PendingVerification',
      'Client.OptInRequired',
      'Client.Blocked',
    ];
    expect(bounds.filter((code) => !failed(code))).toEqual([]);
    expect(['Client.InvalidParameterValue', 'Server.InsufficientInstanceCapacity'].filter(failed)).toEqual([]);
    expect(isOutOfBounds(new TrailEvent(record('ec2', 'RunInstances'), 'e1', 0, 0))).toBe(false);
  });
});
