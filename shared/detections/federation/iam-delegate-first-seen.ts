import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, FOREIGN, record, role } from '../example.ts';
import { ORDINARY_WEEK } from '../roles/assumption.ts';

/** The vendor's account, on calls made with delegated rights (IAM user guide, temporary delegation, "CloudTrail"). */
function delegateOf(event: TrailEvent): string | undefined {
  return filled(event.raw.userIdentity, 'invokedByDelegate', 'accountId');
}

function call(vendor: string | undefined, minute = 0) {
  const by = {
    ...role('Admin', 'alice'),
    ...(vendor === undefined ? {} : { invokedByDelegate: { accountId: vendor } }),
  };
  return record('iam', 'CreateRole', { minute, region: 'us-east-1', by, params: { roleName: 'vendor-monitoring' } });
}

/** The other half of the catalogue's row `iam-delegation-accepted`: the vendor, once it is in. */
export default defineDetection({
  id: 'iam-delegate-first-seen',
  topic: 'F',
  title: 'Vendor acts with delegated rights',
  severity: 'medium',
  attack: ['T1199'],
  why: 'An account that is not yours acts with the rights of one of your people. What it sets up, such as a role that trusts it, stays when the delegation ends.',
  benign: ['A product is being set up'],
  runbook: [
    'Ask {principal}, whose rights are used, which product they agreed to and when.',
    'See all that was done in the session: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} (userIdentity.invokedByDelegate), in us-east-1 and every region you use.',
    'If it is a vendor of yours, add its account to accounts.trusted in gatetrail.yml.',
    'If not, deny the session (aws:TokenIssueTime before now) and delete the roles and policies it made.',
  ],
  on: { first: 'caller', identity: ['AssumedRole', 'IAMUser', 'FederatedUser'], outcome: 'any' },
  match: (event) => {
    const vendor = delegateOf(event);
    if (vendor === undefined) return false;
    return {
      resource: `account ${event.account}`,
      target: event.principal.name,
      what: `lent its rights to account ${vendor}, which called ${event.service}:${event.name}`,
      foreign: { accounts: [vendor], required: true },
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: delegateOf,
      noun: 'delegate',
      learnDays: 1,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [{ title: 'for the first time', severity: 'medium', records: [...ORDINARY_WEEK.slice(-1), call(FOREIGN)] }],
    quiet: [
      { title: 'one’s own session', records: [...ORDINARY_WEEK, call(undefined)] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [...ORDINARY_WEEK, call(FOREIGN)] },
      {
        title: 'every day the same vendor',
        records: [...daily(7, (minute) => call(FOREIGN, minute)), call(FOREIGN)],
      },
    ],
  }),
});
