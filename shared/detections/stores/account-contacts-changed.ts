import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import { eased } from './deploys.ts';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('account', name, { params, region: 'us-east-1', ...difference });
}
const contact = (alternateContactType: string) => ({
  alternateContactType,
  name: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  emailAddress: 'HIDDEN_DUE_TO_SECURITY_REASONS',
});

function changeIn(event: TrailEvent): { what: string; severity: Severity } {
  const kind = filled(event.params, 'alternateContactType') ?? 'unknown';
  switch (event.name) {
    case 'StartPrimaryEmailUpdate':
      return { what: 'asked to move the root e-mail address', severity: 'high' };
    case 'AcceptPrimaryEmailUpdate':
      return { what: 'moved the root e-mail address', severity: 'critical' };
    case 'PutContactInformation':
      return { what: 'changed the contact information', severity: 'medium' };
    default: {
      const verb = event.name.startsWith('Delete') ? 'removed' : 'changed';
      // AWS tells the security contact of leaked keys and abuse: whoever changes it will not be disturbed.
      return { what: `${verb} the ${kind.toLowerCase()} contact`, severity: kind === 'SECURITY' ? 'high' : 'medium' };
    }
  }
}

export default defineDetection({
  id: 'account-contacts-changed',
  topic: 'X',
  title: 'Contacts of the account changed',
  severity: 'high',
  attack: ['T1098'],
  why: "AWS's warnings about leaked keys, abuse and bills go to somebody else now; whoever holds the root e-mail address can reset the root password.",
  benign: ['A company moves or somebody leaves', 'Contacts set by the landing zone'],
  runbook: [
    'Ask {principal} and the owners of {account} who the new contact is.',
    'See what stands now: aws account get-alternate-contact --alternate-contact-type SECURITY; aws account get-contact-information; from the management account add --account-id {account}.',
    'Put it back: aws account put-alternate-contact (or put-contact-information) with your own details. A root e-mail address that was moved can be moved back with aws account start-primary-email-update from the management account only.',
    'Look for what {principal} did from {time-1h} to {time+1h}: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
  ],
  on: {
    source: 'account',
    names: [
      'PutAlternateContact',
      'DeleteAlternateContact',
      'PutContactInformation',
      'StartPrimaryEmailUpdate',
      'AcceptPrimaryEmailUpdate',
    ],
  },
  match: (event) => {
    const change = changeIn(event);
    // The management account sets contacts of others.
    const account = filled(event.params, 'accountId') ?? event.account;
    const match = { ...change, what: `${change.what} of account ${account}`, resource: `account ${account}` };
    return eased(event, { ...match, target: account }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'the security contact', severity: 'high', records: [call('PutAlternateContact', contact('SECURITY'))] },
      {
        title: 'the billing contact',
        severity: 'medium',
        records: [call('DeleteAlternateContact', contact('BILLING'))],
      },
      {
        title: 'the root e-mail address',
        severity: 'critical',
        records: [call('AcceptPrimaryEmailUpdate', { accountId: '222222222222' })],
      },
      {
        title: 'the landing zone sets it',
        severity: 'low',
        lists: { deployRoles: ['landing-zone'] },
        records: [call('PutAlternateContact', contact('SECURITY'), { by: role('landing-zone') })],
      },
      {
        title: 'the root e-mail address, asked for',
        severity: 'high',
        records: [call('StartPrimaryEmailUpdate', { accountId: '222222222222' })],
      },
      { title: 'the address', severity: 'medium', records: [call('PutContactInformation', {})] },
    ],
    quiet: [
      {
        title: 'refused',
        records: [call('PutAlternateContact', contact('SECURITY'), { error: { code: 'AccessDeniedException' } })],
      },
      { title: 'read', records: [call('GetAlternateContact', { alternateContactType: 'SECURITY' })] },
    ],
  }),
});
