import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, at, fields, filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Severity } from '../severity.ts';
import { eased } from './deploys.ts';

function call(name: string, params: Record<string, unknown>, difference = {}) {
  return record('backup', name, { params, ...difference });
}
const vault = { backupVaultName: 'orders' };
/** A lifecycle this short is no retention. */
const SHORT_DAYS = 7;

type Loss = { readonly what: string; readonly severity: Severity };

const LOSSES: ReadonlyMap<string, (vault: string, event: TrailEvent) => Loss | undefined> = new Map([
  ['DeleteBackupVault', (name) => ({ what: `deleted backup vault ${name}`, severity: 'high' })],
  [
    'DeleteBackupVaultLockConfiguration',
    (name) => ({ what: `took the lock off backup vault ${name}`, severity: 'high' }),
  ],
  [
    'DeleteBackupVaultAccessPolicy',
    (name) => ({ what: `removed the policy of backup vault ${name}`, severity: 'medium' }),
  ],
  [
    'DisassociateBackupVaultMpaApprovalTeam',
    (name) => ({ what: `took the approval team off backup vault ${name}`, severity: 'high' }),
  ],
  [
    'DeleteBackupPlan',
    (_vault, { params }) => ({
      what: `deleted backup plan ${filled(params, 'backupPlanId') ?? '(unknown)'}`,
      severity: 'medium',
    }),
  ],
  [
    'DeleteBackupSelection',
    (_vault, { params }) => ({
      what: `took resources out of backup plan ${filled(params, 'backupPlanId') ?? '(unknown)'}`,
      severity: 'medium',
    }),
  ],
  ['UpdateRecoveryPointLifecycle', shortened],
  ['UpdateRegionSettings', optedOut],
  [
    'DeleteRule',
    (_vault, { params }) => ({
      what: `deleted recycle bin rule ${filled(params, 'identifier') ?? '(unknown)'}`,
      severity: 'medium',
    }),
  ],
  [
    'UnlockRule',
    (_vault, { params }) => ({
      what: `unlocked recycle bin rule ${filled(params, 'identifier') ?? '(unknown)'}`,
      severity: 'high',
    }),
  ],
]);

function shortened(name: string, { params }: TrailEvent): Loss | undefined {
  const days = amount(params, 'lifecycle', 'deleteAfterDays');
  if (days === undefined || days < 0 || days > SHORT_DAYS) return undefined;
  return {
    what: `let a recovery point in backup vault ${name} expire after ${days} ${days === 1 ? 'day' : 'days'}`,
    severity: 'high',
  };
}

function optedOut(_vault: string, { params, region }: TrailEvent): Loss | undefined {
  const off = Object.entries(fields(at(params, 'resourceTypeOptInPreference'))).filter(([, on]) => on === false);
  if (off.length === 0) return undefined;
  const kinds = off.map(([kind]) => kind).sort();
  return { what: `stopped backups of ${kinds.join(', ')} in ${region}`, severity: 'medium' };
}

export default defineDetection({
  id: 'backup-protection-off',
  topic: 'X',
  title: 'Backup vault, plan or lock removed',
  severity: 'high',
  attack: ['T1490'],
  why: 'Backups are what a ransom fails at. Without lock, approval or plan they can be deleted, or are not taken any more.',
  benign: ['A plan moves to the organization', 'An environment is taken down'],
  runbook: [
    'Ask {principal} why; stop them if recovery points follow.',
    'See what is left: aws backup list-backup-vaults --region {region} (Locked, NumberOfRecoveryPoints); aws backup list-backup-plans --region {region}; aws rbin list-rules --resource-type EBS_SNAPSHOT --region {region}.',
    'Put it back: aws backup put-backup-vault-lock-configuration --backup-vault-name {target} --min-retention-days 7 --region {region}, or create the plan again from its template.',
    'See what else {principal} did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: { source: ['backup', 'rbin'], names: [...LOSSES.keys()] },
  match: (event) => {
    const named = filled(event.params, 'backupVaultName') ?? filled(event.params, 'backupPlanId');
    const target = nameOf(named ?? filled(event.params, 'identifier') ?? event.region);
    const loss = LOSSES.get(event.name)?.(target, event);
    if (loss === undefined) return false;
    return eased(event, { ...loss, resource: `backups of account ${event.account}, ${event.region}`, target }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'a vault', severity: 'high', records: [call('DeleteBackupVault', vault)] },
      { title: 'its lock', severity: 'high', records: [call('DeleteBackupVaultLockConfiguration', vault)] },
      { title: 'a plan', severity: 'medium', records: [call('DeleteBackupPlan', { backupPlanId: 'p-1' })] },
      {
        title: 'kept for a day only',
        severity: 'high',
        records: [call('UpdateRecoveryPointLifecycle', { ...vault, lifecycle: { deleteAfterDays: 1 } })],
      },
      {
        title: 'databases left out',
        severity: 'medium',
        records: [call('UpdateRegionSettings', { resourceTypeOptInPreference: { RDS: false, EBS: true } })],
      },
      {
        title: 'a rule of the recycle bin unlocked',
        severity: 'high',
        records: [record('rbin', 'UnlockRule', { params: { identifier: 'pwxIkFcvge4' } })],
      },
      {
        title: 'a stack taken down',
        severity: 'low',
        records: [
          call(
            'DeleteBackupPlan',
            { backupPlanId: 'p-1' },
            { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } },
          ),
        ],
      },
    ],
    quiet: [
      {
        title: 'kept for a year',
        records: [call('UpdateRecoveryPointLifecycle', { ...vault, lifecycle: { deleteAfterDays: 365 } })],
      },
      { title: 'more kinds', records: [call('UpdateRegionSettings', { resourceTypeOptInPreference: { RDS: true } })] },
      {
        title: 'not empty',
        records: [call('DeleteBackupVault', vault, { error: { code: 'InvalidRequestException' } })],
      },
      { title: 'a rule of EventBridge', records: [record('events', 'DeleteRule', { params: { name: 'nightly' } })] },
      {
        title: 'kept for good',
        records: [call('UpdateRecoveryPointLifecycle', { ...vault, lifecycle: { deleteAfterDays: -1 } })],
      },
    ],
  }),
});
