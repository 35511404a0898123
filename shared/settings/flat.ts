import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { functionName, trailName } from './names.ts';
import { membersIn, named, type Setting, type Thing } from './setting.ts';

/** Things of services whose requests are flat: a table of members is all there is to say. */
const THINGS: ReadonlyMap<string, readonly Thing[]> = new Map(
  Object.entries({
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
    sso: [
      {
        name: 'permissionSet',
        operations: /^CreatePermissionSet$/,
        of: (event) => filled(event.response, 'permissionSet', 'permissionSetArn'),
        members: ['name'],
      },
    ],
    dynamodb: [
      {
        name: 'export',
        operations: /^ExportTableToPointInTime$/,
        of: named('tableArn'),
        members: ['s3Bucket'],
      },
    ],
    eks: [
      {
        name: 'cluster',
        operations: /^(CreateCluster|UpdateClusterConfig)$/,
        of: named('name', 'clusterName'),
        members: ['resourcesVpcConfig/publicAccessCidrs', 'resourcesVpcConfig/endpointPublicAccess'],
      },
    ],
  } satisfies Record<string, readonly Thing[]>),
);

export function flatSettings(event: TrailEvent): Setting[] {
  const thing = THINGS.get(event.service)?.find(({ operations }) => operations.test(event.name));
  const of = thing?.of(event);
  return thing === undefined || of === undefined ? [] : membersIn(event.params, thing, of, event.service);
}
