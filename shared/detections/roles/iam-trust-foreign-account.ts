import { accountOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { type TrustProblem, trustProblems } from '../../policy/index.ts';
import { defineDetection, type Match } from '../define.ts';
import { ACCOUNT, FOREIGN, record } from '../example.ts';
import { createRole, judgeTrust, TRUST_CALLS, TRUST_SETTING, trustOf, updateTrust } from './trust.ts';

const STRANGER = { Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` } };
const withId = { Condition: { StringEquals: { 'sts:ExternalId': 'f3b1c2' } } };

/** One match for the accounts that must show an external id and one for those that need not: severity goes with each. */
function match(event: TrailEvent): Match[] {
  const trust = trustOf(event);
  if (trust === undefined) return [];
  const problems = trustProblems(trust.policy, (account) => account === event.account);
  return (['foreign-no-external-id', 'foreign'] as const).flatMap((kind) => {
    const found = problems.filter((problem) => problem.kind === kind);
    const [first] = found;
    if (first === undefined) return [];
    return [
      {
        resource: `role ${trust.role}`,
        target: trust.role,
        what: `${trust.what} ${first.text}`,
        severity: kind === 'foreign' ? 'high' : 'critical',
        foreign: { accounts: accountsOf(found), required: true },
      },
    ];
  });
}

function accountsOf(problems: readonly TrustProblem[]): string[] {
  return problems.map(({ principal }) => accountOf(principal)).filter((account) => account !== undefined);
}

export default defineDetection({
  id: 'iam-trust-foreign-account',
  topic: 'R',
  title: 'Role can be assumed from a foreign account',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'Whoever runs that account can become this role at any time, from outside, with no credentials of yours to revoke. Without an external id, anyone can make a vendor do it for them.',
  benign: ['A vendor’s integration', 'An account of yours whose logs are not read here'],
  runbook: [
    'Ask {principal} whose account it is. If it is yours or a vendor’s, add it to accounts.trusted in gatetrail.yml, and ask for an external id.',
    'If not, take it out: aws iam update-assume-role-policy --role-name {target} --policy-document file://trust.json.',
    'See whether it was used: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={target} --start-time {time}, and in every region you use.',
    'End what is still open: deny the role’s sessions of before now (aws:TokenIssueTime), and see what it can do: aws iam list-attached-role-policies --role-name {target}.',
  ],
  on: TRUST_CALLS,
  match,
  state: { changed: { settings: [TRUST_SETTING], judge: judgeTrust } },
  examples: () => ({
    fires: [
      { title: 'created for a stranger', severity: 'critical', records: [createRole(STRANGER)] },
      {
        title: 'a stranger added',
        severity: 'critical',
        records: [
          createRole({ Principal: { Service: 'ec2.amazonaws.com' } }, { minute: -60 }),
          updateTrust({ Principal: { Service: 'ec2.amazonaws.com', AWS: [ACCOUNT, FOREIGN] } }),
        ],
      },
      { title: 'with an external id', severity: 'high', records: [createRole({ ...STRANGER, ...withId })] },
      {
        title: 'the external id dropped',
        severity: 'critical',
        records: [createRole({ ...STRANGER, ...withId }, { minute: -60 }), updateTrust(STRANGER)],
      },
      {
        title: 'it was trusted before',
        severity: 'low',
        records: [createRole(STRANGER, { minute: -60 }), updateTrust(STRANGER)],
      },
    ],
    quiet: [
      { title: 'a trusted account', trusted: [FOREIGN], records: [createRole(STRANGER)] },
      { title: 'the account itself', records: [createRole({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })] },
      {
        title: 'an account whose logs are read too',
        records: [record('sts', 'GetCallerIdentity', { account: FOREIGN, minute: 30 }), createRole(STRANGER)],
      },
      { title: 'a stranger kept out', records: [createRole({ ...STRANGER, Effect: 'Deny' })] },
      { title: 'denied', records: [createRole(STRANGER, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
