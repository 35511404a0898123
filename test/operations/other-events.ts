/**
 * Events that CloudTrail records under a name that is no operation of a service model, each with where AWS says so. A
 * detection may name nothing else.
 */
const SIGN_IN = 'CloudTrail user guide, "AWS Management Console sign-in events"';
const IDC = 'IAM Identity Center user guide, "Logging IAM Identity Center API calls" and "sign-in events"';
const AUTHORIZATION = 'service authorization reference: actions of IAM Identity Center that have no public API';
const ROOT = 'CloudTrail user guide, root user events; seen in account recovery records';
const S3 = 'S3 user guide, "Amazon S3 CloudTrail events": bucket-level names differ from the API’s';

const CLOUDSHELL = 'CloudShell user guide, "Logging and monitoring"';

export const OTHER_EVENTS: Readonly<Record<string, string>> = {
  'signin:ConsoleLogin': SIGN_IN,
  'signin:UserAuthentication': IDC,
  'signin:CredentialVerification': IDC,
  'signin:CheckMfa': SIGN_IN,
  'signin:GetSigninToken': 'IAM user guide, "Enabling custom identity broker access to the AWS console"',
  'signin:AuthorizeOAuth2Access':
    'AWS Sign-In user guide, "Logging sign-in with OAuth"; AWS CLI user guide, "aws login"',
  'sso:Authenticate': IDC,
  'sso:Federate': IDC,
  'sso:CreateToken': IDC,
  'sso:AssociateDirectory': IDC,
  'sso:DisassociateDirectory': IDC,
  'sso:UpdateDirectoryAssociation': IDC,
  'sso:PutMfaDeviceManagementForDirectory': IDC,
  'sso:UpdateSSOConfiguration': AUTHORIZATION,
  'sso-directory:CreateExternalIdPConfigurationForDirectory': IDC,
  'sso-directory:UpdateExternalIdPConfigurationForDirectory': IDC,
  'sso-directory:EnableExternalIdPConfigurationForDirectory': IDC,
  'sso-directory:DisableExternalIdPConfigurationForDirectory': IDC,
  'sso-directory:DeleteExternalIdPConfigurationForDirectory': IDC,
  'sso-directory:ImportExternalIdPCertificate': AUTHORIZATION,
  'signin:PasswordRecoveryCompleted': ROOT,
  'signin:PasswordUpdated': ROOT,
  'signin:EmailUpdated': ROOT,
  'bedrock:PutFoundationModelEntitlement': 'Bedrock user guide, "Model access"; seen in recorded attacks',
  'cloudshell:CreateEnvironment': CLOUDSHELL,
  'cloudshell:CreateSession': CLOUDSHELL,
  'cloudshell:GetFileDownloadUrls': CLOUDSHELL,
  'cloudshell:GetFileUploadUrls': CLOUDSHELL,
  's3:PutBucketObjectLockConfiguration': S3,
  's3:PutBucketPublicAccessBlock': S3,
  's3:DeleteBucketPublicAccessBlock': S3,
  's3:PutAccountPublicAccessBlock': S3,
  's3:DeleteAccountPublicAccessBlock': S3,
};

/** Sources that CloudTrail writes beside those that service models sign with. */
export const OTHER_SOURCES: Readonly<Record<string, string>> = {
  'sso-directory': 'IAM Identity Center user guide, "Logging IAM Identity Center API calls": the directory’s own calls',
  cloudshell: 'CloudShell has no public service model',
  's3-control': 'S3 Control signs as s3; older records name its endpoint',
  'execute-api': 'API Gateway access logs, read as events (docs/access-logs.md)',
  'aws-waf-logs': 'WAF logs, read as events (docs/access-logs.md)',
};
