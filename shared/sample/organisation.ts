/** Who and what there is. Accounts, addresses and domains are the ones reserved for examples. */
export const ORGANISATION = 'o-exampleorg1';
export const PROD = '111111111111';
export const STAGING = '222222222222';
export const SECURITY = '333333333333';
/** The attacker's accounts: one assumes a role, the other receives traffic. */
export const FOREIGN = '999999999999';
export const FOREIGN_BACKEND = '888888888888';

export const HOME_REGION = 'eu-central-1';
export const GLOBAL_REGION = 'us-east-1';
export const SPARE_REGION = 'eu-west-1';

export type PermissionSet = 'Developer' | 'Platform' | 'Analyst' | 'SecurityAudit';

export interface Person {
  /** Session name of the Identity Center role, so the person. */
  readonly name: string;
  readonly set: PermissionSet;
  readonly accounts: readonly string[];
  /** Networks the person works from, usual one first. */
  readonly networks: readonly [string, ...string[]];
  readonly browser: string;
}

const OFFICE = '198.51.100.10';
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15';
export const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0';

const BOTH = [PROD, STAGING];
export const PEOPLE: readonly Person[] = [
  { name: 'dev-a@example.com', set: 'Developer', accounts: BOTH, networks: [OFFICE, '192.0.2.31'], browser: CHROME },
  { name: 'dev-b@example.com', set: 'Developer', accounts: BOTH, networks: [OFFICE], browser: SAFARI },
  { name: 'dev-c@example.com', set: 'Developer', accounts: [STAGING], networks: ['192.0.2.47'], browser: FIREFOX },
  { name: 'platform-a@example.com', set: 'Platform', accounts: BOTH, networks: [OFFICE], browser: CHROME },
  {
    name: 'platform-b@example.com',
    set: 'Platform',
    accounts: [PROD],
    networks: [OFFICE, '2001:db8:20::7'],
    browser: SAFARI,
  },
  { name: 'analyst-a@example.com', set: 'Analyst', accounts: [PROD], networks: [OFFICE], browser: FIREFOX },
  { name: 'security-a@example.com', set: 'SecurityAudit', accounts: [SECURITY], networks: [OFFICE], browser: CHROME },
];

export const CLI =
  'aws-cli/2.28.11 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython cfg/retry-mode#standard';
export const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io) terraform-provider-aws/6.11.0 aws-sdk-go-v2/1.38.3 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64';
export const CONFIGURE_CREDENTIALS = 'configure-aws-credentials-for-github-actions md/nodejs#20.19.4';
export const LEGACY_BOTO = 'Boto3/1.26.165 Python/3.9.2 Linux/5.10.0-8-amd64 Botocore/1.29.165';

export const LEGACY_CI = {
  user: 'legacy-ci',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  network: '198.51.100.40',
};
export const DEPLOY_ROLE = 'github-deploy';
export const TRAIL = 'prod-trail';
export const LOG_BUCKET = 'example-org-cloudtrail-logs';

export const ORDERS = {
  restApiId: 'a1b2c3d4e5',
  rootResourceId: 'r0t5o6p7q8',
  resourceId: 'x7y8z9',
  authorizerId: 'au7h3n',
  name: 'orders',
  createdDate: '2025-11-03T09:12:44Z',
  stage: 'prod',
  fn: 'orders-api',
};
export const ORDERS_STAGING = {
  ...ORDERS,
  restApiId: 'f6g7h8j9k0',
  rootResourceId: 's1t2g3i4n5',
  name: 'orders-staging',
  stage: 'staging',
};
export const PRICING_STAGING = {
  ...ORDERS,
  restApiId: 'k1l2m3n4p5',
  rootResourceId: 'p2r3i4c5e6',
  name: 'pricing-trial',
  stage: 'trial',
  fn: 'pricing-trial',
};
export const MOBILE = {
  apiId: 'm7n8p9q0r1',
  name: 'mobile',
  createdDate: '2025-11-03T09:40:02Z',
  integrationId: 'h4j5k6l',
  routeId: 'c2v3b4n',
  routeKey: 'GET /v1/profile',
  authorizerId: 'jw7a9k',
  fn: 'mobile-bff',
  issuer: 'https://login.example.com/oauth2/default',
  audience: 'api-mobile',
};
export const MOBILE_STAGING = { ...MOBILE, apiId: 's2t3u4v5w6', name: 'mobile-staging' };
export type RestApi = typeof ORDERS;
export type HttpApi = typeof MOBILE;

export const WEB_ACL = `arn:aws:wafv2:${HOME_REGION}:${PROD}:regional/webacl/orders-shield/3f1c2b7a-5d64-4e0f-9a87-0c1d2e3f4a5b`;
export const KMS_KEY = `arn:aws:kms:${HOME_REGION}:${PROD}:key/7c9e6679-7425-40de-944b-e07fc1f90ae7`;

const SECRET_NAMES = 'orders/db payments/gateway-token mobile/push-key billing/db analytics/db orders/signing-key';
const MORE_NAMES = 'partners/sftp mail/smtp search/admin mobile/oauth-client cache/auth reports/db';
/** Twelve secrets of the production account, as ARNs. */
export const SECRETS: readonly string[] = `${SECRET_NAMES} ${MORE_NAMES}`
  .split(' ')
  .map((name, i) => `arn:aws:secretsmanager:${HOME_REGION}:${PROD}:secret:prod/${name}-Ex${String(1000 + i * 37)}`);

export const functionArn = (account: string, fn: string): string =>
  `arn:aws:lambda:${HOME_REGION}:${account}:function:${fn}`;
/** The form API Gateway v1 wants a Lambda backend in. */
export const invocationUri = (account: string, fn: string): string =>
  `arn:aws:apigateway:${HOME_REGION}:lambda:path/2015-03-31/functions/${functionArn(account, fn)}/invocations`;
