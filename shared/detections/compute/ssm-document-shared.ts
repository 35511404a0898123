import { isAccountId } from '../../cloudtrail/arn.ts';
import { filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, FOREIGN, record } from '../example.ts';

const share = (more: Record<string, unknown>, difference: Difference = {}) =>
  record('ssm', 'ModifyDocumentPermission', {
    params: { name: 'join-domain', permissionType: 'Share', ...more },
    ...difference,
  });

export default defineDetection({
  id: 'ssm-document-shared',
  topic: 'X',
  title: 'Systems Manager document shared',
  severity: 'high',
  attack: ['T1537'],
  why: 'Documents hold scripts, host names and now and then passwords. A public one can be read by any AWS account.',
  benign: ['A document that is published on purpose', 'Accounts of your own that are not read here'],
  runbook: [
    'Ask {principal} who is meant to have document {target}.',
    'See who does: aws ssm describe-document-permission --region {region} --name {target} --permission-type Share; read what it holds: aws ssm get-document --region {region} --name {target}.',
    'If it was not meant: aws ssm modify-document-permission --region {region} --name {target} --permission-type Share --account-ids-to-remove all (or the account), and rotate every secret it holds.',
    'Block it for good: aws ssm update-service-setting --region {region} --setting-id /ssm/documents/console/public-sharing-permission --setting-value Disable.',
  ],
  on: { source: 'ssm', names: ['ModifyDocumentPermission'] },
  match: (event) => {
    const added = texts(event.params, 'accountIdsToAdd');
    const name = filled(event.params, 'name') ?? 'without a name';
    const about = { resource: `document ${name}`, target: name };
    if (added.some((account) => account.toLowerCase() === 'all'))
      return { ...about, what: `let every AWS account read and run document ${name}` };
    const accounts = added.filter(isAccountId);
    const whom = `${accounts.length === 1 ? 'account' : 'accounts'} ${accounts.join(', ')}`;
    return {
      ...about,
      severity: 'medium',
      what: `shared document ${name} with ${whom}`,
      foreign: { accounts, required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'with everyone', severity: 'high', records: [share({ accountIdsToAdd: ['all'] })] },
      {
        title: 'with everyone, as the console writes it',
        severity: 'high',
        records: [share({ accountIdsToAdd: ['All'] })],
      },
      { title: 'with a foreign account', severity: 'medium', records: [share({ accountIdsToAdd: [FOREIGN] })] },
    ],
    quiet: [
      { title: 'with a trusted account', trusted: [FOREIGN], records: [share({ accountIdsToAdd: [FOREIGN] })] },
      { title: 'taken back', records: [share({ accountIdsToRemove: ['all'] })] },
      {
        title: 'public sharing is blocked',
        records: [share({ accountIdsToAdd: ['all'] }, { error: { code: 'DocumentPermissionLimit' } })],
      },
    ],
  }),
});
