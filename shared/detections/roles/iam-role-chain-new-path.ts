import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { rolePattern } from '../../cloudtrail/principal.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, daily, FOREIGN, person, record, role } from '../example.ts';
import { isAdminName } from '../users/admin-held.ts';
import { ORDINARY_WEEK, roleArnOf } from './assumption.ts';

function assume(to: string, difference: Difference = {}) {
  const params = { roleArn: `arn:aws:iam::${ACCOUNT}:role/${to}`, roleSessionName: 'next' };
  return record('sts', 'AssumeRole', { by: role('app'), params, ...difference });
}

const ci = {
  ...role('release'),
  sessionContext: { webIdFederationData: { federatedProvider: 'token.actions.githubusercontent.com' } },
};

/** `role:app to 111111111111/reader`: people count by permission set, roles of a stack by the pattern of their names. */
function pathOf(event: TrailEvent): string | undefined {
  const arn = roleArnOf(event);
  const { principal } = event;
  // What another account's role does here is sts-cross-account-first-seen; a role that assumes itself goes nowhere.
  if (arn === undefined || principal.account !== event.account || principal.class === 'service') return undefined;
  if (event.invokedBy !== undefined || arn === principal.roleArn) return undefined;
  return `${principal.peers} to ${accountOf(arn) ?? event.account}/${rolePattern(nameOf(arn))}`;
}

export default defineDetection({
  id: 'iam-role-chain-new-path',
  topic: 'R',
  title: 'New way from one role to another',
  severity: 'medium',
  attack: ['T1550.001'],
  why: 'An application’s role goes on to roles that its code asks for, and to no others. Who has stolen its credentials tries where they lead.',
  benign: ['A new pipeline or integration', 'An account that was just added to a deployment'],
  runbook: [
    'Ask the owner of {principal} whether it should become {target}.',
    'See who may: aws iam get-role --role-name {target} (AssumeRolePolicyDocument), and since when: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=ResourceName,AttributeValue={target}.',
    'The new session’s access key is in the record (responseElements.credentials.accessKeyId, event {event}): aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=KEY.',
    'If nobody knows it, take {principal} out of the trust policy of {target} and deny the open sessions of both (aws:TokenIssueTime).',
  ],
  on: { source: 'sts', names: ['AssumeRole'], identity: 'AssumedRole' },
  match: (event) => {
    const path = pathOf(event);
    const arn = roleArnOf(event);
    if (path === undefined || arn === undefined) return false;
    const name = nameOf(arn);
    const account = accountOf(arn);
    const strong = isAdminName(name);
    // People and pipelines go on to other roles by design.
    const usual = event.principal.class === 'human' || event.principal.class === 'ci';
    return {
      resource: `role ${name}`,
      target: name,
      what: `went on to role ${name}${account === undefined || account === event.account ? '' : ` of account ${account}`}`,
      severity: usual ? 'low' : strong ? 'high' : 'medium',
      listed: [{ list: 'deployRoles', names: [event.principal.roleArn ?? '', event.principal.name], severity: 'low' }],
      ...(account === undefined ? {} : { foreign: { accounts: [account] } }),
    };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: pathOf,
      noun: 'way',
      learnDays: 5,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      { title: 'an application’s role', severity: 'medium', records: [...ORDINARY_WEEK, assume('reader')] },
      { title: 'to an administrator’s', severity: 'high', records: [...ORDINARY_WEEK, assume('org-admin')] },
      {
        title: 'another than every day',
        severity: 'medium',
        records: [...daily(5, (minute) => assume('reader', { minute })), assume('writer')],
      },
      { title: 'a person', severity: 'low', records: [...ORDINARY_WEEK, assume('reader', { by: person() })] },
      { title: 'a pipeline', severity: 'low', records: [...ORDINARY_WEEK, assume('reader', { by: ci })] },
      {
        title: 'a role on the list of those that deploy',
        severity: 'low',
        lists: { deployRoles: ['*:role/app'] },
        records: [...ORDINARY_WEEK, assume('reader')],
      },
    ],
    quiet: [
      {
        title: 'the same as every day',
        records: [...daily(7, (minute) => assume('reader', { minute })), assume('reader')],
      },
      {
        title: 'another person with the same permission set',
        records: [
          ...daily(7, (minute) => assume('reader', { minute, by: person('bob@example.com') })),
          assume('reader', { by: person() }),
        ],
      },
      {
        title: 'a service with the role',
        records: [
          ...ORDINARY_WEEK,
          assume('reader', { by: { ...role('app'), invokedBy: 'glue.amazonaws.com' } }),
          assume('writer', { by: role('AWSServiceRoleForConfig', 'config') }),
        ],
      },
      {
        title: 'the role of another account, which sts-cross-account-first-seen tells',
        records: [...ORDINARY_WEEK, assume('reader', { by: { ...role('app'), accountId: FOREIGN } })],
      },
      { title: 'a role that assumes itself', records: [...ORDINARY_WEEK, assume('app')] },
      {
        title: 'a redeployed stack',
        records: [
          ...daily(7, (minute) => assume('shop-Reader-1A2B3C4D5E6F', { minute })),
          assume('shop-Reader-7G8H9I0J1K2L'),
        ],
      },
      { title: 'while the account is still new to us', records: [assume('reader')] },
      { title: 'refused', records: [...ORDINARY_WEEK, assume('reader', { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
