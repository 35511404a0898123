import { filled } from '../../cloudtrail/field.ts';
import { foreignPrincipals, parsePolicy, publicStatements } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, FOREIGN, record } from '../example.ts';

function set(principal: unknown, difference: Difference = {}, condition: Record<string, unknown> = {}) {
  const statement = {
    Effect: 'Allow',
    Principal: principal,
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  };
  const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Condition: condition }] });
  return record('ecr', 'SetRepositoryPolicy', { params: { repositoryName: 'shop/api', policyText }, ...difference });
}
const account = (id: string) => ({ AWS: `arn:aws:iam::${id}:root` });

export default defineDetection({
  id: 'ecr-repository-shared',
  topic: 'X',
  title: 'Container images opened to others',
  severity: 'high',
  attack: ['T1537', 'T1525'],
  why: 'Images hold the application’s code and, more often than not, its configuration and keys. Whoever may also push decides what runs in production.',
  benign: ['Images for a partner: put its account on the trust list'],
  runbook: [
    'Ask {principal} who is meant to use {resource}.',
    'See the policy: aws ecr get-repository-policy --region {region} --repository-name {target} --query policyText --output text; for the registry: aws ecr get-registry-policy --region {region}.',
    'If it was not meant: aws ecr delete-repository-policy --region {region} --repository-name {target}, then set what it was before.',
    'See who pulled and pushed since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventSource,AttributeValue=ecr.amazonaws.com --start-time {time} --end-time {time+6h} (BatchGetImage, PutImage).',
    'If somebody unknown pushed, compare image digests with what your pipeline built, and deploy again from a known one.',
  ],
  on: { source: 'ecr', names: ['SetRepositoryPolicy', 'PutRegistryPolicy'] },
  match: (event) => {
    const policy = parsePolicy(event.params['policyText']);
    if (policy === undefined) return false;
    const name = filled(event.params, 'repositoryName');
    const resource = name === undefined ? `registry of ${event.account} in ${event.region}` : `repository ${name}`;
    const about = { resource, target: name ?? event.account };
    if (publicStatements(policy).length > 0) return { ...about, what: `opened ${resource} to every AWS account` };
    const named = foreignPrincipals(policy, () => false);
    const accounts = [...new Set(named.map((each) => each.account))].sort();
    return {
      ...about,
      what: `opened ${resource} to account ${accounts.join(', ')}`,
      foreign: { accounts, required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'for everyone', severity: 'high', records: [set('*')] },
      { title: 'for a foreign account', severity: 'high', records: [set(account(FOREIGN))] },
      {
        title: 'the whole registry',
        severity: 'high',
        records: [
          record('ecr', 'PutRegistryPolicy', {
            params: {
              policyText: JSON.stringify({
                Statement: [
                  { Effect: 'Allow', Principal: account(FOREIGN), Action: 'ecr:ReplicateImage', Resource: '*' },
                ],
              }),
            },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'for a trusted account', trusted: [FOREIGN], records: [set(account(FOREIGN))] },
      { title: 'for the account itself', records: [set(account(ACCOUNT))] },
      {
        title: 'for the organisation',
        records: [set('*', {}, { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } })],
      },
      { title: 'for Lambda', records: [set({ Service: 'lambda.amazonaws.com' })] },
      { title: 'refused', records: [set('*', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
