import type { Detection } from '../define.ts';
import definitionReplaced from './apigw-definition-replaced.ts';
import deleted from './apigw-deleted.ts';
import deletedMany from './apigw-deleted-many.ts';
import apigwExported from './apigw-exported.ts';
import manualDeploy from './apigw-manual-deploy.ts';
import partsDeleted from './apigw-parts-deleted.ts';
import tlsDowngraded from './apigw-tls-downgraded.ts';
import driftDormantAwake from './drift-dormant-awake.ts';
import driftFindingsArchived from './drift-findings-archived.ts';
import driftManualChange from './drift-manual-change.ts';
import driftNewServiceOrRegion from './drift-new-service-or-region.ts';
import driftReviewOverdue from './drift-review-overdue.ts';
import driftStaleKeyUsed from './drift-stale-key-used.ts';
import passwordPolicyWeakened from './iam-password-policy-weakened.ts';

/** One line a detection. */
export const drift: readonly Detection[] = [
  definitionReplaced,
  deleted,
  deletedMany,
  apigwExported,
  manualDeploy,
  partsDeleted,
  tlsDowngraded,
  driftDormantAwake,
  driftFindingsArchived,
  driftManualChange,
  driftNewServiceOrRegion,
  driftReviewOverdue,
  driftStaleKeyUsed,
  passwordPolicyWeakened,
];
