import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import { filled, text } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, FOREIGN, iamUser, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';
import { byServiceAlone } from './service-alone.ts';

const ADMIN = /:cluster-access-policy\/AmazonEKS(?:Cluster)?AdminPolicy$/;

/** EKS has the ARN in the address of the request, so the log may hold it escaped. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function grant(
  principalArn: string,
  difference: Difference = {},
  policy = 'AmazonEKSClusterAdminPolicy',
  type = 'cluster',
) {
  const policyArn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
  const params = { name: 'shop', principalArn, policyArn, accessScope: { type, namespaces: [] } };
  return record('eks', 'AssociateAccessPolicy', { params, ...difference });
}
const OPS = 'arn:aws:iam::111111111111:role/ops';

export default defineDetection({
  id: 'eks-admin-granted',
  topic: 'X',
  title: 'Administrator of a Kubernetes cluster made',
  severity: 'medium',
  attack: ['T1098.006'],
  why: 'With this policy somebody reads every secret of the cluster, runs anything on its nodes, and takes the roles of all pods.',
  benign: ['A new team gets access to its cluster', 'A cluster is set up: its maker becomes administrator'],
  runbook: [
    'Ask {principal} whether {target} is meant to administer cluster {resource}.',
    'See all entries: aws eks list-access-entries --region {region} --cluster-name NAME; aws eks list-associated-access-policies --region {region} --cluster-name NAME --principal-arn ARN.',
    'If it was not meant: aws eks disassociate-access-policy --region {region} --cluster-name NAME --principal-arn ARN --policy-arn POLICY, and aws eks delete-access-entry --region {region} --cluster-name NAME --principal-arn ARN.',
    'Read the cluster’s audit log (log group /aws/eks/NAME/cluster) for what {target} did since {time}.',
  ],
  on: { source: 'eks', names: ['AssociateAccessPolicy'] },
  match: (event) => {
    const given = filled(event.params, 'principalArn');
    if (given === undefined || !ADMIN.test(decoded(text(event.params, 'policyArn') ?? '')) || byServiceAlone(event))
      return false;
    // In some namespaces only, it is no way to the rest of the cluster.
    if (text(event.params, 'accessScope', 'type') === 'namespace') return false;
    const arn = decoded(given);
    const cluster = filled(event.params, 'name') ?? filled(event.params, 'clusterName') ?? 'a cluster';
    const account = accountOf(arn);
    const isUser = event.principal.class === 'user' && arn.includes(':user/');
    const self = arn === event.principal.roleArn || (isUser && nameOf(arn) === event.principal.name);
    const lowered = shipped(event);
    return {
      resource: `cluster ${cluster}`,
      target: nameOf(arn),
      what: `made ${nameOf(arn)} administrator of Kubernetes cluster ${cluster}`,
      ...(self ? { severity: 'high' as const, reasons: ['it gave this to itself'] } : {}),
      ...lowered,
      ...(account === undefined ? {} : { foreign: { accounts: [account], severity: 'high' as const } }),
    };
  },
  examples: () => ({
    fires: [
      { title: 'a role', severity: 'medium', records: [grant(OPS)] },
      { title: 'the ARN escaped', severity: 'medium', records: [grant(encodeURIComponent(OPS))] },
      { title: 'another policy of that kind', severity: 'medium', records: [grant(OPS, {}, 'AmazonEKSAdminPolicy')] },
      { title: 'oneself', severity: 'high', records: [grant(OPS, { by: role('ops') })] },
      {
        title: 'oneself, as a user',
        severity: 'high',
        records: [grant('arn:aws:iam::111111111111:user/ci/legacy-ci', { by: iamUser() })],
      },
      { title: 'a role of a foreign account', severity: 'high', records: [grant(`arn:aws:iam::${FOREIGN}:role/x`)] },
      { title: 'by a pipeline', severity: 'low', records: [grant(OPS, { by: pipeline('ops') })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['ops'] },
        records: [grant(OPS, { by: role('ops') })],
      },
      {
        title: 'a role of the name of the user',
        severity: 'medium',
        records: [grant('arn:aws:iam::111111111111:role/legacy-ci', { by: iamUser() })],
      },
      {
        title: 'a user of the name of the role',
        severity: 'medium',
        records: [grant('arn:aws:iam::111111111111:user/ops', { by: role('ops') })],
      },
      {
        title: 'another user',
        severity: 'medium',
        records: [grant('arn:aws:iam::111111111111:user/bob', { by: iamUser() })],
      },
      {
        title: 'by a template',
        severity: 'low',
        records: [grant(OPS, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'a role of a foreign account, by a template',
        severity: 'high',
        records: [
          grant(`arn:aws:iam::${FOREIGN}:role/x`, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
    ],
    quiet: [
      { title: 'to look only', records: [grant(OPS, {}, 'AmazonEKSViewPolicy')] },
      { title: 'in its own namespace', records: [grant(OPS, {}, 'AmazonEKSAdminPolicy', 'namespace')] },
      { title: 'refused', records: [grant(OPS, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
