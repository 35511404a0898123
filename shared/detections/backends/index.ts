import type { Detection } from '../define.ts';
import exfilVolume from './al-exfil-volume.ts';
import awsActionIntegration from './apigw-aws-action-integration.ts';
import integrationForeignLambda from './apigw-integration-foreign-lambda.ts';
import integrationRawHttp from './apigw-integration-raw-http.ts';
import integrationRoleChanged from './apigw-integration-role-changed.ts';
import integrationTlsSkip from './apigw-integration-tls-skip.ts';
import integrationUriChanged from './apigw-integration-uri-changed.ts';
import stageVariableChanged from './apigw-stage-variable-changed.ts';
import validationOff from './apigw-validation-off.ts';
import ddbDestroyed from './ddb-destroyed.ts';
import ddbSharedOrExported from './ddb-shared-or-exported.ts';
import kmsSharedForeign from './kms-shared-foreign.ts';
import backendRoleChanged from './lambda-backend-role-changed.ts';
import codeChanged from './lambda-code-changed.ts';
import codeChangedByHand from './lambda-code-changed-by-hand.ts';
import layerAttached from './lambda-layer-attached.ts';
import layerForeign from './lambda-layer-foreign.ts';
import permissionApigwUnscoped from './lambda-permission-apigw-unscoped.ts';
import permissionForeignAccount from './lambda-permission-foreign-account.ts';
import permissionForeignApi from './lambda-permission-foreign-api.ts';
import permissionPublic from './lambda-permission-public.ts';
import resourcePolicyReplaced from './lambda-resource-policy-replaced.ts';
import s3MadePublic from './s3-made-public.ts';
import s3ProtectionOff from './s3-protection-off.ts';
import s3SharedForeign from './s3-shared-foreign.ts';
import secretDestroyed from './secret-destroyed.ts';
import secretPolicyForeign from './secret-policy-foreign.ts';
import secretReplicatedFirst from './secret-replicated-first.ts';

/** One line a detection. */
export const backends: readonly Detection[] = [
  exfilVolume,
  awsActionIntegration,
  integrationForeignLambda,
  integrationRawHttp,
  integrationRoleChanged,
  integrationTlsSkip,
  integrationUriChanged,
  stageVariableChanged,
  validationOff,
  ddbDestroyed,
  ddbSharedOrExported,
  kmsSharedForeign,
  backendRoleChanged,
  codeChanged,
  codeChangedByHand,
  layerAttached,
  layerForeign,
  permissionApigwUnscoped,
  permissionForeignAccount,
  permissionForeignApi,
  permissionPublic,
  resourcePolicyReplaced,
  s3MadePublic,
  s3ProtectionOff,
  s3SharedForeign,
  secretDestroyed,
  secretPolicyForeign,
  secretReplicatedFirst,
];
