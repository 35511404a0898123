import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../../shared/cloudtrail/event.ts';
import { ec2Request, ec2Response, instancesIn } from '../../../shared/detections/compute/ec2-request.ts';
import { record } from '../../../shared/detections/example.ts';

const event = (name: string, params: unknown, response: unknown = null) =>
  new TrailEvent(record('ec2', name, { params, response }), 'e1', 0, 0);

describe('ec2Request', () => {
  it('reads old operations, whose lists are items', () => {
    const request = ec2Request(
      event('StopInstances', { instancesSet: { items: [{ instanceId: 'i-1' }] }, force: true }),
    );
    expect(request).toEqual({ instancesSet: [{ instanceId: 'i-1' }], force: true });
  });

  it('reads new operations, which are wrapped, capitalised and tagged', () => {
    const request = ec2Request(
      event('CreateFlowLogs', {
        CreateFlowLogsRequest: {
          ResourceId: { tag: 1, content: 'vpc-1' },
          ResourceType: 'VPC',
          TagSpecification: { tag: 1, ResourceType: 'vpc-flow-log', Tag: { tag: 1, Key: 'a', Value: true } },
        },
      }),
    );
    expect(request).toEqual({
      resourceId: 'vpc-1',
      resourceType: 'VPC',
      tagSpecification: { resourceType: 'vpc-flow-log', tag: { key: 'a', value: true } },
    });
  });

  it.each([null, '', [], 7, { DisableEbsEncryptionByDefaultRequest: '' }])('is empty for %j', (params) => {
    expect(ec2Request(event('DisableEbsEncryptionByDefault', params))).toEqual({});
  });

  it('keeps hostile names to itself', () => {
    const request = ec2Request(event('RunInstances', JSON.parse('{"__proto__":{"instanceType":"p4d.24xlarge"}}')));
    expect(request['instanceType']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('instanceType');
  });

  it('survives any depth', () => {
    let params: unknown = { instanceId: 'i-1' };
    for (let depth = 0; depth < 5000; depth += 1) params = { items: [params] };
    expect(() => ec2Request(event('StopInstances', params))).not.toThrow();
  });
});

describe('ec2Response', () => {
  it('unwraps what new operations answer', () => {
    const response = { AssociateIamInstanceProfileResponse: { iamInstanceProfileAssociation: { instanceId: 'i-1' } } };
    expect(ec2Response(event('AssociateIamInstanceProfile', null, response))).toEqual({
      iamInstanceProfileAssociation: { instanceId: 'i-1' },
    });
  });
});

describe('instancesIn', () => {
  it('finds one, many, and bare ids', () => {
    expect(instancesIn({ instanceId: 'i-1' })).toEqual(['i-1']);
    expect(instancesIn({ instancesSet: [{ instanceId: 'i-1' }, 'i-2', { other: 1 }, null] })).toEqual(['i-1', 'i-2']);
    expect(instancesIn({})).toEqual([]);
  });
});
