import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { aclsRevived, type Opening, openedByAcl, openedByPolicy, unguarded } from './s3-public.ts';

const BUCKET = 'orders-uploads';
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('s3', name, { params: { bucketName: BUCKET, ...params }, ...difference });
}
function policy(Principal: unknown, more: Record<string, unknown> = {}) {
  const Statement = [
    { Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/*`, ...more },
  ];
  return call('PutBucketPolicy', { bucketPolicy: { Version: '2012-10-17', Statement }, policy: '' });
}
function block(restrict: boolean, name = 'PutBucketPublicAccessBlock') {
  const others = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true };
  return call(name, { PublicAccessBlockConfiguration: { ...others, RestrictPublicBuckets: restrict } });
}

function openingOf(event: TrailEvent): Opening | undefined {
  if (event.name === 'PutBucketPolicy') return openedByPolicy(event);
  if (event.name === 'PutBucketAcl' || event.name === 'CreateBucket') return openedByAcl(event);
  return event.name.endsWith('OwnershipControls') ? aclsRevived(event) : unguarded(event);
}

export default defineDetection({
  id: 's3-made-public',
  topic: 'B',
  title: 'Bucket made public or its guard taken down',
  // A public policy or ACL, or the whole account unguarded: critical. One bucket's guard: high. ACLs back on: medium.
  severity: 'critical',
  attack: ['T1530'],
  why: 'Anyone on the internet can read, list or write what the bucket holds: uploads, exports, logs, state files.',
  benign: ['A website served from S3: use CloudFront with origin access control instead', 'A stack is taken down'],
  runbook: [
    'See what is open: aws s3api get-bucket-policy-status --bucket {target}; aws s3api get-bucket-acl --bucket {target}; aws s3api get-public-access-block --bucket {target}.',
    'Close it: aws s3api put-public-access-block --bucket {target} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true (the whole account: aws s3control put-public-access-block --account-id {account} and the same).',
    'Ask {principal} what they wanted; a website or a download belongs behind CloudFront.',
    'See who read from it since {time}: S3 data events or server access logs with requester "-" or a foreign account.',
  ],
  on: {
    source: ['s3', 's3-control'],
    names: [
      'PutBucketPolicy',
      'PutBucketAcl',
      'CreateBucket',
      'PutBucketOwnershipControls',
      'DeleteBucketOwnershipControls',
      'PutBucketPublicAccessBlock',
      'PutPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'DeletePublicAccessBlock',
      'PutAccountPublicAccessBlock',
      'DeleteAccountPublicAccessBlock',
    ],
  },
  match: (event) => {
    const opening = openingOf(event);
    if (opening === undefined) return false;
    const bucket = filled(event.params, 'bucketName');
    const resource = bucket === undefined ? `S3 in account ${event.account}` : `bucket ${bucket}`;
    const what = opening.what === 'gave' ? `gave ${resource} a public ACL` : `${opening.what} ${resource}`;
    const match = { ...opening, what, resource, ...(bucket === undefined ? {} : { target: bucket }) };
    // A public policy, or the whole account unguarded, stays critical, whoever does it.
    if (opening.severity === 'critical') return match;
    // Every teardown removes the guard and the ownership of its buckets; to switch them off is a decision.
    const { reasons = [], ...eased } = shipped(event, event.name.startsWith('Delete') ? 'low' : 'medium');
    return { ...match, ...eased, reasons: [...opening.reasons, ...reasons] };
  },
  examples: () => ({
    fires: [
      { title: 'a policy for everyone', severity: 'critical', records: [policy('*')] },
      {
        title: 'a policy with a condition that fixes nobody',
        severity: 'critical',
        records: [policy({ AWS: '*' }, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      },
      {
        title: 'a canned ACL',
        severity: 'critical',
        records: [call('PutBucketAcl', { acl: [''], 'x-amz-acl': ['public-read'] })],
      },
      {
        title: 'an ACL in full',
        severity: 'critical',
        records: [
          call('PutBucketAcl', {
            AccessControlPolicy: {
              AccessControlList: { Grant: { Grantee: { 'xsi:type': 'Group', URI: ALL_USERS }, Permission: 'READ' } },
            },
          }),
        ],
      },
      {
        title: 'a grant header',
        severity: 'critical',
        records: [call('PutBucketAcl', { 'x-amz-grant-write': `uri="${ALL_USERS}"` })],
      },
      { title: 'one flag of the guard off', severity: 'high', records: [block(false)] },
      { title: 'the guard removed', severity: 'high', records: [call('DeleteBucketPublicAccessBlock', {})] },
      {
        title: 'the guard removed by CloudFormation',
        severity: 'low',
        records: [
          call('DeleteBucketPublicAccessBlock', {}, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
      {
        title: "the account's guard off",
        severity: 'critical',
        records: [record('s3', 'PutAccountPublicAccessBlock', { params: { PublicAccessBlockConfiguration: {} } })],
      },
      {
        title: 'ACLs on again',
        severity: 'medium',
        records: [
          call('PutBucketOwnershipControls', {
            OwnershipControls: { Rule: { ObjectOwnership: 'BucketOwnerPreferred' } },
          }),
        ],
      },
      {
        title: 'a public new bucket',
        severity: 'critical',
        records: [call('CreateBucket', { 'x-amz-acl': 'public-read' })],
      },
      {
        title: 'what S3 did about ACLs before 2023',
        severity: 'medium',
        records: [call('DeleteBucketOwnershipControls', {})],
      },
      {
        title: 'ACLs on again, also for who writes',
        severity: 'medium',
        records: [
          call('PutBucketOwnershipControls', { OwnershipControls: { Rule: [{ ObjectOwnership: 'ObjectWriter' }] } }),
        ],
      },
    ],
    quiet: [
      { title: 'a policy for a service', records: [policy({ Service: 'cloudtrail.amazonaws.com' })] },
      {
        title: 'a policy for everyone in the organization',
        records: [policy('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } })],
      },
      { title: 'a Deny for everyone', records: [policy('*', { Effect: 'Deny' })] },
      { title: 'a private ACL', records: [call('PutBucketAcl', { acl: [''], 'x-amz-acl': ['private'] })] },
      { title: 'the guard on', records: [block(true)] },
      { title: 'a private new bucket', records: [call('CreateBucket', { 'x-amz-acl': 'private' }, { by: role() })] },
      {
        title: 'ACLs off',
        records: [
          call('PutBucketOwnershipControls', {
            OwnershipControls: { Rule: { ObjectOwnership: 'BucketOwnerEnforced' } },
          }),
        ],
      },
      {
        title: 'refused by the guard',
        records: [{ ...policy('*'), errorCode: 'AccessDenied' }],
      },
    ],
  }),
});
