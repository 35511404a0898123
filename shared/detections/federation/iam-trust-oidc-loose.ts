import { trustProblems } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT } from '../example.ts';
import { createRole, judgeTrust, TRUST_CALLS, TRUST_SETTING, trustOf, updateTrust } from '../roles/trust.ts';

const GITHUB = 'token.actions.githubusercontent.com';

function github(condition?: Record<string, unknown>) {
  return {
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` },
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

const audience = { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } };
const subject = (value: string) => ({ ...audience, StringLike: { [`${GITHUB}:sub`]: value } });

export default defineDetection({
  id: 'iam-trust-oidc-loose',
  topic: 'F',
  title: 'Role trusts strangers’ tokens',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'Everybody can get a token of a public issuer, for their own repository or workload. Without a condition on the subject, theirs opens this role too.',
  benign: ['A role of a tutorial that only asked for the audience'],
  runbook: [
    'Bind it to your repository and branch: aws iam update-assume-role-policy --role-name {target} --policy-document file://trust.json, with a StringEquals condition on the subject.',
    'See who has used it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={target} (AssumeRoleWithWebIdentity: userIdentity.userName is the subject), and in every region you use.',
    'A subject that is not yours: deny the open sessions (aws:TokenIssueTime) and look at what they did.',
    'Ask {principal} which workload the role is for.',
  ],
  on: TRUST_CALLS,
  match: (event) => {
    const trust = trustOf(event);
    if (trust === undefined) return false;
    const loose = trustProblems(trust.policy, () => true).filter(({ kind }) => kind === 'oidc-loose');
    const [first] = loose;
    if (first === undefined) return false;
    return {
      resource: `role ${trust.role}`,
      target: trust.role,
      what: `${trust.what} ${first.text}`,
      reasons: loose.slice(1, 4).map(({ text }) => text),
    };
  },
  state: { changed: { settings: [TRUST_SETTING], judge: judgeTrust } },
  examples: () => ({
    fires: [
      { title: 'no condition', severity: 'high', records: [createRole(github())] },
      { title: 'only the audience', severity: 'high', records: [createRole(github(audience))] },
      { title: 'any repository', severity: 'high', records: [updateTrust(github(subject('repo:*')))] },
      {
        title: 'the subject was bound before',
        severity: 'high',
        records: [createRole(github(subject('repo:example/shop:*')), { minute: -60 }), updateTrust(github(audience))],
      },
      {
        title: 'as loose before',
        severity: 'low',
        records: [createRole(github(), { minute: -60 }), updateTrust(github(audience))],
      },
    ],
    quiet: [
      { title: 'one repository, any branch', records: [createRole(github(subject('repo:example/shop:*')))] },
      {
        title: 'a request too large to be logged, which is told elsewhere',
        records: [createRole(github(), { params: { omitted: true, reason: 'requestParameters too large' } })],
      },
      { title: 'one branch', records: [createRole(github(subject('repo:example/shop:ref:refs/heads/main')))] },
      {
        title: 'an application of Cognito',
        records: [
          createRole({
            Action: 'sts:AssumeRoleWithWebIdentity',
            Principal: { Federated: 'cognito-identity.amazonaws.com' },
            Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-central-1:1a2b3c4d' } },
          }),
        ],
      },
      { title: 'denied', records: [createRole(github(), { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
