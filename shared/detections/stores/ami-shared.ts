import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { ec2Request } from '../compute/ec2-request.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record, role } from '../example.ts';
import { audienceOfNames, shared } from '../sharing.ts';
import { eased } from './deploys.ts';

const imageId = 'ami-0aa1d83d0b0985c86';

function call(permission: Record<string, unknown>, difference = {}) {
  return record('ec2', 'ModifyImageAttribute', {
    params: { imageId, attributeType: 'launchPermission', launchPermission: permission },
    ...difference,
  });
}
const added = (...list: Record<string, unknown>[]) => ({ add: { items: list } });

/** Account ids, and `all` for everyone. An organization or one of its units can't be told from another by the record. */
function letIn(event: TrailEvent): string[] {
  return list(ec2Request(event), 'launchPermission', 'add').flatMap((item) =>
    [filled(item, 'userId'), filled(item, 'group')].filter((name) => name !== undefined),
  );
}

export default defineDetection({
  id: 'ami-shared',
  topic: 'X',
  title: 'Machine image shared with strangers',
  severity: 'high',
  attack: ['T1537'],
  why: 'Whoever may launch the image has its disks: code, configuration, keys and data of the machine it was made from.',
  benign: ['Images built for partners or customers: put their accounts on the trust list', 'A public image'],
  runbook: [
    'Ask {principal} who the image {target} is for.',
    'See who may launch it: aws ec2 describe-image-attribute --image-id {target} --attribute launchPermission --region {region}.',
    'Take it back: aws ec2 reset-image-attribute --image-id {target} --attribute launchPermission --region {region}; and keep images shut: aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing --region {region}.',
    'A copy that was made stays with its maker: treat secrets on the disk as known and change them.',
  ],
  on: { source: 'ec2', names: ['ModifyImageAttribute'] },
  match: (event) => {
    const image = filled(event.params, 'imageId') ?? '(unknown)';
    const match = shared(`image ${image}`, image, audienceOfNames(letIn(event)));
    // Those who publish images do so from a pipeline.
    return match?.severity === 'critical' ? eased(event, match, 'medium') : match;
  },
  examples: () => ({
    fires: [
      { title: 'with an account', severity: 'high', records: [call(added({ userId: FOREIGN }))] },
      { title: 'with everyone', severity: 'critical', records: [call(added({ group: 'all' }))] },
      {
        title: 'published by the pipeline that builds images',
        severity: 'medium',
        lists: { deployRoles: ['image-*'] },
        records: [call(added({ group: 'all' }), { by: role('image-builder') })],
      },
    ],
    quiet: [
      { title: 'taken back', records: [call({ remove: { items: [{ userId: FOREIGN }] } })] },
      { title: 'with a trusted account', trusted: [FOREIGN], records: [call(added({ userId: FOREIGN }))] },
      {
        title: 'with the organization',
        records: [call(added({ organizationArn: 'arn:aws:organizations::111111111111:organization/o-exampleorg1' }))],
      },
      {
        title: 'refused by the guard',
        records: [call(added({ group: 'all' }), { error: { code: 'Client.OperationNotPermitted' } })],
      },
    ],
  }),
});
