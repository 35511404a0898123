import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { audienceOf, shared } from '../sharing.ts';
import { member, memberText } from './members.ts';

function policy(Principal: unknown, more: Record<string, unknown> = {}) {
  const Resource = 'arn:aws:s3:eu-central-1:111111111111:accesspoint/reports/object/*';
  const Statement = [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource, ...more }];
  return { Version: '2012-10-17', Statement };
}
const put = (Principal: unknown, more = {}, difference = {}) =>
  record('s3', 'PutAccessPointPolicy', {
    params: { accountId: '111111111111', name: 'reports', policy: JSON.stringify(policy(Principal, more)) },
    ...difference,
  });

/** Where name and policy stand: at the top, or in the XML body that S3's newer operations log. */
function bodyOf({ params, name }: TrailEvent): unknown {
  const body = at(params, `${name}Request`) ?? params;
  return member(body, 'details') ?? body;
}

export default defineDetection({
  id: 's3-access-point-opened',
  topic: 'X',
  title: 'Access point to a bucket opened',
  severity: 'high',
  attack: ['T1537', 'T1530'],
  why: 'An access point is a second door with a policy of its own: whoever looks at the bucket policy alone does not see it.',
  benign: ['A partner reads one folder through it: put the account on the trust list'],
  runbook: [
    'See who is let in: aws s3control get-access-point-policy --account-id {account} --name {target} --region {region}; and for which bucket: aws s3control get-access-point --account-id {account} --name {target} --region {region}.',
    'Close it: aws s3control delete-access-point-policy --account-id {account} --name {target} --region {region}.',
    'Ask {principal} what they wanted.',
    'See who read through it since {time}: data events of the bucket with accessPointArn.',
  ],
  on: {
    source: ['s3', 's3-outposts'],
    names: ['PutAccessPointPolicy', 'PutMultiRegionAccessPointPolicy', 'PutAccessPointPolicyForObjectLambda'],
  },
  match: (event) => {
    const body = bodyOf(event);
    const audience = audienceOf(member(body, 'policy'));
    if (audience === undefined) return false;
    const name = filled(event.params, 'name') ?? memberText(body, 'name') ?? '(unknown)';
    return shared(`access point ${name}`, name, audience);
  },
  examples: () => ({
    fires: [
      { title: 'to everyone', severity: 'critical', records: [put('*')] },
      { title: 'to an account', severity: 'high', records: [put({ AWS: FOREIGN })] },
      {
        title: 'of several regions',
        severity: 'high',
        records: [
          record('s3', 'PutMultiRegionAccessPointPolicy', {
            params: {
              PutMultiRegionAccessPointPolicyRequest: {
                Details: { Name: 'reports', Policy: JSON.stringify(policy({ AWS: FOREIGN })) },
              },
            },
          }),
        ],
      },
      {
        title: 'the policy in a body',
        severity: 'high',
        records: [
          record('s3', 'PutAccessPointPolicy', {
            params: {
              accountId: '111111111111',
              name: 'reports',
              PutAccessPointPolicyRequest: { Policy: JSON.stringify(policy({ AWS: FOREIGN })) },
            },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'to a role of the account', records: [put({ AWS: 'arn:aws:iam::111111111111:role/reports' })] },
      {
        title: 'to everyone of the organization',
        records: [put('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } })],
      },
      { title: 'to a trusted account', trusted: [FOREIGN], records: [put({ AWS: FOREIGN })] },
      { title: 'refused', records: [put('*', {}, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
