import type { TrailEvent } from '../cloudtrail/event.ts';
import { READ_VERB } from '../cloudtrail/operation.ts';
import { deletedAccessLog } from './access-log.ts';
import { apiKeySettings } from './api-key.ts';
import { apiGatewaySettings } from './apigateway.ts';
import { autoDeploySettings } from './auto-deploy.ts';
import { clientCertificateLinks } from './client-certificate.ts';
import { clientSettings } from './cognito-client.ts';
import { identityPoolSettings } from './cognito-identity.ts';
import { poolSettings, providerSettings } from './cognito-pool.ts';
import { definitionSettings } from './definition.ts';
import { flatSettings } from './flat.ts';
import { fmsSettings } from './fms.ts';
import { heldPolicies } from './held-policies.ts';
import { iamSettings } from './iam.ts';
import { restJwtSettings } from './jwt.ts';
import { functionCode } from './lambda-code.ts';
import { functionLinks } from './links.ts';
import { trailStores } from './log-store.ts';
import { policySettings } from './policies.ts';
import { portalSettings } from './portal.ts';
import { reviewSettings } from './review.ts';
import { routeKeySettings } from './route-key.ts';
import { secretSettings } from './secret.ts';
import type { Setting } from './setting.ts';
import { truststoreSettings } from './truststore.ts';
import { wafSettings } from './wafv2.ts';
import { writerSettings } from './writer.ts';

type Teller = (event: TrailEvent) => readonly Setting[];

/** Who reads the writes of a service. */
const TELLERS: ReadonlyMap<string, readonly Teller[]> = new Map<string, readonly Teller[]>([
  [
    'apigateway',
    [
      apiGatewaySettings,
      autoDeploySettings,
      definitionSettings,
      deletedAccessLog,
      functionLinks,
      portalSettings,
      restJwtSettings,
      routeKeySettings,
      apiKeySettings,
      truststoreSettings,
      clientCertificateLinks,
    ],
  ],
  ['cloudtrail', [flatSettings, trailStores]],
  ['cognito-identity', [identityPoolSettings]],
  ['cognito-idp', [poolSettings, clientSettings, providerSettings]],
  ['dynamodb', [flatSettings]],
  ['eks', [flatSettings]],
  ['fms', [fmsSettings]],
  ['iam', [iamSettings, reviewSettings]],
  ['lambda', [flatSettings, functionCode]],
  ['organizations', [policySettings]],
  ['secretsmanager', [secretSettings]],
  ['sso', [flatSettings, heldPolicies]],
  ['wafv2', [wafSettings]],
]);

/** Every setting that a successful write tells. Empty for reads, errors and services without things. */
export function settingsOf(event: TrailEvent): readonly Setting[] {
  // AWS calls making a report reading.
  if (event.readOnly || event.outcome !== 'success') return event.service === 'iam' ? reviewSettings(event) : [];
  const told = TELLERS.get(event.service)?.flatMap((teller) => teller(event)) ?? [];
  return [...told, ...writerSettings(event)];
}

/** Of these services only so few operations write settings, and so many others come (calls of applications, sign-ins), that they are named. */
const WRITERS: ReadonlyMap<string, RegExp> = new Map([
  ['cognito-idp', /UserPool|IdentityProvider$|ResourceServer$|RiskConfiguration$|LogDeliveryConfiguration$/],
  ['cognito-identity', /IdentityPool/],
  ['dynamodb', /Table|ContinuousBackups/],
  ['fms', /^PutPolicy$/],
  ['lambda', /^(Add|Create|Delete|Publish|Put|Remove|Update)/],
  ['sso', /PermissionSet$/],
  ['secretsmanager', /ResourcePolicy$/],
]);

/** Whether an operation may write settings: the hot loop asks once per name, before it builds anything. */
export function mayWriteSettings(service: string, name: string): boolean {
  return TELLERS.has(service) && (WRITERS.get(service)?.test(name) ?? true) && !READ_VERB.test(name);
}
