import { foreignPrincipals } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { isForApi, permissionOf } from './permission.ts';

function add(principal: string, more: Record<string, unknown> = {}, difference = {}) {
  const params = { functionName: 'orders', statementId: 's1', action: 'lambda:InvokeFunction', principal, ...more };
  return record('lambda', 'AddPermission20150331v2', { params, ...difference });
}
const foreignApi = { sourceArn: `arn:aws:execute-api:eu-central-1:${FOREIGN}:a1b2c3d4e5/*/GET/orders` };

export default defineDetection({
  id: 'lambda-permission-foreign-account',
  topic: 'B',
  title: 'Foreign account may invoke the function',
  severity: 'high',
  attack: ['T1098', 'T1648'],
  why: 'Another account can run the function with its role whenever it likes, past the API and its authorizer, until the grant is taken back.',
  benign: ['A partner or vendor integration: put its account on the trust list'],
  runbook: [
    'Ask {principal} whose account this is; the reason names it.',
    'See all grants: aws lambda get-policy --function-name {target} --region {region}.',
    'If not meant: aws lambda remove-permission --function-name {target} --region {region} --statement-id ID (statementId of event {event}).',
    'See what the function may do: aws lambda get-function-configuration --function-name {target} --region {region} --query Role, and what that role did since {time}.',
    'If it is a partner, add the account to accounts.trusted in gatetrail.yml.',
  ],
  on: { source: 'lambda', names: ['AddPermission'] },
  match: (event) => {
    const permission = permissionOf(event);
    // An API of another account: see lambda-permission-foreign-api.
    if (permission === undefined || isForApi(permission)) return false;
    const named = foreignPrincipals(permission.policy, () => false);
    if (named.length === 0) return false;
    const { target, resource, principal } = permission;
    const who = [...new Set(named.map(({ account }) => account))].sort().join(', ');
    return {
      target,
      resource,
      what: `let account ${who} (${principal}) invoke function ${target}`,
      foreign: { accounts: named.map(({ account }) => account), severity: 'high', required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'an account', severity: 'high', records: [add(FOREIGN)] },
      { title: 'a role', severity: 'high', records: [add(`arn:aws:iam::${FOREIGN}:role/caller`)] },
      {
        title: 'a topic of another account',
        severity: 'high',
        records: [add('sns.amazonaws.com', { sourceArn: `arn:aws:sns:eu-central-1:${FOREIGN}:orders` })],
      },
    ],
    quiet: [
      { title: 'the own account', records: [add('arn:aws:iam::111111111111:role/caller')] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [add(FOREIGN)] },
      {
        title: 'an account whose logs are read',
        records: [add(FOREIGN), record('sts', 'GetCallerIdentity', { account: FOREIGN })],
      },
      {
        title: 'an API of another account: the other detection',
        records: [add('apigateway.amazonaws.com', foreignApi)],
      },
    ],
  }),
});
