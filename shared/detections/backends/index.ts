import type { Detection } from '../define.ts';
import integrationForeignLambda from './apigw-integration-foreign-lambda.ts';
import integrationUriChanged from './apigw-integration-uri-changed.ts';
import ddbDestroyed from './ddb-destroyed.ts';
import ddbSharedOrExported from './ddb-shared-or-exported.ts';
import codeChanged from './lambda-code-changed.ts';
import codeChangedByHand from './lambda-code-changed-by-hand.ts';
import layerAttached from './lambda-layer-attached.ts';
import layerForeign from './lambda-layer-foreign.ts';
import permissionApigwUnscoped from './lambda-permission-apigw-unscoped.ts';
import permissionForeignAccount from './lambda-permission-foreign-account.ts';
import permissionPublic from './lambda-permission-public.ts';
import s3MadePublic from './s3-made-public.ts';

/** One line a detection. */
export const backends: readonly Detection[] = [
  integrationForeignLambda,
  integrationUriChanged,
  ddbDestroyed,
  ddbSharedOrExported,
  codeChanged,
  codeChangedByHand,
  layerAttached,
  layerForeign,
  permissionApigwUnscoped,
  permissionForeignAccount,
  permissionPublic,
  s3MadePublic,
];
