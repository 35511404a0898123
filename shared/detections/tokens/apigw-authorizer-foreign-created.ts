import { accountOf, lambdaArnIn, nameOf, parseArn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, FOREIGN, httpApi, restApi } from '../example.ts';
import { tooLarge } from './asked.ts';

const restApiId = 'a1b2c3d4e5';
const fn = (account: string) => `arn:aws:lambda:eu-central-1:${account}:function:tokens`;
const pool = (account: string) => `arn:aws:cognito-idp:eu-central-1:${account}:userpool/eu-central-1_A1b2C3d4E`;

function lambda(account: string, difference = {}) {
  const authorizerUri = `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${fn(account)}/invocations`;
  return restApi('CreateAuthorizer', { restApiId }, { name: 'tokens', type: 'TOKEN', authorizerUri }, difference);
}
function cognito(...accounts: readonly string[]) {
  const providerARNs = accounts.map(pool);
  return restApi('CreateAuthorizer', { restApiId }, { name: 'pool', type: 'COGNITO_USER_POOLS', providerARNs });
}

/** The functions and user pools that a new authorizer believes, as ARNs. */
function believed({ api }: TrailEvent): string[] {
  const told = [api?.input, api?.state];
  const functions = told.flatMap((one) => texts(one, 'authorizerUri')).map(lambdaArnIn);
  const pools = told.flatMap((one) => texts(one, 'providerARNs'));
  return [...new Set([...functions, ...pools].filter((arn) => arn !== undefined))].sort();
}

/** `tokens` of a function with or without version, `eu-central-1_A1b2C3d4E` of a user pool. */
function shortName(arn: string): string {
  return parseArn(arn)?.service === 'lambda' ? (arn.split(':')[6] ?? arn) : nameOf(arn);
}

export default defineDetection({
  id: 'apigw-authorizer-foreign-created',
  topic: 'T',
  title: 'Authorizer in the hands of a foreign account',
  severity: 'high',
  attack: ['T1556'],
  why: 'Once a method uses it, a stranger decides who may call the API: their function sees every token, their user pool signs its own.',
  benign: ['One account that authorizes callers for all: put it on the trust list'],
  runbook: [
    'Ask {principal} whose account this is; the reason names it.',
    'See which methods use it by now: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (HTTP API: aws apigatewayv2 get-routes --api-id {api} --region {region}), field authorizerId.',
    'If it is not yours: point those methods back to their authorizer, deploy, then delete this one: aws apigateway delete-authorizer --rest-api-id {api} --authorizer-id ID --region {region}',
    'Look in the access log of {api} for callers it let in since {time}, and revoke the tokens sent since then.',
    'If it is yours, add the account to accounts.trusted in gatetrail.yml.',
  ],
  on: { source: 'apigateway', names: ['CreateAuthorizer'] },
  match: (event) => {
    const arns = believed(event);
    const accounts = arns.map(accountOf).filter((account) => account !== undefined);
    const strange = arns.filter((arn) => accountOf(arn) !== event.account);
    const [first] = strange;
    return {
      what: `created an authorizer that believes ${strange.slice(0, 3).join(', ')}`,
      ...(first === undefined ? {} : { target: shortName(first) }),
      reasons: tooLarge(event),
      foreign: { accounts, severity: 'high', required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'a function of a foreign account', severity: 'high', records: [lambda(FOREIGN)] },
      { title: 'a user pool of a foreign account', severity: 'high', records: [cognito(FOREIGN)] },
      { title: 'a foreign user pool beside the own one', severity: 'high', records: [cognito(ACCOUNT, FOREIGN)] },
      {
        title: 'of an HTTP API, with the bare ARN',
        severity: 'high',
        records: [
          httpApi('CreateAuthorizer', { apiId: 'h1j2k3l4m5', authorizerType: 'REQUEST', authorizerUri: fn(FOREIGN) }),
        ],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'high',
        records: [
          restApi('CreateAuthorizer', {}, undefined, {
            params: { omitted: true, originalSize: 120_000 },
            response: {
              id: 'k1l2m3',
              providerARNs: [pool(FOREIGN)],
              authorizerUpdate: { restApiId, authorizerId: 'k1l2m3', template: false },
            },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'an own function', records: [lambda(ACCOUNT)] },
      { title: 'an own user pool', records: [cognito(ACCOUNT)] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [lambda(FOREIGN)] },
      { title: 'an account whose logs are read', records: [lambda(FOREIGN), lambda(FOREIGN, { account: FOREIGN })] },
      {
        title: 'tokens of an issuer, which has no account',
        records: [
          httpApi('CreateAuthorizer', {
            apiId: 'h1j2k3l4m5',
            authorizerType: 'JWT',
            jwtConfiguration: { issuer: 'https://login.example.com', audience: ['mobile'] },
          }),
        ],
      },
      { title: 'refused', records: [lambda(FOREIGN, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
