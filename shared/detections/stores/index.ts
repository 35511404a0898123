import type { Detection } from '../define.ts';
import accountContactsChanged from './account-contacts-changed.ts';
import accountRegionEnabled from './account-region-enabled.ts';
import acmKeyExported from './acm-key-exported.ts';
import amiShared from './ami-shared.ts';
import athenaResultsRedirected from './athena-results-redirected.ts';
import backupCopiesDeleted from './backup-copies-deleted.ts';
import backupProtectionOff from './backup-protection-off.ts';
import backupSharedForeign from './backup-shared-foreign.ts';
import cfnStacksetToOrg from './cfn-stackset-to-org.ts';
import cfnTemplateNewSource from './cfn-template-new-source.ts';
import datasyncNewDestination from './datasync-new-destination.ts';
import dnsQueryLogsRemoved from './dns-query-logs-removed.ts';
import ebsDirectRead from './ebs-direct-read.ts';
import ebsImageExported from './ebs-image-exported.ts';
import ebsSharingGuardOff from './ebs-sharing-guard-off.ts';
import ebsSnapshotShared from './ebs-snapshot-shared.ts';
import eipTransferredForeign from './eip-transferred-foreign.ts';
import glueCatalogShared from './glue-catalog-shared.ts';
import kmsExternalKey from './kms-external-key.ts';
import kmsForeignKeyUsed from './kms-foreign-key-used.ts';
import kmsKeyDisabled from './kms-key-disabled.ts';
import kmsManyKeysLost from './kms-many-keys-lost.ts';
import kmsPolicyLockout from './kms-policy-lockout.ts';
import messagingOpened from './messaging-opened.ts';
import networkFirewallOff from './network-firewall-off.ts';
import opensearchOpened from './opensearch-opened.ts';
import orgDelegatedAdminAdded from './org-delegated-admin-added.ts';
import orgJoinedElsewhere from './org-joined-elsewhere.ts';
import orgStructureChanged from './org-structure-changed.ts';
import quotaRaised from './quota-raised.ts';
import ramSharedForeign from './ram-shared-foreign.ts';
import rdsAuditOff from './rds-audit-off.ts';
import rdsDataApiEnabled from './rds-data-api-enabled.ts';
import rdsDestroyed from './rds-destroyed.ts';
import rdsExported from './rds-exported.ts';
import rdsMadePublic from './rds-made-public.ts';
import rdsManyDestroyed from './rds-many-destroyed.ts';
import rdsMasterPasswordChanged from './rds-master-password-changed.ts';
import rdsProtectionOff from './rds-protection-off.ts';
import rdsSnapshotRestored from './rds-snapshot-restored.ts';
import rdsSnapshotShared from './rds-snapshot-shared.ts';
import redshiftSharedForeign from './redshift-shared-foreign.ts';
import route53DomainMoved from './route53-domain-moved.ts';
import route53RecordsByNewcomer from './route53-records-by-newcomer.ts';
import s3AccessPointOpened from './s3-access-point-opened.ts';
import s3BucketsDeleted from './s3-buckets-deleted.ts';
import s3ExpiryShortened from './s3-expiry-shortened.ts';
import s3MassDelete from './s3-mass-delete.ts';
import s3MassRead from './s3-mass-read.ts';
import s3ObjectMadePublic from './s3-object-made-public.ts';
import s3RansomNote from './s3-ransom-note.ts';
import s3Rekeyed from './s3-rekeyed.ts';
import s3WrittenElsewhere from './s3-written-elsewhere.ts';
import sesIdentityAdded from './ses-identity-added.ts';
import sesIdentityShared from './ses-identity-shared.ts';
import sesMailDiverted from './ses-mail-diverted.ts';
import sesRecon from './ses-recon.ts';
import sesSendingOpened from './ses-sending-opened.ts';
import snsSmsBurst from './sns-sms-burst.ts';
import snsSmsLimitRaised from './sns-sms-limit-raised.ts';
import snsSmsRecon from './sns-sms-recon.ts';
import transferServerOpened from './transfer-server-opened.ts';
import vpcFlowLogsRemoved from './vpc-flow-logs-removed.ts';
import vpcPeeredForeign from './vpc-peered-foreign.ts';
import vpcWayInAdded from './vpc-way-in-added.ts';

/** One line a detection. */
export const stores: readonly Detection[] = [
  accountContactsChanged,
  accountRegionEnabled,
  acmKeyExported,
  amiShared,
  athenaResultsRedirected,
  backupCopiesDeleted,
  backupProtectionOff,
  backupSharedForeign,
  cfnStacksetToOrg,
  cfnTemplateNewSource,
  datasyncNewDestination,
  dnsQueryLogsRemoved,
  ebsDirectRead,
  ebsImageExported,
  ebsSharingGuardOff,
  ebsSnapshotShared,
  eipTransferredForeign,
  glueCatalogShared,
  kmsExternalKey,
  kmsForeignKeyUsed,
  kmsKeyDisabled,
  kmsManyKeysLost,
  kmsPolicyLockout,
  messagingOpened,
  networkFirewallOff,
  opensearchOpened,
  orgDelegatedAdminAdded,
  orgJoinedElsewhere,
  orgStructureChanged,
  quotaRaised,
  ramSharedForeign,
  rdsAuditOff,
  rdsDataApiEnabled,
  rdsDestroyed,
  rdsExported,
  rdsMadePublic,
  rdsManyDestroyed,
  rdsMasterPasswordChanged,
  rdsProtectionOff,
  rdsSnapshotRestored,
  rdsSnapshotShared,
  redshiftSharedForeign,
  route53DomainMoved,
  route53RecordsByNewcomer,
  s3AccessPointOpened,
  s3BucketsDeleted,
  s3ExpiryShortened,
  s3MassDelete,
  s3MassRead,
  s3ObjectMadePublic,
  s3RansomNote,
  s3Rekeyed,
  s3WrittenElsewhere,
  sesIdentityAdded,
  sesIdentityShared,
  sesMailDiverted,
  sesRecon,
  sesSendingOpened,
  snsSmsBurst,
  snsSmsLimitRaised,
  snsSmsRecon,
  transferServerOpened,
  vpcFlowLogsRemoved,
  vpcPeeredForeign,
  vpcWayInAdded,
];
