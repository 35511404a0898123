import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, text } from '../../cloudtrail/field.ts';
import type { RawRecord } from '../../cloudtrail/read.ts';
import { defineSequence, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';

const ROLE = 'legacy-reports';
const PARTNER = '888888888888';
const trust = (account: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
  });
const trusting = (minute = 0, account = FOREIGN) =>
  record('iam', 'UpdateAssumeRolePolicy', {
    minute,
    region: 'us-east-1',
    params: { roleName: ROLE, policyDocument: trust(account) },
  });
const promoted = (minute: number, roleName = ROLE) =>
  record('iam', 'AttachRolePolicy', {
    minute,
    region: 'us-east-1',
    params: { roleName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  });
const assumed = (minute: number, difference: { account?: string; role?: string; error?: { code: string } } = {}) =>
  record('sts', 'AssumeRole', {
    minute,
    by: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEEXAMPLE009', accountId: difference.account ?? FOREIGN },
    params: { roleArn: `arn:aws:iam::111111111111:role/${difference.role ?? ROLE}`, roleSessionName: 'export' },
    ...(difference.error === undefined ? {} : { error: difference.error }),
  });

/** AWS services assume roles all day long, and are never foreign. */
const CALLERS = ['AWSAccount', 'AssumedRole', 'FederatedUser', 'IAMUser', 'Root'];

export default defineSequence({
  id: 'seq-backdoor-role',
  topic: 'R',
  title: 'Administrator role opened to and used by a foreign account',
  severity: 'critical',
  attack: ['T1098.003', 'T1199'],
  why: 'Somebody outside is administrator of the account, and comes back whenever they like: no credential of yours has to be stolen for it.',
  benign: ['A vendor is given its first role, with far too many rights'],
  runbook: [
    'Close it first: aws iam update-assume-role-policy --role-name {target} --policy-document file://trust-of-before.json',
    'End the sessions that are open: aws iam put-role-policy --role-name {target} --policy-name RevokeOlderSessions --policy-document with a Deny of everything where aws:TokenIssueTime is before now.',
    'See what was done with it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={target} --start-time {time} gives the sessions; look up their access keys in every region.',
    'Ask who changed the trust policy and attached the rights (the events named here), and find how those credentials were taken.',
    'If the account is a vendor: add it to accounts.trusted in gatetrail.yml, ask for an external id and narrow the rights.',
  ],
  key: 'target',
  withinHours: 24,
  // Rights may be there first; nobody can assume the role before it trusts them.
  ordered: false,
  steps: [
    { title: 'trust opened', detections: ['iam-trust-foreign-account', 'iam-trust-public'], minSeverity: 'high' },
    {
      title: 'made administrator',
      detections: ['iam-admin-policy-attached', 'iam-inline-wildcard'],
      minSeverity: 'high',
    },
    {
      title: 'assumed from outside',
      on: { source: 'sts', names: ['AssumeRole'], identity: CALLERS, raw: isFromOutside },
      match: fromOutside,
    },
  ],
  examples: () => ({
    fires: [
      { title: 'trust, rights, use', severity: 'critical', records: [trusting(), promoted(1), assumed(20)] },
      { title: 'rights, trust, use', severity: 'critical', records: [promoted(0), trusting(300), assumed(301)] },
    ],
    quiet: [
      { title: 'not used yet', records: [trusting(), promoted(1)] },
      { title: 'used without rights', records: [trusting(), assumed(20)] },
      { title: 'the rights go to another role', records: [trusting(), promoted(1, 'deploy'), assumed(20)] },
      { title: 'another role used', records: [trusting(), promoted(1), assumed(20, { role: 'vendor' })] },
      {
        title: 'the use refused',
        records: [trusting(), promoted(1), assumed(20, { error: { code: 'AccessDenied' } })],
      },
      { title: 'a trusted account', trusted: [FOREIGN], records: [trusting(), promoted(1), assumed(20)] },
      {
        title: 'used by a trusted account alone',
        trusted: [PARTNER],
        records: [trusting(), promoted(1), assumed(20, { account: PARTNER })],
      },
    ],
  }),
});

function isFromOutside(raw: RawRecord): boolean {
  return text(raw.userIdentity, 'accountId') !== text(raw.recipientAccountId);
}

/** In the log of the role's account, a caller of another account is told by its account id. */
function fromOutside({ principal, account, params }: TrailEvent): Match | false {
  const roleArn = filled(params, 'roleArn');
  if (roleArn === undefined || principal.class === 'service' || principal.account === account) return false;
  const target = nameOf(roleArn);
  return {
    target,
    resource: `role ${target}`,
    what: `assumed role ${target} from account ${principal.account}`,
    foreign: { accounts: [principal.account], required: true },
  };
}
