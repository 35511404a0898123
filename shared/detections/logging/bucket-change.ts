import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, at, filled, flag, list } from '../../cloudtrail/field.ts';
import { parsePolicy } from '../../policy/index.ts';

/** S3 operations, as CloudTrail names them, that can take logs away or let them be read or forged. */
export const BUCKET_CHANGES = [
  'DeleteBucket',
  'DeleteBucketPolicy',
  'DeleteBucketPublicAccessBlock',
  'DeleteBucketReplication',
  'PutBucketAcl',
  'PutBucketLifecycle',
  'PutBucketLifecycleConfiguration',
  'PutBucketPolicy',
  'PutBucketPublicAccessBlock',
  'PutBucketReplication',
  'PutBucketVersioning',
  'PutBucketObjectLockConfiguration',
  'PutObjectLockConfiguration',
] as const;

/** Audit logs that go before this are gone before anybody asks for them. */
const SHORTEST_DAYS = 90;

const CHANGED_POLICY = 'changed the policy of';

/** What a call does to a bucket's logs, to complete "alice …"; undefined when it does them no harm. */
export function harmTo(event: TrailEvent): string | undefined {
  const { name, params } = event;
  switch (name) {
    case 'DeleteBucket':
      return 'deleted';
    case 'DeleteBucketPolicy':
      return 'deleted the policy of';
    case 'DeleteBucketPublicAccessBlock':
      return 'removed Block Public Access of';
    case 'DeleteBucketReplication':
      return 'stopped the replication of';
    case 'PutBucketReplication':
      return 'changed the replication of';
    case 'PutBucketAcl':
      return 'changed the ACL of';
    case 'PutBucketPolicy':
      return policyHarm(event);
    case 'PutBucketVersioning':
      return filled(params, 'VersioningConfiguration', 'Status') === 'Suspended'
        ? 'suspended versioning of'
        : undefined;
    case 'PutBucketPublicAccessBlock':
      return isOpen(at(params, 'PublicAccessBlockConfiguration')) ? 'weakened Block Public Access of' : undefined;
    case 'PutBucketObjectLockConfiguration':
    case 'PutObjectLockConfiguration':
      return at(params, 'ObjectLockConfiguration', 'Rule') === undefined
        ? 'removed the default object lock of'
        : undefined;
    default:
      return lifecycleHarm(event);
  }
}

/** CloudTrail must be allowed to write; a policy that can't be read is named as what it is, a change. */
function policyHarm({ params }: TrailEvent): string {
  const policy = parsePolicy(params['bucketPolicy'] ?? params['policy']);
  const admits = policy?.statements.some(
    ({ effect, principals }) =>
      effect === 'Allow' && principals.some(({ value }) => value === 'cloudtrail.amazonaws.com'),
  );
  return admits === false ? 'no longer lets CloudTrail write to' : CHANGED_POLICY;
}

/** A change that leaves CloudTrail its place is most often the setting up of a bucket. */
export function isMild(harm: string): boolean {
  return harm === CHANGED_POLICY;
}

function isOpen(block: unknown): boolean {
  return ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'].some(
    (member) => flag(block, member) !== true,
  );
}

function lifecycleHarm({ params }: TrailEvent): string | undefined {
  const days = list(params, 'LifecycleConfiguration', 'Rule')
    .filter((rule) => filled(rule, 'Status') !== 'Disabled')
    .map((rule) => amount(rule, 'Expiration', 'Days'))
    .filter((number) => number !== undefined);
  const shortest = Math.min(...days);
  return shortest < SHORTEST_DAYS ? `let objects expire after ${shortest} days in` : undefined;
}
