import type { TrailEvent } from '../cloudtrail/event.ts';
import { READ_VERB } from '../cloudtrail/operation.ts';
import { accessKeySettings } from './access-key.ts';
import { deletedAccessLog } from './access-log.ts';
import { apiGatewaySettings } from './apigateway.ts';
import { autoDeploySettings } from './auto-deploy.ts';
import { definitionSettings } from './definition.ts';
import { functionName, trailName } from './names.ts';
import { passwordPolicy } from './password-policy.ts';
import { policySettings } from './policies.ts';
import { membersIn, named, type Setting, type Thing } from './setting.ts';
import { wafSettings } from './wafv2.ts';

/** Things of the other services, whose requests are flat. */
const THINGS: Readonly<Record<string, readonly Thing[]>> = {
  lambda: [
    {
      name: 'function',
      operations: /^(CreateFunction|UpdateFunctionConfiguration)$/,
      of: (event) => functionName(named('functionName')(event)),
      members: ['role', 'layers', 'handler'],
    },
    {
      name: 'url',
      operations: /^(Create|Update)FunctionUrlConfig$/,
      of: (event) => functionName(named('functionName', 'functionArn')(event)),
      members: ['authType'],
    },
  ],
  cloudtrail: [
    {
      name: 'trail',
      operations: /^(Create|Update)Trail$/,
      of: (event) => trailName(named('name', 'trailARN')(event)),
      members: [
        's3BucketName',
        'kmsKeyId',
        'isMultiRegionTrail',
        'includeGlobalServiceEvents',
        'enableLogFileValidation',
        'isOrganizationTrail',
        'cloudWatchLogsLogGroupArn',
      ],
    },
    {
      name: 'selectors',
      operations: /^PutEventSelectors$/,
      of: (event) => trailName(named('trailName', 'trailARN')(event)),
      members: ['eventSelectors', 'advancedEventSelectors'],
    },
  ],
  iam: [],
  dynamodb: [
    {
      name: 'export',
      operations: /^ExportTableToPointInTime$/,
      of: named('tableArn'),
      members: ['s3Bucket'],
    },
  ],
  'cognito-idp': [
    {
      name: 'pool',
      operations: /^(CreateUserPool|UpdateUserPool|SetUserPoolMfaConfig)$/,
      of: named('userPoolId'),
      members: [
        'mfaConfiguration',
        'lambdaConfig',
        'userPoolAddOns/advancedSecurityMode',
        'adminCreateUserConfig/allowAdminCreateUserOnly',
      ],
    },
    {
      name: 'client',
      operations: /^(Create|Update)UserPoolClient$/,
      of: named('clientId'),
      members: [
        'callbackURLs',
        'logoutURLs',
        'explicitAuthFlows',
        'allowedOAuthFlows',
        'accessTokenValidity',
        'refreshTokenValidity',
      ],
    },
  ],
};

/** Every setting that a successful write tells. Empty for reads, errors and services without things. */
export function settingsOf(event: TrailEvent): readonly Setting[] {
  if (event.readOnly || event.outcome !== 'success') return [];
  if (event.service === 'apigateway')
    return [
      ...apiGatewaySettings(event),
      ...autoDeploySettings(event),
      ...definitionSettings(event),
      ...deletedAccessLog(event),
    ];
  if (event.service === 'wafv2') return wafSettings(event);
  if (event.service === 'iam' && /^(Create|Delete)AccessKey$/.test(event.name)) return accessKeySettings(event);
  if (event.service === 'iam' && event.name.endsWith('AccountPasswordPolicy')) return passwordPolicy(event);
  const policies = policySettings(event);
  if (policies.length > 0) return policies;
  // A source called `constructor` must not find what every object inherits.
  const things = Object.hasOwn(THINGS, event.service) ? THINGS[event.service] : undefined;
  const thing = things?.find(({ operations }) => operations.test(event.name));
  const of = thing?.of(event);
  return thing === undefined || of === undefined ? [] : membersIn(event.params, thing, of, event.service);
}

const SERVICES: ReadonlySet<string> = new Set(['apigateway', 'wafv2', 'organizations', ...Object.keys(THINGS)]);

/** Whether an operation may write settings: the hot loop asks once per name, before it builds anything. */
export function mayWriteSettings(service: string, name: string): boolean {
  return SERVICES.has(service) && !READ_VERB.test(name);
}
