import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, rest } from './acts.ts';
import { ACL, ACL_BODY, ACL_ID, API, REGION, RULES, STAGE_ARN } from './rest-parts.ts';

export const frontDoor: readonly Act[] = [
  call('acm:RequestCertificate', { domainName: 'api.example.com', validationMethod: 'DNS' }),
  call('route53:ChangeResourceRecordSets', {
    hostedZoneId: 'ZEXAMPLE0001',
    changeBatch: {
      changes: [
        {
          action: 'UPSERT',
          resourceRecordSet: {
            name: '_1.api.example.com',
            type: 'CNAME',
            tTL: 60,
            resourceRecords: [{ value: '_2.acm-validations.aws' }],
          },
        },
        {
          action: 'CREATE',
          resourceRecordSet: {
            name: 'api.example.com',
            type: 'A',
            aliasTarget: {
              hostedZoneId: 'ZGATEWAY',
              dNSName: 'd-1.execute-api.eu-central-1.amazonaws.com',
              evaluateTargetHealth: false,
            },
          },
        },
      ],
    },
  }),
  rest(
    'CreateDomainName',
    {},
    {
      domainName: 'api.example.com',
      regionalCertificateArn: `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/1`,
      endpointConfiguration: { types: ['REGIONAL'] },
      securityPolicy: 'TLS_1_2',
    },
  ),
  rest(
    'CreateBasePathMapping',
    { domainName: 'api.example.com' },
    { basePath: 'orders', restApiId: API, stage: 'prod' },
  ),
  call('wafv2:CreateWebACL', { ...ACL_ID, ...ACL_BODY, rules: RULES }),
  call('wafv2:AssociateWebACL', { webACLArn: ACL, resourceArn: STAGE_ARN }),
  call('wafv2:PutLoggingConfiguration', {
    loggingConfiguration: {
      resourceArn: ACL,
      logDestinationConfigs: [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:aws-waf-logs-orders`],
    },
  }),
];

export const plan: readonly Act[] = [
  rest(
    'CreateUsagePlan',
    {},
    {
      name: 'partners',
      apiStages: [{ apiId: API, stage: 'prod' }],
      throttle: { rateLimit: 50, burstLimit: 100 },
      quota: { limit: 100000, period: 'DAY' },
    },
    { id: 'plan01' },
  ),
  ...['key0001', 'key0002'].flatMap((id) => [
    rest(
      'CreateApiKey',
      {},
      { name: `partner-${id}`, enabled: true, generateDistinctId: false },
      { id, name: `partner-${id}`, enabled: true },
    ),
    rest('CreateUsagePlanKey', { usagePlanId: 'plan01' }, { keyId: id, keyType: 'API_KEY' }),
  ]),
];
