import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, filled, flag, list } from '../../cloudtrail/field.ts';
import type { Severity } from '../severity.ts';

/** What a call switches off, for a person, and how grave that is. */
export interface Loss {
  readonly what: string;
  readonly severity: Severity;
}

/** Calls that need no look at their parameters. */
const SIMPLE: Readonly<Record<string, string>> = {
  'guardduty:DeleteDetector': 'deleted the GuardDuty detector',
  'guardduty:DisassociateFromAdministratorAccount': 'took the account out of the organisation’s GuardDuty',
  'guardduty:DisassociateFromMasterAccount': 'took the account out of the organisation’s GuardDuty',
  'guardduty:DeleteMembers': 'deleted members from GuardDuty',
  'guardduty:DisassociateMembers': 'took members out of GuardDuty',
  'guardduty:StopMonitoringMembers': 'stopped GuardDuty’s watch over member accounts',
  'guardduty:DisableOrganizationAdminAccount': 'took GuardDuty’s administrator account away',
  'config:StopConfigurationRecorder': 'stopped the AWS Config recorder',
  'config:DeleteConfigurationRecorder': 'deleted the AWS Config recorder',
  'config:DeleteDeliveryChannel': 'deleted the AWS Config delivery channel',
  'securityhub:DisableSecurityHub': 'switched Security Hub off',
  'securityhub:DisableSecurityHubV2': 'switched Security Hub off',
  'securityhub:DisassociateFromAdministratorAccount': 'took the account out of the organisation’s Security Hub',
  'access-analyzer:DeleteAnalyzer': 'deleted an IAM Access Analyzer',
};

export const LOSING_CALLS: readonly string[] = [
  ...new Set([
    ...Object.keys(SIMPLE).map((call) => call.split(':')[1] ?? ''),
    'UpdateDetector',
    'CreateFilter',
    'UpdateFilter',
  ]),
];

/** What a GuardDuty, Config, Security Hub or Access Analyzer call switches off; undefined when nothing. */
export function lossIn(event: TrailEvent): Loss | undefined {
  const call = `${event.service}:${event.name}`;
  const simple = Object.hasOwn(SIMPLE, call) ? SIMPLE[call] : undefined;
  if (simple !== undefined) return { what: simple, severity: 'high' };
  if (call === 'guardduty:UpdateDetector') return detectorLoss(event);
  return call === 'guardduty:CreateFilter' || call === 'guardduty:UpdateFilter' ? archiveLoss(event) : undefined;
}

function detectorLoss(event: TrailEvent): Loss | undefined {
  if (flag(event.params, 'enable') === false) return { what: 'switched GuardDuty off', severity: 'high' };
  const off = list(event.params, 'features')
    .filter((feature) => filled(feature, 'status') === 'DISABLED')
    .map((feature) => filled(feature, 'name') ?? 'a feature');
  // The older spelling, which AWS still takes.
  if (flag(event.params, 'dataSources', 's3Logs', 'enable') === false) off.push('S3_DATA_EVENTS');
  if (flag(event.params, 'dataSources', 'kubernetes', 'auditLogs', 'enable') === false) off.push('EKS_AUDIT_LOGS');
  return off.length === 0 ? undefined : { what: `switched off ${off.join(', ')} of GuardDuty`, severity: 'medium' };
}

/** A filter that archives hides findings as they come. What names one kind of finding or one resource is housekeeping. */
function archiveLoss(event: TrailEvent): Loss | undefined {
  if (filled(event.params, 'action')?.toUpperCase() !== 'ARCHIVE') return undefined;
  const criteria = Object.keys(fields(at(event.params, 'findingCriteria', 'criterion')));
  const narrow = criteria.some((field) => /^(type|resource\.|id$)/.test(field));
  const name = filled(event.params, 'name') ?? filled(event.params, 'filterName') ?? '(no name)';
  const what = narrow ? `those by ${criteria.join(', ')}` : 'those of every kind';
  return {
    what: `had GuardDuty archive findings as they come (filter ${name}: ${what})`,
    severity: narrow ? 'medium' : 'high',
  };
}
