import type { Detection } from '../define.ts';
import definitionReplaced from './apigw-definition-replaced.ts';
import deleted from './apigw-deleted.ts';
import deletedMany from './apigw-deleted-many.ts';
import manualDeploy from './apigw-manual-deploy.ts';
import partsDeleted from './apigw-parts-deleted.ts';
import tlsDowngraded from './apigw-tls-downgraded.ts';
import passwordPolicyWeakened from './iam-password-policy-weakened.ts';

/** One line a detection. */
export const drift: readonly Detection[] = [
  definitionReplaced,
  deleted,
  deletedMany,
  manualDeploy,
  partsDeleted,
  tlsDowngraded,
  passwordPolicyWeakened,
];
