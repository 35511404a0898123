import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, rest, update } from './acts.ts';
import {
  ACL,
  ACL_BODY,
  ACL_ID,
  API,
  FORMAT,
  GUARDED,
  invoke,
  LOG_GROUP,
  labels,
  method,
  order,
  orders,
  permission,
  RULES,
  STAGE_ARN,
} from './rest-parts.ts';

const invoices = { ...labels, resourceId: 'res004' };
const stage = { ...labels, stageName: 'prod' };
const FUNCTIONS = ['orders-api', 'orders-authorizer'];

const newCode = (functionName: string, version: string): Act[] => [
  call('lambda:UpdateFunctionCode20150331v2', {
    functionName,
    s3Bucket: 'example-artifacts',
    s3Key: `${functionName}-2.zip`,
    publish: true,
    dryRun: false,
  }),
  call('lambda:UpdateFunctionConfiguration20150331v2', {
    functionName,
    runtime: 'nodejs22.x',
    role: `arn:aws:iam::${ACCOUNT}:role/${functionName}-exec`,
    timeout: 15,
    memorySize: 512,
    environment: {},
  }),
  call('lambda:PublishVersion20150331', { functionName }),
  call('lambda:UpdateAlias20150331', { functionName, name: 'live', functionVersion: version }),
];

/** A release: new code for both functions, a new resource, another log format, tighter limits, one more rule. */
export const UPDATE: readonly Act[] = [
  ...FUNCTIONS.flatMap((name) => newCode(name, '2')),
  rest('CreateResource', { ...labels, parentId: 'root01' }, { pathPart: 'invoices' }, { id: 'res004' }),
  ...method(invoices, 'GET', GUARDED, 'orders-api'),
  permission('orders-api', '*/GET/invoices', 'invoices'),
  update(
    'UpdateAuthorizer',
    { ...labels, authorizerId: 'auth01' },
    ['replace', '/authorizerUri', invoke('orders-authorizer')],
    ['replace', '/authorizerResultTtlInSeconds', '300'],
  ),
  update(
    'UpdateMethod',
    { ...orders, httpMethod: 'POST' },
    ['replace', '/requestValidatorId', 'val001'],
    ['replace', '/authorizationType', 'CUSTOM'],
    ['replace', '/authorizerId', 'auth01'],
  ),
  update('UpdateIntegration', { ...order, httpMethod: 'GET' }, ['replace', '/timeoutInMillis', '15000']),
  rest('CreateDeployment', labels, { description: 'Terraform' }, { id: 'dep002' }),
  update('UpdateStage', stage, ['replace', '/deploymentId', 'dep002']),
  update(
    'UpdateStage',
    stage,
    ['replace', '/accessLogSettings/destinationArn', LOG_GROUP],
    ['replace', '/accessLogSettings/format', FORMAT.replace('}', ',"api":"$context.apiId"}')],
  ),
  update(
    'UpdateStage',
    stage,
    ['replace', '/*/*/throttling/rateLimit', '80'],
    ['replace', '/*/*/throttling/burstLimit', '160'],
  ),
  rest('DeleteDeployment', { ...labels, deploymentId: 'dep001' }),
  update('UpdateUsagePlan', { usagePlanId: 'plan01' }, ['replace', '/throttle/rateLimit', '40']),
  call('wafv2:UpdateWebACL', {
    ...ACL_ID,
    ...ACL_BODY,
    lockToken: '1',
    rules: [
      ...RULES,
      {
        name: 'bad-inputs',
        priority: 3,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesKnownBadInputsRuleSet' } },
        visibilityConfig: { sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName: 'bad-inputs' },
      },
    ],
  }),
];

const resourceGone = (where: typeof orders, ...verbs: readonly string[]): Act[] => [
  ...verbs.flatMap((httpMethod) => [
    rest('DeleteIntegration', { ...where, httpMethod }),
    rest('DeleteMethod', { ...where, httpMethod }),
  ]),
  rest('DeleteResource', where),
];

/** `terraform destroy`, in the order of its graph. */
export const TEARDOWN: readonly Act[] = [
  call('wafv2:DisassociateWebACL', { resourceArn: STAGE_ARN }),
  call('wafv2:DeleteLoggingConfiguration', { resourceArn: ACL }),
  rest('DeleteBasePathMapping', { domainName: 'api.example.com', basePath: 'orders' }),
  rest('DeleteDomainName', { domainName: 'api.example.com' }),
  ...['key0001', 'key0002'].flatMap((keyId) => [
    rest('DeleteUsagePlanKey', { usagePlanId: 'plan01', keyId }),
    rest('DeleteApiKey', { apiKey: keyId }),
  ]),
  update('UpdateUsagePlan', { usagePlanId: 'plan01' }, ['remove', '/apiStages', `${API}:prod`]),
  rest('DeleteUsagePlan', { usagePlanId: 'plan01' }),
  update('UpdateStage', stage, ['remove', '/*/*']),
  call('wafv2:DeleteWebACL', { ...ACL_ID, lockToken: '2' }),
  rest('DeleteStage', stage),
  rest('DeleteDeployment', { ...labels, deploymentId: 'dep002' }),
  rest('DeleteGatewayResponse', { ...labels, responseType: 'UNAUTHORIZED' }),
  ...resourceGone(orders, 'GET', 'POST', 'OPTIONS'),
  ...resourceGone(order, 'GET', 'PUT', 'DELETE', 'OPTIONS'),
  ...resourceGone(invoices, 'GET'),
  ...FUNCTIONS.flatMap((functionName) => [
    call('lambda:RemovePermission20150331v2', { functionName, statementId: 'gateway' }),
    call('lambda:DeleteFunction20150331', { functionName }),
    call('iam:DetachRolePolicy', {
      roleName: `${functionName}-exec`,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    }),
    call('iam:DeleteRole', { roleName: `${functionName}-exec` }),
    call('logs:DeleteLogGroup', { logGroupName: `/aws/lambda/${functionName}` }),
  ]),
  rest('DeleteAuthorizer', { ...labels, authorizerId: 'auth01' }),
  rest('DeleteRestApi', labels),
  call('logs:DeleteLogGroup', { logGroupName: '/aws/apigateway/orders' }),
  call('route53:ChangeResourceRecordSets', {
    hostedZoneId: 'ZEXAMPLE0001',
    changeBatch: { changes: [{ action: 'DELETE', resourceRecordSet: { name: 'api.example.com', type: 'A' } }] },
  }),
  call('acm:DeleteCertificate', { certificateArn: 'arn:aws:acm:eu-central-1:111111111111:certificate/1' }),
];
