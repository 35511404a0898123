import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, daily, record } from '../example.ts';
import { ORDINARY_WEEK, roleArnOf } from '../roles/assumption.ts';
import { federatedCaller, providerOf } from './federated-caller.ts';
import { isOfCluster } from './provider.ts';

const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const CLUSTER = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF`;
const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/okta`;

function web(sub: string, role: string, minute = 0, provider = GITHUB) {
  const by = {
    type: 'WebIdentityUser',
    principalId: `${provider}:aud:${sub}`,
    userName: sub,
    identityProvider: provider,
  };
  const params = { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: 'run' };
  const response = { subjectFromWebIdentityToken: sub, provider, audience: 'sts.amazonaws.com' };
  return record('sts', 'AssumeRoleWithWebIdentity', { minute, by, params, response });
}

function saml(userName: string, role: string, minute = 0) {
  const by = { type: 'SAMLUser', principalId: `abc=:${userName}`, userName, identityProvider: 'abc=' };
  const params = { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, principalArn: SAML };
  return record('sts', 'AssumeRoleWithSAML', { minute, by, params });
}

const release = 'repo:example/shop:ref:refs/heads/main';
const releases = daily(10, (minute) => web(release, 'deploy', minute));
const signIns = daily(10, (minute) => saml('alice@example.com', 'reader', minute));

/** `repo:example/shop of token.actions.githubusercontent.com as deploy`; undefined for what is no federation. */
function wayIn(event: TrailEvent): string | undefined {
  const roleArn = roleArnOf(event);
  const caller = federatedCaller(event);
  return roleArn === undefined || caller === undefined ? undefined : `${caller} as ${nameOf(roleArn)}`;
}

/** Who may use which permission set is decided in Identity Center; pods come with every release of a cluster. */
function decidedElsewhere(role: string, provider: string | undefined): boolean {
  return role.startsWith('AWSReservedSSO_') || (provider !== undefined && isOfCluster(provider));
}

export default defineDetection({
  id: 'fed-webidentity-new-subject',
  topic: 'F',
  title: 'New federated subject',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'A workload or an identity provider that never came in before now has a role’s rights: a new repository, or somebody else’s token.',
  benign: ['A new repository or cluster', 'A new permission set of Identity Center'],
  runbook: [
    'Find out whose subject it is; ask its owner whether it should be {target}.',
    'Read whom the role trusts, and since when: aws iam get-role --role-name {target}; aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=ResourceName,AttributeValue={target}.',
    'The access key of the session is in the record (responseElements.credentials.accessKeyId, event {event}): aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=KEY.',
    'If it isn’t yours, narrow the trust policy and deny the open sessions (aws:TokenIssueTime).',
  ],
  on: { source: 'sts', names: ['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'] },
  match: (event) => {
    const way = wayIn(event);
    if (way === undefined) return false;
    const role = nameOf(roleArnOf(event) ?? '');
    return {
      resource: `role ${role}`,
      target: role,
      key: `${event.account}/${providerOf(event)}`,
      what: `came in for the first time: ${way}`,
      ...(decidedElsewhere(role, providerOf(event)) ? { severity: 'low' as const } : {}),
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: wayIn,
      noun: 'way in',
      learnDays: 7,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'another repository',
        severity: 'medium',
        records: [...releases, web('repo:example/fork:ref:refs/heads/main', 'deploy')],
      },
      { title: 'a known repository, another role', severity: 'medium', records: [...releases, web(release, 'admin')] },
      { title: 'the first ever', severity: 'medium', records: [...ORDINARY_WEEK, web(release, 'deploy')] },
      {
        title: 'a pod of a Kubernetes cluster',
        severity: 'low',
        records: [...releases, web('system:serviceaccount:shop:web', 'shop-web', 0, CLUSTER)],
      },
      {
        title: 'a SAML provider for another role',
        severity: 'medium',
        records: [...signIns, saml('alice@example.com', 'admin')],
      },
      {
        title: 'a permission set',
        severity: 'low',
        records: [...signIns, saml('alice@example.com', 'AWSReservedSSO_Admin_0123456789abcdef')],
      },
    ],
    quiet: [
      {
        title: 'another branch of the same repository',
        records: [...releases, web('repo:example/shop:ref:refs/heads/fix', 'deploy')],
      },
      {
        title: 'the same repository, the answer not logged',
        records: [...releases, { ...web(release, 'deploy'), responseElements: null }],
      },
      { title: 'another person through the same provider', records: [...signIns, saml('bob@example.com', 'reader')] },
      {
        title: 'another user of a mobile app',
        records: [
          ...daily(10, (minute) => web('eu-central-1:0001', 'guest', minute, 'cognito-identity.amazonaws.com')),
          web('eu-central-1:0002', 'guest', 0, 'cognito-identity.amazonaws.com'),
        ],
      },
      { title: 'while the account is still new to us', records: [web(release, 'deploy')] },
    ],
  }),
});
