import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { audienceOf, shared } from '../sharing.ts';

const backupVaultName = 'orders';

function policy(Principal: unknown, more: Record<string, unknown> = {}) {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'backup:CopyIntoBackupVault', Resource: '*', ...more }];
  return record('backup', 'PutBackupVaultAccessPolicy', {
    params: { backupVaultName, policy: JSON.stringify({ Version: '2012-10-17', Statement }) },
  });
}
function copyTo(account: string, difference = {}) {
  return record('backup', 'StartCopyJob', {
    params: {
      recoveryPointArn: 'arn:aws:ec2:eu-central-1::snapshot/snap-0123456789abcdef0',
      sourceBackupVaultName: backupVaultName,
      destinationBackupVaultArn: `arn:aws:backup:eu-central-1:${account}:backup-vault:inbox`,
    },
    ...difference,
  });
}

function copied({ params }: TrailEvent): Match | undefined {
  const to = accountOf(filled(params, 'destinationBackupVaultArn') ?? '');
  const vault = filled(params, 'sourceBackupVaultName') ?? '(unknown)';
  if (to === undefined) return undefined;
  return {
    what: `copied ${nameOf(filled(params, 'recoveryPointArn') ?? 'a recovery point')} to a backup vault of account ${to}`,
    resource: `backup vault ${vault}`,
    target: vault,
    foreign: { accounts: [to], severity: 'critical', required: true },
  };
}

export default defineDetection({
  id: 'backup-shared-foreign',
  topic: 'X',
  title: 'Backups given to a foreign account',
  severity: 'high',
  attack: ['T1537'],
  why: 'A backup holds everything at once: disks, tables, files. In another account it is out of your reach.',
  benign: ['A backup account of yours that is not on the trust list', 'A provider that keeps copies'],
  runbook: [
    'Ask {principal} whose account that is; put it on the trust list if it is yours.',
    'See who is let in: aws backup get-backup-vault-access-policy --backup-vault-name {target} --region {region}; what was copied: aws backup list-copy-jobs --region {region}.',
    'Close it: aws backup delete-backup-vault-access-policy --backup-vault-name {target} --region {region}.',
    'What was copied is gone: treat the data in it as taken.',
  ],
  on: { source: 'backup', names: ['PutBackupVaultAccessPolicy', 'StartCopyJob'] },
  match: (event) => {
    if (event.name === 'StartCopyJob') return copied(event);
    const vault = filled(event.params, 'backupVaultName') ?? '(unknown)';
    const audience = audienceOf(event.params['policy']);
    return audience === undefined ? undefined : shared(`backup vault ${vault}`, vault, audience);
  },
  examples: () => ({
    fires: [
      { title: 'the vault shared with an account', severity: 'high', records: [policy({ AWS: FOREIGN })] },
      { title: 'the vault open', severity: 'critical', records: [policy('*')] },
      { title: 'a copy sent off', severity: 'critical', records: [copyTo(FOREIGN)] },
    ],
    quiet: [
      {
        title: 'open inside the organization',
        records: [policy('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } })],
      },
      { title: 'nobody may delete', records: [policy('*', { Effect: 'Deny', Action: 'backup:DeleteRecoveryPoint' })] },
      { title: 'a copy to another region', records: [copyTo('111111111111')] },
      { title: 'a copy to the backup account', trusted: [FOREIGN], records: [copyTo(FOREIGN)] },
      { title: 'refused', records: [copyTo(FOREIGN, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
