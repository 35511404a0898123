/** Other writes that their access level or verb puts higher or lower. Lines read as in tier-3.ts. */
export const TIER_1: readonly string[] = [
  // They call the backend, though named like a read.
  'apigateway: TestInvokeAuthorizer TestInvokeMethod',
  // Permissions management by level, daily work by nature: devices get policies, grants end, defaults are tightened.
  'bedrock-agentcore: InvokeWebSearch SynchronizeGatewayTargets',
  'ec2: EnableImageBlockPublicAccess EnableSnapshotBlockPublicAccess',
  'iot: AttachPolicy AttachPrincipalPolicy DetachPolicy DetachPrincipalPolicy',
  'kms: RetireGrant',
  'waf: CreateWebACL',
  'waf-regional: CreateWebACL',
  'xray: PutEncryptionConfig',
];

/** Named or levelled as writes, yet they change nothing, and every person and workload makes them all day. */
export const TIER_0: readonly string[] = [
  // Which role is taken is told by the target, a feature of its own; as an action, everyone takes roles.
  'signin: CredentialVerification ExitRole RenewRole SwitchRole UserAuthentication',
  'sso: Authenticate CreateToken Federate',
  'sts: AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity',
  // A key used, not changed.
  'kms: Decrypt DeriveSharedSecret Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext',
  'kms: GenerateDataKeyWithoutPlaintext GenerateMac GenerateRandom ReEncrypt Sign Verify VerifyMac',
];

/** The reads that answer "who am I, what is here, what may I do": all of tier 0. */
export const RECON: readonly string[] = [
  'apigateway: GetApis GetAuthorizers GetDomainNames GetExport GetRestApis GetStages GetUsagePlans',
  'cloudtrail: DescribeTrails',
  'dynamodb: ListTables',
  'ec2: DescribeInstances DescribeRegions DescribeSecurityGroups DescribeSnapshots',
  'guardduty: ListDetectors',
  'iam: GenerateCredentialReport GetAccountAuthorizationDetails GetAccountSummary GetUser ListAccessKeys',
  'iam: ListAccountAliases ListAttachedUserPolicies ListGroups ListGroupsForUser ListPolicies ListRoles',
  'iam: ListUserPolicies ListUsers SimulatePrincipalPolicy',
  'lambda: ListFunctions',
  'organizations: DescribeOrganization ListAccounts',
  'rds: DescribeDBInstances',
  's3: ListBuckets',
  'secretsmanager: ListSecrets',
  'servicequotas: ListServiceQuotas',
  'ses: GetAccount GetSendQuota ListIdentities',
  'ssm: DescribeInstanceInformation DescribeParameters',
  'sts: GetAccessKeyInfo GetCallerIdentity',
];
