import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, record, restApi } from '../example.ts';
import { requested } from '../requested.ts';
import type { Change, Verdict } from '../state-use.ts';
import { adminHeld } from '../users/admin-held.ts';
import { integrationKey } from './connection.ts';

const MEMBERS = ['credentials', 'credentialsArn', 'authorizerCredentials', 'authorizerCredentialsArn'] as const;
const PASSTHROUGH = 'arn:aws:iam::*:user/*';

const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const authorizer = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1' };
const arn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
const set = (credentials: string, difference = {}) =>
  patch('UpdateIntegration', method, [['replace', '/credentials', credentials]], difference);
const attach = record('iam', 'AttachRolePolicy', {
  minute: -600,
  region: 'us-east-1',
  params: { roleName: 'ops', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
});

function put(credentials: string, minute = 0) {
  return restApi('PutIntegration', method, { type: 'AWS', httpMethod: 'POST', credentials }, { minute });
}

/** The role that a call names, as ARN; the caller's own identity is `arn:aws:iam::*:user/*`. */
function roleSet({ api }: TrailEvent): string | undefined {
  if (api === undefined) return undefined;
  return MEMBERS.map((member) => requested(api, member)).find((role) => role !== undefined && role !== '');
}

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'which role it was before is not known' };
  // A role taken away gives nothing, and a first one is a new integration's.
  return before === now || before === '' || now === ''
    ? 'quiet'
    : { severity: 'medium', reason: `it was ${before} before` };
}

export default defineDetection({
  id: 'apigw-integration-role-changed',
  topic: 'B',
  title: 'Role of an integration or authorizer changed',
  severity: 'medium',
  attack: ['T1098.003'],
  why: 'API Gateway acts with this role for whoever calls the API: a stronger one turns a request from the internet into a call with its rights.',
  benign: ['A role is split or renamed'],
  runbook: [
    'Ask {principal} what the API needs the new role for: {after}, before {before}.',
    'See what the role may do: aws iam list-attached-role-policies --role-name {target}; aws iam list-role-policies --role-name {target}',
    'See who may pass it on: a role that trusts apigateway.amazonaws.com can be set on any API by whoever has iam:PassRole for it.',
    'If it was not meant, set {before} again and deploy.',
    'See what was done with it since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole --start-time {time-1h} (invokedBy apigateway.amazonaws.com, {target} in the request).',
  ],
  on: {
    source: 'apigateway',
    names: ['PutIntegration', 'CreateIntegration', 'UpdateIntegration', 'CreateAuthorizer', 'UpdateAuthorizer'],
  },
  match: (event) => {
    const role = roleSet(event);
    if (role === undefined) return false;
    // A new integration has to have some role: only an administrator's, or one in place of another, is worth telling.
    const about = { ...(event.name.startsWith('Update') ? {} : { severity: 'low' as const }), target: nameOf(role) };
    return role === PASSTHROUGH
      ? { ...about, what: `had ${event.api?.resource} act with the identity of whoever calls it` }
      : { ...about, what: `gave ${event.api?.resource} the role ${role}` };
  },
  state: {
    changed: {
      settings: [
        'apigateway.integration.credentials',
        'apigateway.integration.credentialsArn',
        'apigateway.authorizer.authorizerCredentials',
        'apigateway.authorizer.authorizerCredentialsArn',
      ],
      judge,
    },
    given: [
      {
        setting: 'iam.role.policy',
        anywhere: true,
        of: (event) => {
          const role = roleSet(event);
          const account = role === undefined ? undefined : accountOf(role);
          return role === undefined || account === undefined ? undefined : `${account}/${nameOf(role)}`;
        },
        judge: (_value, _severity, told) => {
          const policy = adminHeld(told);
          return policy === undefined
            ? undefined
            : { severity: 'high', reason: `the role is an administrator by ${policy}` };
        },
      },
      {
        setting: 'apigateway.integration.credentials',
        of: integrationKey,
        judge: () => undefined,
        unknown: (severity) => (severity === 'low' ? 'quiet' : undefined),
      },
    ],
  },
  examples: () => ({
    fires: [
      {
        title: 'another role',
        severity: 'medium',
        records: [put(arn('queue'), -600), set(arn('orders'))],
      },
      { title: 'nothing known of before', severity: 'medium', records: [set(arn('orders'))] },
      { title: 'an administrator', severity: 'high', records: [attach, set(arn('ops'))] },
      { title: 'an administrator for a new integration', severity: 'high', records: [attach, put(arn('ops'))] },
      {
        title: 'put anew with another role',
        severity: 'medium',
        records: [put(arn('queue'), -600), put(arn('orders'))],
      },
      { title: 'an administrator, with a path', severity: 'high', records: [attach, set(arn('team/ops'))] },
      { title: 'the caller’s own identity', severity: 'medium', records: [set(PASSTHROUGH)] },
      {
        title: 'of an HTTP API',
        severity: 'medium',
        records: [httpApi('UpdateIntegration', { apiId: 'h1', integrationId: 'i1', credentialsArn: arn('orders') })],
      },
      {
        title: 'of an authorizer',
        severity: 'medium',
        records: [patch('UpdateAuthorizer', authorizer, [['replace', '/authorizerCredentials', arn('orders')]])],
      },
      {
        title: 'a role that is known and no administrator',
        severity: 'medium',
        records: [
          record('iam', 'AttachRolePolicy', {
            minute: -600,
            region: 'us-east-1',
            params: { roleName: 'orders', policyArn: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess' },
          }),
          set(arn('orders')),
        ],
      },
    ],
    quiet: [
      {
        title: 'of an HTTP API, the role it had',
        records: [
          httpApi(
            'UpdateIntegration',
            { apiId: 'h1', integrationId: 'i1', timeoutInMillis: 5000 },
            { minute: -600, response: { integrationId: 'i1', credentialsArn: arn('orders') } },
          ),
          httpApi('UpdateIntegration', { apiId: 'h1', integrationId: 'i1', credentialsArn: arn('orders') }),
        ],
      },
      {
        title: 'of an authorizer, the role it had',
        records: [
          patch('UpdateAuthorizer', authorizer, [['replace', '/name', 'x']], {
            minute: -600,
            response: { id: 'k1', authorizerCredentials: arn('orders') },
          }),
          patch('UpdateAuthorizer', authorizer, [['replace', '/authorizerCredentials', arn('orders')]]),
        ],
      },
      {
        title: 'of an HTTP API’s authorizer, the role it had',
        records: [
          httpApi(
            'UpdateAuthorizer',
            { apiId: 'h1', authorizerId: 'k1', name: 'x' },
            { minute: -600, response: { authorizerId: 'k1', authorizerCredentialsArn: arn('orders') } },
          ),
          httpApi('UpdateAuthorizer', { apiId: 'h1', authorizerId: 'k1', authorizerCredentialsArn: arn('orders') }),
        ],
      },
      {
        title: 'the role it had',
        records: [put(arn('orders'), -600), set(arn('orders'))],
      },
      { title: 'a new integration', records: [put(arn('orders'))] },
      { title: 'put anew with the role it had', records: [put(arn('orders'), -600), put(arn('orders'))] },
      { title: 'a role taken away', records: [patch('UpdateIntegration', method, [['remove', '/credentials']])] },
      {
        title: 'another change of an integration with a role',
        records: [
          patch('UpdateIntegration', method, [['replace', '/timeoutInMillis', '5000']], {
            response: { credentials: arn('orders') },
          }),
        ],
      },
      { title: 'refused', records: [set(arn('ops'), { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
