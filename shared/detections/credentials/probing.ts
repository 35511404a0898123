import type { TrailEvent } from '../../cloudtrail/event.ts';

/** Tools that begin every run with the same questions, whoever runs them. */
const DEPLOY_TOOL = /\b(?:HashiCorp|Terraform|OpenTofu|Pulumi|cdk|serverless)\b/i;

/** What one asks who doesn't know what the credentials in their hands are good for. */
const PROBING = new Set([
  'sts:GetCallerIdentity',
  'iam:GetUser',
  'iam:ListUsers',
  'iam:ListRoles',
  'iam:ListAttachedUserPolicies',
  'iam:ListUserPolicies',
  'iam:ListGroupsForUser',
  'iam:GetAccountAuthorizationDetails',
  's3:ListBuckets',
  'ses:GetSendQuota',
  'ses:GetAccount',
  'secretsmanager:ListSecrets',
  'organizations:DescribeOrganization',
  'servicequotas:ListServiceQuotas',
]);

/** The first call from there tells more than the address: a program does its work, a finder looks around and is refused. */
export function isProbing(event: TrailEvent): boolean {
  if (event.outcome === 'denied') return true;
  return PROBING.has(`${event.service}:${event.name}`) && !DEPLOY_TOOL.test(event.userAgent);
}
