import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import { eased } from './deploys.ts';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('organizations', name, { params, region: 'us-east-1', ...difference });
}
const move = (destinationParentId: string, difference = {}) =>
  call(
    'MoveAccount',
    { accountId: '222222222222', sourceParentId: 'ou-ab12-34cd56ef', destinationParentId },
    difference,
  );

type Change = { readonly what: string; readonly severity: Severity; readonly target: string };

function changeIn({ name, params }: TrailEvent): Change {
  const account = filled(params, 'accountId') ?? filled(params, 'target', 'id') ?? '(unknown)';
  switch (name) {
    case 'CloseAccount':
      return { what: `closed account ${account}`, severity: 'high', target: account };
    case 'MoveAccount': {
      const to = filled(params, 'destinationParentId') ?? '(unknown)';
      // Directly under the root, no organizational unit's policies hold it back.
      return {
        what: `moved account ${account} to ${to}`,
        severity: to.startsWith('r-') ? 'high' : 'medium',
        target: account,
      };
    }
    case 'InviteAccountToOrganization':
      return { what: `invited ${account} into the organization`, severity: 'medium', target: account };
    case 'InviteOrganizationToTransferResponsibility':
      return { what: `offered the organization's bills to ${account}`, severity: 'high', target: account };
    default:
      return { what: 'made a new account', severity: 'medium', target: filled(params, 'accountName') ?? '(unknown)' };
  }
}

export default defineDetection({
  id: 'org-structure-changed',
  topic: 'X',
  title: 'Account made, moved or closed by hand',
  severity: 'high',
  attack: ['T1666', 'T1136.003'],
  why: 'A new or moved account stands outside the rules: a place for miners that nobody watches. A closed one takes everything in it along.',
  benign: ['An account is ordered or given up outside the usual tool'],
  runbook: [
    'Ask {principal} and the owners of the organization whether {target} was meant.',
    'See where it stands: aws organizations list-parents --child-id {target}; aws organizations list-policies-for-target --target-id {target} --filter SERVICE_CONTROL_POLICY.',
    'Put it back: aws organizations move-account --account-id {target} --source-parent-id NOW --destination-parent-id BEFORE; a closed account can be reopened through AWS Support for 90 days.',
    'See what else {principal} did from {time-1h} to {time+1h}.',
  ],
  on: {
    source: 'organizations',
    names: [
      'CloseAccount',
      'CreateAccount',
      'CreateGovCloudAccount',
      'InviteAccountToOrganization',
      'InviteOrganizationToTransferResponsibility',
      'MoveAccount',
    ],
  },
  match: (event) => {
    // Control Tower and Service Catalog make accounts to order.
    if (event.principal.class === 'service' || /^(controltower|servicecatalog)\./.test(event.invokedBy ?? ''))
      return false;
    const change = changeIn(event);
    return eased(event, { ...change, resource: `account ${change.target}` }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'closed', severity: 'high', records: [call('CloseAccount', { accountId: '222222222222' })] },
      { title: 'moved under the root', severity: 'high', records: [move('r-ab12')] },
      { title: 'moved to another unit', severity: 'medium', records: [move('ou-ab12-99999999')] },
      {
        title: 'made',
        severity: 'medium',
        records: [call('CreateAccount', { accountName: 'sandbox-9', email: 'HIDDEN_DUE_TO_SECURITY_REASONS' })],
      },
      {
        title: 'invited',
        severity: 'medium',
        records: [call('InviteAccountToOrganization', { target: { id: '999999999999', type: 'ACCOUNT' } })],
      },
      {
        title: 'the bills offered',
        severity: 'high',
        records: [
          call('InviteOrganizationToTransferResponsibility', {
            type: 'BILLING',
            target: { id: '999999999999', type: 'ACCOUNT' },
          }),
        ],
      },
      {
        title: 'by the tool that vends accounts',
        severity: 'low',
        lists: { deployRoles: ['account-vending'] },
        records: [move('ou-ab12-99999999', { by: role('account-vending') })],
      },
    ],
    quiet: [
      {
        title: 'by Control Tower',
        records: [
          move('ou-ab12-99999999', {
            by: { ...role('AWSControlTowerAdmin'), invokedBy: 'controltower.amazonaws.com' },
          }),
        ],
      },
      { title: 'a new unit', records: [call('CreateOrganizationalUnit', { parentId: 'r-ab12', name: 'sandbox' })] },
      { title: 'refused', records: [move('r-ab12', { error: { code: 'AccessDeniedException' } })] },
      {
        title: 'by the role of a service',
        records: [move('ou-ab12-99999999', { by: role('AWSServiceRoleForAWSControlTower') })],
      },
    ],
  }),
});
