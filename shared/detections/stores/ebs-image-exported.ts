import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { ec2Request } from '../compute/ec2-request.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { firstIn } from './newcomer.ts';

const WHAT: Readonly<Record<string, string>> = {
  CreateStoreImageTask: 'stored',
  ExportImage: 'exported',
  CreateInstanceExportTask: 'exported',
};

function stored(bucket: string, difference = {}) {
  return record('ec2', 'CreateStoreImageTask', { params: { imageId: 'ami-0aa1d83d0b0985c86', bucket }, ...difference });
}
const usual = daily(6, (minute) => stored('image-archive', { minute, by: role() }));

function bucketOf(event: TrailEvent): string | undefined {
  const request = ec2Request(event);
  return (
    filled(request, 'bucket') ??
    filled(request, 's3ExportLocation', 's3Bucket') ??
    filled(request, 'exportToS3', 's3Bucket')
  );
}

export default defineDetection({
  id: 'ebs-image-exported',
  topic: 'X',
  title: 'Machine image exported to a new bucket',
  severity: 'high',
  attack: ['T1537'],
  why: 'A disk leaves as a file: what it holds can be opened anywhere, and sharing rules for snapshots and images do not apply.',
  benign: ['A move to another cloud or data centre', 'A first archive of images'],
  runbook: [
    'Ask {principal} whose bucket it is; yours are listed by: aws s3api list-buckets --query "Buckets[].Name".',
    'See what runs: aws ec2 describe-store-image-tasks --region {region}; aws ec2 describe-export-image-tasks --region {region}; aws ec2 describe-export-tasks --region {region}.',
    'Stop it: aws ec2 cancel-export-task --export-task-id ID --region {region}; delete the object if the bucket is yours.',
    'Treat what was on {target} as taken: change the keys and passwords it holds.',
  ],
  on: { source: 'ec2', names: Object.keys(WHAT) },
  match: (event) => {
    const bucket = bucketOf(event);
    if (bucket === undefined) return false;
    const request = ec2Request(event);
    const source = filled(request, 'imageId') ?? filled(request, 'instanceId') ?? '(unknown)';
    return { what: `${WHAT[event.name]} ${source} in bucket ${bucket}`, resource: `bucket ${bucket}`, target: source };
  },
  state: { firstSeen: firstIn(bucketOf, 'bucket', 'medium') },
  examples: () => ({
    fires: [
      { title: 'another bucket than before', severity: 'high', records: [...usual, stored('drop')] },
      { title: 'little is known yet', severity: 'medium', records: [stored('image-archive')] },
      {
        title: 'as a virtual machine',
        severity: 'high',
        records: [
          ...usual,
          record('ec2', 'ExportImage', {
            params: {
              ExportImageRequest: {
                ImageId: 'ami-0aa1d83d0b0985c86',
                DiskImageFormat: 'VMDK',
                S3ExportLocation: { S3Bucket: 'drop' },
              },
            },
          }),
        ],
      },
      {
        title: 'an instance',
        severity: 'high',
        records: [
          ...usual,
          record('ec2', 'CreateInstanceExportTask', {
            params: {
              instanceId: 'i-0123456789abcdef0',
              exportToS3: { diskImageFormat: 'VMDK', containerFormat: 'ova', s3Bucket: 'drop' },
            },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'refused', records: [stored('drop', { error: { code: 'Client.UnauthorizedOperation' } })] },
      {
        title: 'an image only copied',
        records: [record('ec2', 'CopyImage', { params: { name: 'copy', sourceImageId: 'ami-1' } })],
      },
    ],
  }),
});
