import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, iamUser, record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { quietIfInfo } from './admin-held.ts';
import { allows, grantedTo, ownPolicy, writtenInto } from './apigw-grants.ts';

function judge({ before, now }: Change): Verdict {
  return before !== undefined && allows(before) !== undefined && allows(before) === allows(now)
    ? { severity: 'low', reason: 'it allowed as much before' }
    : {};
}

const DOCUMENT = (Action: string, Resource = '*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const policyArn = `arn:aws:iam::${ACCOUNT}:policy/api-team`;
const iam = (name: string, params: Record<string, unknown>, difference: Difference = {}) =>
  record('iam', name, { region: 'us-east-1', params, ...difference });
const attach = (arn: string, difference: Difference = {}) =>
  iam('AttachUserPolicy', { userName: 'bob', policyArn: arn }, difference);
const inline = (Action: string, Resource?: string) =>
  iam('PutUserPolicy', { userName: 'bob', policyName: 'apis', policyDocument: DOCUMENT(Action, Resource) });
const create = (Action: string, minute = 0) =>
  iam(
    'CreatePolicy',
    { policyName: 'api-team', policyDocument: DOCUMENT(Action) },
    { minute, response: { policy: { arn: policyArn } } },
  );
const version = (Action: string, setAsDefault = true, minute = 0) =>
  iam(
    'CreatePolicyVersion',
    { policyArn, policyDocument: DOCUMENT(Action), setAsDefault },
    { minute, response: { policyVersion: { versionId: 'v2' } } },
  );
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AmazonAPIGatewayAdministrator';
const toRole = (difference: Difference = {}) =>
  iam('AttachRolePolicy', { roleName: 'api-deploy', policyArn: ADMINISTRATOR }, difference);

export default defineDetection({
  id: 'iam-apigw-admin-granted',
  topic: 'U',
  title: 'All of API Gateway granted',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'Who may change every API can take authorizers off, send traffic elsewhere and switch logs off. Who may invoke every API passes IAM authorization, the only lock that many internal APIs have.',
  benign: ['A platform team', 'A deployment role that was never narrowed to its APIs'],
  runbook: [
    'Ask {principal} why {target} needs every API, and whether they made the call (key {key}, from {ip}).',
    'See what {target} did with it since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventSource,AttributeValue=apigateway.amazonaws.com --start-time {time}, in every region with APIs.',
    'If not meant, take it back: aws iam detach-user-policy --user-name {target} --policy-arn ARN, or delete-user-policy with the name that the reason gives (detach-role-policy and so on for a role or group).',
    'If it is meant, name the APIs: arn:aws:apigateway:REGION::/restapis/ID/* to manage, arn:aws:execute-api:REGION:{account}:ID/* to call.',
  ],
  on: {
    source: 'iam',
    names: [
      'AttachGroupPolicy',
      'AttachRolePolicy',
      'AttachUserPolicy',
      'CreatePolicy',
      'CreatePolicyVersion',
      'PutGroupPolicy',
      'PutRolePolicy',
      'PutUserPolicy',
    ],
  },
  match: (event) => (event.name.startsWith('Create') ? writtenInto(event) : grantedTo(event)),
  state: {
    changed: { settings: ['iam.policy.document'], judge },
    given: {
      setting: 'iam.policy.document',
      of: ownPolicy,
      unknown: quietIfInfo,
      judge: (document) => {
        const what = allows(document);
        return what === undefined ? 'quiet' : { severity: 'medium', reason: `whoever has the policy may ${what}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'AWS’s administrator policy', severity: 'high', records: [attach(ADMINISTRATOR)] },
      {
        title: 'AWS’s policy to invoke everything',
        severity: 'high',
        records: [attach('arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess')],
      },
      { title: 'to a role', severity: 'medium', records: [toRole()] },
      { title: 'a role to itself', severity: 'high', records: [toRole({ by: role('api-deploy') })] },
      {
        title: 'to a role on the list of those that deploy',
        severity: 'low',
        lists: { deployRoles: ['api-*'] },
        records: [toRole()],
      },
      {
        title: 'Identity Center provisions a permission set',
        severity: 'low',
        records: [
          iam(
            'AttachRolePolicy',
            { roleName: 'AWSReservedSSO_Api_0123456789abcdef', policyArn: ADMINISTRATOR },
            { by: role('AWSServiceRoleForSSO', 'AWS-SSO') },
          ),
        ],
      },
      { title: 'inline, all of the control plane', severity: 'high', records: [inline('apigateway:*')] },
      {
        title: 'inline, every call of every API',
        severity: 'high',
        records: [inline('execute-api:Invoke', 'arn:aws:execute-api:*:*:*')],
      },
      { title: 'a policy that nobody has yet', severity: 'low', records: [create('apigateway:*')] },
      { title: 'a version that waits', severity: 'low', records: [version('apigateway:*', false)] },
      {
        title: 'a policy made wide',
        severity: 'high',
        records: [create('apigateway:GET', -60), version('apigateway:*')],
      },
      {
        title: 'as wide before',
        severity: 'low',
        records: [version('apigateway:*', true, -60), version('apigateway:*')],
      },
      {
        title: 'a policy of one’s own that is known to be wide',
        severity: 'medium',
        records: [create('apigateway:*', -60), attach(policyArn, { by: iamUser('carol') })],
      },
      {
        title: 'to a role that is no permission set, by a service',
        severity: 'medium',
        records: [toRole({ by: role('AWSServiceRoleForSSO', 'AWS-SSO') })],
      },
    ],
    quiet: [
      { title: 'another policy of AWS', records: [attach('arn:aws:iam::aws:policy/AmazonSQSFullAccess')] },
      {
        title: 'one API',
        records: [inline('apigateway:*', 'arn:aws:apigateway:eu-central-1::/restapis/a1b2c3d4e5/*')],
      },
      { title: 'reading every API', records: [inline('apigateway:GET')] },
      { title: 'everything, which is told elsewhere', records: [inline('*')] },
      { title: 'a policy of one’s own that says something else', records: [create('s3:*', -60), attach(policyArn)] },
      { title: 'a policy of one’s own that is not known', records: [attach(policyArn)] },
      { title: 'denied', records: [attach(ADMINISTRATOR, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
