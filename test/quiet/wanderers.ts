import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { type Difference, iamUser } from '../../shared/detections/example.ts';
import { call, reads, work } from './acts.ts';
import { inConsole, inTerminal, machine } from './doers.ts';

const NETWORKS = ['198.51.100.9', '203.0.113.9', '192.0.2.9'];
const IN_LAMBDA = 'aws-sdk-nodejs/3.880.0 os/linux lang/js md/nodejs#22.18 exec-env/AWS_Lambda_nodejs22.x';
const at = (list: readonly string[], index: number): string =>
  list[((index % list.length) + list.length) % list.length] ?? '';

const fn = (ip: string): Difference => machine('shop-worker-exec', 'shop-worker', ip, IN_LAMBDA);
/** An instance with an address that changes at each start. */
const instance = (ip: string): Difference =>
  machine('shop-instance', 'i-0123456789abcdef0', ip, 'amazon-ssm-agent/3.3.2299.0');
/** The key of an IAM user in the settings of a hosted build service. */
const hosted = (ip: string): Difference => ({
  by: iamUser('hosted-build', 'AKIAEXAMPLEHOSTED001'),
  ip,
  agent: 'aws-cli/2.28.11 os/linux',
});

/** A day of those whose address changes: functions, an instance, a hosted build, a person on the move. */
export function wandererDay(day: number): RawRecord[] {
  const hour = (value: number): number => (day * 24 + value - 10) * 60;
  const moving = ['198.51.100.33', '2001:db8:20::7', '203.0.113.33'];
  return [
    ...NETWORKS.flatMap((ip, index) =>
      work(fn(ip), hour(2 + index), reads('dynamodb:DescribeTable', 'sqs:GetQueueAttributes')),
    ),
    ...work(fn('2001:db8:1::9'), hour(9), reads('dynamodb:DescribeTable')),
    ...work(instance(at(day < 0 ? NETWORKS.slice(0, 2) : NETWORKS, day)), hour(6), [
      ...reads('ssm:UpdateInstanceInformation', 'ssm:ListAssociations'),
      call('s3:GetBucketLocation', { bucketName: 'example-artifacts' }),
    ]),
    ...work(hosted(at(day < 0 ? NETWORKS.slice(1) : NETWORKS, day)), hour(13), [
      ...reads('sts:GetCallerIdentity', 's3:ListObjectsV2'),
      call('cloudfront:CreateInvalidation', { distributionId: 'E1EXAMPLE' }),
    ]),
    ...moving.flatMap((ip, index) => [
      ...work(
        { ...inTerminal('dave@example.com', 'Developer'), ip },
        hour(8 + index),
        reads('sts:GetCallerIdentity', 'logs:FilterLogEvents'),
      ),
      ...work(
        { ...inConsole('dave@example.com', 'Developer'), ip },
        hour(8 + index) + 10,
        reads('lambda:ListFunctions20150331', 'monitoring:DescribeAlarms'),
      ),
    ]),
  ];
}
