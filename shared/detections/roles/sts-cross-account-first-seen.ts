import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, daily, FOREIGN, record, role } from '../example.ts';
import { ORDINARY_WEEK, roleArnOf } from './assumption.ts';

function assume(from: string, role: string, minute = 0) {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
  const by = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEEXAMPLE009', accountId: from };
  return record('sts', 'AssumeRole', { minute, by, params: { roleArn, roleSessionName: 'export' } });
}

/** The caller's account when it is another than the role's. */
function foreignCaller({ principal, account }: TrailEvent): string | undefined {
  const foreign = principal.class !== 'service' && principal.account !== account && /^\d{12}$/.test(principal.account);
  return foreign ? principal.account : undefined;
}

export default defineDetection({
  id: 'sts-cross-account-first-seen',
  topic: 'R',
  title: 'Foreign account assumed a role for the first time',
  severity: 'high',
  attack: ['T1199'],
  why: 'A role that trusts the outside is being used from there: a new vendor, or somebody’s back door.',
  benign: ['A vendor’s integration that was just set up', 'An account of yours whose logs are not read here'],
  runbook: [
    'Find out whose account it is; if it is yours or a vendor’s, add it to accounts.trusted in gatetrail.yml.',
    'See who made the role trust it, and when: aws iam get-role --role-name {target}; aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=ResourceName,AttributeValue={target}.',
    'See what was done with it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={target} --start-time {time-1h} gives the session’s access key; look that up with AttributeKey=AccessKeyId.',
    'If nobody knows the account, take it out of the trust policy and deny the role’s open sessions (aws:TokenIssueTime).',
  ],
  on: {
    source: 'sts',
    names: ['AssumeRole'],
    identity: ['AWSAccount', 'AssumedRole', 'Role', 'IAMUser', 'Root', 'FederatedUser', 'Directory', 'Unknown'],
    raw: (raw) => text(raw.userIdentity, 'accountId') !== text(raw.recipientAccountId),
  },
  match: (event) => {
    const foreign = foreignCaller(event);
    const roleArn = roleArnOf(event);
    if (foreign === undefined || roleArn === undefined) return false;
    const role = nameOf(roleArn);
    return {
      resource: `role ${role}`,
      target: role,
      what: `assumed role ${role} from account ${foreign}`,
      foreign: { accounts: [foreign], required: true },
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: (event) => `${foreignCaller(event)} to ${nameOf(roleArnOf(event) ?? 'unknown')}`,
      noun: 'way in',
      learnDays: 3,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      { title: 'the first ever', severity: 'high', records: [...ORDINARY_WEEK, assume(FOREIGN, 'report-reader')] },
      {
        title: 'a known account, another role',
        severity: 'high',
        records: [...daily(3, (minute) => assume(FOREIGN, 'monitoring', minute)), assume(FOREIGN, 'report-reader')],
      },
    ],
    quiet: [
      {
        title: 'the service-linked role of another account',
        records: [
          ...ORDINARY_WEEK,
          {
            ...assume(FOREIGN, 'report-reader'),
            userIdentity: { ...role('AWSServiceRoleForSupport'), accountId: FOREIGN },
          },
        ],
      },
      {
        title: 'every day the same',
        records: [...daily(7, (minute) => assume(FOREIGN, 'monitoring', minute)), assume(FOREIGN, 'monitoring')],
      },
      { title: 'a trusted account', trusted: [FOREIGN], records: [...ORDINARY_WEEK, assume(FOREIGN, 'report-reader')] },
      { title: 'the account itself', records: [...ORDINARY_WEEK, assume(ACCOUNT, 'report-reader')] },
      { title: 'while the account is still new to us', records: [assume(FOREIGN, 'report-reader')] },
    ],
  }),
});
