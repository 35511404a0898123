/**
 * Events that CloudTrail records under a name that is no operation of a service model, each with where AWS says so. A
 * detection may name nothing else.
 */
const SIGN_IN = 'CloudTrail user guide, "AWS Management Console sign-in events"';
const IDC = 'IAM Identity Center user guide, "Logging IAM Identity Center API calls" and "sign-in events"';
const ROOT = 'CloudTrail user guide, root user events; seen in account recovery records';
const S3 = 'S3 user guide, "Amazon S3 CloudTrail events": bucket-level names differ from the API’s';

export const OTHER_EVENTS: Readonly<Record<string, string>> = {
  'signin:ConsoleLogin': SIGN_IN,
  'signin:UserAuthentication': IDC,
  'signin:CredentialVerification': IDC,
  'signin:PasswordRecoveryCompleted': ROOT,
  'signin:PasswordUpdated': ROOT,
  'signin:EmailUpdated': ROOT,
  's3:PutBucketPublicAccessBlock': S3,
  's3:DeleteBucketPublicAccessBlock': S3,
  's3:PutAccountPublicAccessBlock': S3,
  's3:DeleteAccountPublicAccessBlock': S3,
};

/** Sources that CloudTrail writes beside those that service models sign with. */
export const OTHER_SOURCES: Readonly<Record<string, string>> = {
  's3-control': 'S3 Control signs as s3; older records name its endpoint',
  'execute-api': 'API Gateway access logs, read as events (docs/access-logs.md)',
  'aws-waf-logs': 'WAF logs, read as events (docs/access-logs.md)',
};
