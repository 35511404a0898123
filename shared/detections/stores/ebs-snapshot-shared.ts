import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list, texts } from '../../cloudtrail/field.ts';
import { ec2Request } from '../compute/ec2-request.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record, role } from '../example.ts';
import { audienceOfNames, shared } from '../sharing.ts';
import { member, memberText } from './members.ts';

const snapshotId = 'snap-083d3b857c13988bc';

function call(permission: Record<string, unknown>, difference = {}) {
  return record('ec2', 'ModifySnapshotAttribute', {
    params: { snapshotId, attributeType: 'CREATE_VOLUME_PERMISSION', createVolumePermission: permission },
    ...difference,
  });
}
const added = (item: Record<string, unknown>) => ({ add: { items: [item] } });
function policy(account: string) {
  const schedules = [{ name: 'daily', shareRules: [{ targetAccounts: [account] }] }];
  return record('dlm', 'CreateLifecyclePolicy', {
    params: { description: 'daily', state: 'ENABLED', policyDetails: { resourceTypes: ['VOLUME'], schedules } },
  });
}

function sharedOnce(event: TrailEvent): Match | undefined {
  const snapshot = filled(event.params, 'snapshotId') ?? '(unknown)';
  const names = list(ec2Request(event), 'createVolumePermission', 'add').flatMap((item) =>
    [filled(item, 'userId'), filled(item, 'group')].filter((name) => name !== undefined),
  );
  return shared(`snapshot ${snapshot}`, snapshot, audienceOfNames(names));
}

/** A Data Lifecycle Manager policy that shares every snapshot it takes. */
function sharedForever(event: TrailEvent): Match | undefined {
  const policyId = memberText(event.params, 'policyId') ?? memberText(event.response, 'policyId') ?? '(unknown)';
  const accounts = list(member(event.params, 'policyDetails', 'schedules')).flatMap((schedule) =>
    list(member(schedule, 'shareRules')).flatMap((rule) => texts(member(rule, 'targetAccounts'))),
  );
  return shared(`all snapshots of lifecycle policy ${policyId}`, policyId, audienceOfNames(accounts));
}

export default defineDetection({
  id: 'ebs-snapshot-shared',
  topic: 'X',
  title: 'Disk snapshot shared with strangers',
  severity: 'high',
  attack: ['T1537'],
  why: 'Whoever may use the snapshot copies the whole disk into an account of their own: databases, keys, code. That read shows in no log of yours.',
  benign: ['A backup or partner account that belongs on the trust list'],
  runbook: [
    'Ask {principal} whose account that is.',
    'See who may use it: aws ec2 describe-snapshot-attribute --snapshot-id {target} --attribute createVolumePermission --region {region}.',
    'Take it back: aws ec2 reset-snapshot-attribute --snapshot-id {target} --attribute createVolumePermission --region {region} (a lifecycle policy: aws dlm update-lifecycle-policy --policy-id {target} --state DISABLED --region {region}).',
    'See whether it was used: events SharedSnapshotVolumeCreated and SharedSnapshotCopyInitiated after {time}, with serviceEventDetails.snapshotId.',
    'Treat what was on the disk as taken: change the keys and passwords it holds.',
  ],
  on: { source: ['ec2', 'dlm'], names: ['ModifySnapshotAttribute', 'CreateLifecyclePolicy', 'UpdateLifecyclePolicy'] },
  match: (event) => (event.service === 'dlm' ? sharedForever(event) : sharedOnce(event)),
  examples: () => ({
    fires: [
      { title: 'with an account', severity: 'high', records: [call(added({ userId: FOREIGN }))] },
      { title: 'with everyone', severity: 'critical', records: [call(added({ group: 'all' }))] },
      { title: 'every day from now on', severity: 'high', records: [policy(FOREIGN)] },
      {
        title: 'by a role that ships infrastructure: strangers stay strangers',
        severity: 'high',
        lists: { deployRoles: ['deploy'] },
        records: [call(added({ userId: FOREIGN }), { by: role() })],
      },
    ],
    quiet: [
      { title: 'taken back', records: [call({ remove: { items: [{ userId: FOREIGN }] } })] },
      { title: 'with a trusted account', trusted: [FOREIGN], records: [call(added({ userId: FOREIGN }))] },
      { title: 'a policy that keeps snapshots', records: [policy('111111111111')] },
      {
        title: 'refused by the guard',
        records: [call(added({ group: 'all' }), { error: { code: 'Client.OperationNotPermitted' } })],
      },
    ],
  }),
});
