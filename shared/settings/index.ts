import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { apiGatewaySettings } from './apigateway.ts';
import { membersIn, named, type Setting, type Thing } from './setting.ts';

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
  iam: [
    {
      name: 'role',
      operations: /^(CreateRole|UpdateAssumeRolePolicy)$/,
      of: named('roleName'),
      members: ['assumeRolePolicyDocument', 'policyDocument'],
    },
    {
      name: 'passwordPolicy',
      operations: /^UpdateAccountPasswordPolicy$/,
      of: () => 'account',
      members: [
        'minimumPasswordLength',
        'passwordReusePrevention',
        'maxPasswordAge',
        'requireSymbols',
        'requireNumbers',
      ],
    },
  ],
  wafv2: [
    {
      name: 'webAcl',
      operations: /^(Create|Update)WebACL$/,
      of: named('id', 'name'),
      members: ['defaultAction', 'rules'],
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
  if (event.service === 'apigateway') return apiGatewaySettings(event);
  if (event.service === 'wafv2' && /^(Dis)?[Aa]ssociateWebACL$/.test(event.name)) return association(event);
  const thing = THINGS[event.service]?.find(({ operations }) => operations.test(event.name));
  const of = thing?.of(event);
  return thing === undefined || of === undefined ? [] : membersIn(event.params, thing, of, event.service);
}

/** Services whose events may write settings: the hot loop asks before it builds anything. */
export const SERVICES_WITH_SETTINGS: ReadonlySet<string> = new Set(['apigateway', ...Object.keys(THINGS)]);

/** Which web ACL guards an API stage. */
function association(event: TrailEvent): Setting[] {
  const of = filled(event.params, 'resourceArn');
  return of === undefined
    ? []
    : [
        {
          name: 'wafv2.association.webACLArn',
          of,
          value: event.name === 'AssociateWebACL' ? (filled(event.params, 'webACLArn') ?? '') : '',
        },
      ];
}

/** A function's name from its name, ARN or partial ARN, without version or alias. */
function functionName(nameOrArn: string | undefined): string | undefined {
  return nameOrArn?.replace(/^(arn:[\w-]+:lambda:[\w-]*:)?(\d{12}:)?(function:)?/, '').split(':')[0];
}

/** A trail's name from its name or ARN. */
function trailName(nameOrArn: string | undefined): string | undefined {
  return nameOrArn?.slice(nameOrArn.lastIndexOf('/') + 1);
}
