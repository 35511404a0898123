import { parseArn } from '../../cloudtrail/arn.ts';
import { foreignPrincipals } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, iamUser, record } from '../example.ts';
import { isForApi, permissionOf } from './permission.ts';

function add(more: Record<string, unknown> = {}, difference = {}) {
  const base = { functionName: 'orders', statementId: 's1', action: 'lambda:InvokeFunction' };
  const params = { ...base, principal: 'apigateway.amazonaws.com', ...more };
  return record('lambda', 'AddPermission20150331v2', { params, ...difference });
}
const api = (account: string, id = 'a1b2c3d4e5') => ({
  sourceArn: `arn:aws:execute-api:eu-central-1:${account}:${id}/*/GET/orders`,
});

export default defineDetection({
  id: 'lambda-permission-foreign-api',
  topic: 'B',
  title: "Foreign account's API may invoke the function",
  severity: 'critical',
  attack: ['T1648'],
  why: 'A stranger’s API chooses its own authorizer, or none, and hands whatever it likes to your function, which answers with its role and data.',
  benign: ['An API in a shared services account: put the account on the trust list'],
  runbook: [
    'Take the grant back: aws lambda remove-permission --function-name {target} --region {region} --statement-id ID (statementId of event {event}; all: aws lambda get-policy --function-name {target} --region {region}).',
    'Ask {principal} whose account and API this is; the reason names them.',
    'See what the function may do: aws lambda get-function-configuration --function-name {target} --region {region} --query Role, and what that role did since {time}.',
    'Compare the function’s invocations since {time} (CloudWatch metric Invocations) with the requests of your own APIs: what is left came from the stranger.',
    'If it is yours, add the account to accounts.trusted in gatetrail.yml.',
  ],
  on: { source: 'lambda', names: ['AddPermission'] },
  match: (event) => {
    const permission = permissionOf(event);
    if (permission === undefined || !isForApi(permission)) return false;
    const accounts = [
      ...new Set(foreignPrincipals(permission.policy, () => false).map(({ account }) => account)),
    ].sort();
    if (accounts.length === 0) return false;
    const { target, resource, sourceArn } = permission;
    const id = sourceArn === undefined ? undefined : parseArn(sourceArn)?.resource.split('/')[0];
    const which = id === undefined || /[*?]/.test(id) ? 'every API' : `API ${id}`;
    return {
      target,
      resource,
      what: `let ${which} of account ${accounts.join(', ')} invoke function ${target}`,
      foreign: { accounts, severity: 'critical', required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'one API', severity: 'critical', records: [add(api(FOREIGN), { by: iamUser() })] },
      { title: 'every API of the account', severity: 'critical', records: [add(api(FOREIGN, '*'))] },
      { title: 'the account alone', severity: 'critical', records: [add({ sourceAccount: FOREIGN })] },
    ],
    quiet: [
      { title: 'an own API', records: [add(api('111111111111'))] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [add(api(FOREIGN))] },
      {
        title: 'an account whose logs are read',
        records: [add(api(FOREIGN)), record('sts', 'GetCallerIdentity', { account: FOREIGN })],
      },
      { title: 'any API at all: another detection', records: [add()] },
      {
        title: 'a topic of that account: another detection',
        records: [add({ principal: 'sns.amazonaws.com', sourceArn: `arn:aws:sns:eu-central-1:${FOREIGN}:orders` })],
      },
      { title: 'denied', records: [add(api(FOREIGN), { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
