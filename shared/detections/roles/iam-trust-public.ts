import { trustProblems } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT } from '../example.ts';
import { createRole, judgeTrust, TRUST_CALLS, TRUST_SETTING, trustOf, updateTrust } from './trust.ts';

const EVERYONE = { Principal: { AWS: '*' } };

export default defineDetection({
  id: 'iam-trust-public',
  topic: 'R',
  title: 'Role can be assumed by anyone',
  severity: 'critical',
  attack: ['T1098.003'],
  why: 'Anybody with any AWS account can become this role, with all its rights, without a secret of yours.',
  benign: ['There is hardly any: a wildcard needs a condition that names the organization'],
  runbook: [
    'Close it first: aws iam update-assume-role-policy --role-name {target} --policy-document file://trust.json, with only the principals that need it.',
    'Then ask {principal} what it was for.',
    'See who assumed it meanwhile: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={target} --start-time {time}, and in every region you use.',
    'See what it can do: aws iam list-attached-role-policies --role-name {target} and aws iam list-role-policies --role-name {target}.',
  ],
  on: TRUST_CALLS,
  match: (event) => {
    const trust = trustOf(event);
    if (trust === undefined) return false;
    const open = trustProblems(trust.policy, () => true).filter(({ kind }) => kind === 'public');
    const [first] = open;
    if (first === undefined) return false;
    return { resource: `role ${trust.role}`, target: trust.role, what: `${trust.what} ${first.text}` };
  },
  state: { changed: { settings: [TRUST_SETTING], judge: judgeTrust } },
  examples: () => ({
    fires: [
      { title: 'created open', severity: 'critical', records: [createRole(EVERYONE)] },
      {
        title: 'opened',
        severity: 'critical',
        records: [createRole({ Principal: { AWS: ACCOUNT } }, { minute: -60 }), updateTrust({ Principal: '*' })],
      },
      {
        title: 'a condition that anyone can meet',
        severity: 'critical',
        records: [updateTrust({ ...EVERYONE, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      },
      {
        title: 'it was as open before',
        severity: 'low',
        records: [createRole(EVERYONE, { minute: -60 }), updateTrust(EVERYONE)],
      },
    ],
    quiet: [
      {
        title: 'everyone of the organization',
        records: [createRole({ ...EVERYONE, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } })],
      },
      {
        title: 'everyone who knows an external id',
        records: [updateTrust({ ...EVERYONE, Condition: { StringEquals: { 'sts:ExternalId': 'f3b1c2' } } })],
      },
      { title: 'one service', records: [createRole({ Principal: { Service: 'lambda.amazonaws.com' } })] },
      {
        title: 'a request too large to be logged, which is told elsewhere',
        records: [createRole(EVERYONE, { params: { omitted: true, reason: 'requestParameters too large' } })],
      },
      { title: 'nobody', records: [createRole({ ...EVERYONE, Effect: 'Deny' })] },
      { title: 'denied', records: [createRole(EVERYONE, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
