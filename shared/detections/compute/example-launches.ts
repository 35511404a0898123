import type { RawRecord } from '../../cloudtrail/read.ts';
import { type Difference, iamUser, record } from '../example.ts';
import { instance } from './example-instances.ts';

/** A RunInstances as CloudTrail writes it; the answer names the instances that started. */
export function run(instanceType: string, count = 1, difference: Difference = {}, first = 0): RawRecord {
  const items = Array.from({ length: count }, (_, index) => ({ instanceId: instance(first + index), instanceType }));
  return record('ec2', 'RunInstances', {
    by: iamUser(),
    params: {
      instancesSet: { items: [{ imageId: 'ami-0123456789abcdef0', minCount: 1, maxCount: count }] },
      instanceType,
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
      clientToken: 'example',
    },
    response: difference.error === undefined ? { instancesSet: { items } } : null,
    ...difference,
  });
}
