import { foreignPrincipals, parsePolicy } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, patch, record, restApi } from '../example.ts';
import { requested } from '../requested.ts';
import type { Change, Verdict } from '../state-use.ts';

const labels = { restApiId: 'a1b2c3d4e5' };
const PARTNER = `arn:aws:iam::${FOREIGN}:role/caller`;
const policyFor = (Principal: unknown, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...more }],
  });
const written = (policy: string, minute = 0) =>
  patch('UpdateRestApi', labels, [['replace', '/policy', policy]], { minute });

export default defineDetection({
  id: 'apigw-policy-foreign-account',
  topic: 'P',
  title: 'API policy lets in a foreign account',
  severity: 'high',
  attack: ['T1098'],
  why: 'Whoever owns that account can give any of its users and roles the right to call the API, and you see neither who nor how many.',
  benign: ['A partner: put the account on the trust list'],
  runbook: [
    'Ask {principal} whose account this is; the reason names it.',
    'See the policy: aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes).',
    'If it was not meant: put the old policy back (UpdateRestApi of {api} before {time} in CloudTrail has its text) and deploy.',
    'If it is live, look in the access log for identity.accountId of that account since {time}. If it is a partner, add the account to accounts.trusted in gatetrail.yml.',
  ],
  on: { source: 'apigateway', names: ['CreateRestApi', 'UpdateRestApi', 'ImportRestApi', 'PutRestApi'] },
  match: ({ api, account }) => {
    const policy = api === undefined ? undefined : parsePolicy(requested(api, 'policy'));
    const named = policy === undefined ? [] : foreignPrincipals(policy, (id) => id === account);
    if (named.length === 0) return false;
    const who = [...new Set(named.map(({ principal }) => principal))].sort().slice(0, 3).join(', ');
    return {
      what: `let ${who} call ${api?.resource}`,
      foreign: { accounts: named.map((one) => one.account), severity: 'high', required: true },
    };
  },
  state: { changed: { settings: ['apigateway.api.policy'], judge } },
  examples: () => ({
    fires: [
      {
        title: 'a first policy',
        severity: 'high',
        records: [
          patch('UpdateRestApi', labels, [['remove', '/policy']], { minute: -600 }),
          written(policyFor({ AWS: FOREIGN })),
        ],
      },
      { title: 'an account', severity: 'high', records: [written(policyFor({ AWS: FOREIGN }))] },
      {
        title: 'a role of it, beside an own one',
        severity: 'high',
        records: [written(policyFor({ AWS: [PARTNER, '111111111111'] }))],
      },
      {
        title: 'everyone of an account, by a condition',
        severity: 'high',
        records: [written(policyFor('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': FOREIGN } } }))],
      },
      {
        title: 'a policy that named only the own account before',
        severity: 'high',
        records: [written(policyFor({ AWS: '111111111111' }), -600), written(policyFor({ AWS: PARTNER }))],
      },
      {
        title: 'the whole account, where it was one role',
        severity: 'high',
        records: [written(policyFor({ AWS: PARTNER }), -600), written(policyFor({ AWS: FOREIGN }))],
      },
      {
        title: 'a new API',
        severity: 'high',
        records: [restApi('CreateRestApi', {}, { name: 'shop', policy: policyFor({ AWS: PARTNER }) })],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'high',
        records: [
          restApi('UpdateRestApi', labels, undefined, {
            params: { omitted: true, originalSize: 120_000, reason: 'requestParameters too large' },
            response: { id: 'a1b2c3d4e5', rootResourceId: 'r1', policy: policyFor({ AWS: PARTNER }) },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'the own account', records: [written(policyFor({ AWS: 'arn:aws:iam::111111111111:role/caller' }))] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [written(policyFor({ AWS: FOREIGN }))] },
      {
        title: 'an account whose logs are read',
        records: [written(policyFor({ AWS: FOREIGN })), record('sts', 'GetCallerIdentity', { account: FOREIGN })],
      },
      {
        title: 'another change of a policy that let it in before',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/description', 'x']], {
            minute: -600,
            response: { id: 'a1b2c3d4e5', policy: policyFor({ AWS: PARTNER }) },
          }),
          written(policyFor({ AWS: PARTNER }, { Resource: 'execute-api:/prod/GET/orders' })),
        ],
      },
      {
        title: 'one role less of those it let in',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/description', 'x']], {
            minute: -600,
            response: { id: 'a1b2c3d4e5', policy: policyFor({ AWS: [PARTNER, `${PARTNER}-2`] }) },
          }),
          written(policyFor({ AWS: PARTNER })),
        ],
      },
      { title: 'a denial of it', records: [written(policyFor({ AWS: FOREIGN }, { Effect: 'Deny' }))] },
      {
        title: 'refused',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/policy', policyFor({ AWS: FOREIGN })]], {
            error: { code: 'AccessDeniedException' },
          }),
        ],
      },
    ],
  }),
});

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'whom the policy let in before is not known' };
  if (before === '') return { reason: 'it had no policy before' };
  const [old, next] = [parsePolicy(before), parsePolicy(now)];
  if (old === undefined || next === undefined) return { reason: 'the policies are too long to compare' };
  const known = new Set(foreignPrincipals(old, () => false).map(({ principal }) => principal));
  const added = foreignPrincipals(next, () => false).filter(({ principal }) => !known.has(principal));
  return added.length === 0 ? 'quiet' : { reason: 'the policy did not name it before' };
}
