import type { TrailEvent } from '../../cloudtrail/event.ts';
import { flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';

const OMITTED = { omitted: true, originalSize: 118_272, reason: 'requestParameters too large' };

/** Calls that take a document somebody else wrote: the only ones that can be padded. The list keeps data events out of the way. */
const WITH_DOCUMENTS = [
  ...['PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy', 'CreatePolicy', 'CreatePolicyVersion', 'CreateRole'],
  ...['UpdateAssumeRolePolicy', 'CreateSAMLProvider', 'UpdateSAMLProvider', 'UploadServerCertificate'],
  ...['CreateRestApi', 'UpdateRestApi', 'CreateApi', 'UpdateApi', 'CreateDomainName', 'UpdateDomainName'],
  ...[
    'PutMethod',
    'UpdateMethod',
    'PutIntegration',
    'UpdateIntegration',
    'CreateIntegration',
    'CreateModel',
    'UpdateModel',
  ],
  ...['CreateFunction', 'UpdateFunctionConfiguration', 'AddPermission', 'AddLayerVersionPermission'],
  ...['PutBucketPolicy', 'PutBucketAcl', 'PutPermissionPolicy', 'PutLoggingConfiguration'],
];
/** Calls whose requests may well be that large: whole API definitions, address lists, rules, lifecycles. */
const LARGE_BY_NATURE = [
  ...['ImportRestApi', 'PutRestApi', 'ImportApi', 'ReimportApi', 'ImportApiKeys', 'ImportDocumentationParts'],
  ...['CreateIPSet', 'UpdateIPSet', 'CreateWebACL', 'UpdateWebACL', 'CreateRuleGroup', 'UpdateRuleGroup'],
  ...['CreateRegexPatternSet', 'UpdateRegexPatternSet', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration'],
  ...['PutBucketReplication', 'PutBucketNotification', 'PutBucketNotificationConfiguration', 'PutBucketWebsite'],
];

/** The whole request, or the member of it, that CloudTrail left out for its size; undefined when it is all there. */
function leftOut(event: TrailEvent): string | undefined {
  if (event.omitted) return 'the request';
  const member = Object.keys(event.params).find((key) => flag(event.params, key, 'omitted') === true);
  return member === undefined ? undefined : `${member} of the request`;
}

function padded(service: string, name: string, difference: Difference = {}) {
  return record(service, name, { params: OMITTED, ...difference });
}

export default defineDetection({
  id: 'ct-params-omitted',
  topic: 'L',
  title: 'Request too large to be recorded',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'CloudTrail leaves out requests above 100 KB. A policy padded with blanks grants what it likes, and the log doesn’t say what.',
  benign: ['An API definition, an IP set or a set of rules that really is that large'],
  runbook: [
    'See what {principal} set: read the resource as it is now. For IAM: aws iam get-account-authorization-details --filter User Role Group LocalManagedPolicy; for an API: aws apigateway get-rest-api --rest-api-id {api} --region {region}.',
    'A policy that is mostly blanks is an attack: take it away, and look at what {principal} did since {time-1h}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h}.',
    'If it is large for a good reason, compare it with the version before {time} all the same: no detection has seen it.',
  ],
  on: {
    source: ['iam', 'apigateway', 'lambda', 's3', 'wafv2'],
    names: [...WITH_DOCUMENTS, ...LARGE_BY_NATURE],
    writes: true,
  },
  match: (event) => {
    const what = leftOut(event);
    if (what === undefined) return false;
    // IAM's documents are limited to 10 KB without blanks, those of the others to 32 KB: more is padding.
    const large = LARGE_BY_NATURE.includes(event.name);
    return {
      what: `called ${event.service}:${event.name} with so much in it that CloudTrail left out ${what}`,
      severity: large ? 'medium' : 'high',
    };
  },
  examples: () => ({
    fires: [
      { title: 'a padded IAM policy', severity: 'high', records: [padded('iam', 'PutUserPolicy')] },
      { title: 'a padded bucket policy', severity: 'high', records: [padded('s3', 'PutBucketPolicy')] },
      {
        title: 'one member left out',
        severity: 'high',
        records: [padded('iam', 'CreatePolicy', { params: { policyName: 'a', policyDocument: OMITTED } })],
      },
      { title: 'an API definition', severity: 'medium', records: [padded('apigateway', 'ImportRestApi')] },
      { title: 'an IP set', severity: 'medium', records: [padded('wafv2', 'UpdateIPSet')] },
    ],
    quiet: [
      {
        title: 'all there',
        records: [
          padded('iam', 'PutUserPolicy', { params: { userName: 'alice', policyName: 'a', policyDocument: '{}' } }),
        ],
      },
      { title: 'refused', records: [padded('iam', 'PutUserPolicy', { error: { code: 'AccessDenied' } })] },
      {
        title: 'a large answer',
        records: [
          padded('iam', 'CreateRole', {
            params: { roleName: 'a' },
            response: { ...OMITTED, reason: 'responseElements too large' },
          }),
        ],
      },
      {
        title: 'a document that is only tried',
        records: [padded('iam', 'SimulateCustomPolicy', { also: { readOnly: true } })],
      },
    ],
  }),
});
