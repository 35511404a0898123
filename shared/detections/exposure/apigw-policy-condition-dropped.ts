import { type Policy, parsePolicy, publicStatements, weakened } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { patch, restApi } from '../example.ts';
import { requested } from '../requested.ts';
import type { Change, Verdict } from '../state-use.ts';

const labels = { restApiId: 'a1b2c3d4e5' };
const ROLE = 'arn:aws:iam::111111111111:role/caller';
const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
  ...more,
});
const from = (...ranges: string[]) => ({ IpAddress: { 'aws:SourceIp': ranges } });
const office = (...ranges: string[]) => allow({ Condition: from(...ranges) });
const roles = (...arns: string[]) => allow({ Principal: { AWS: arns } });
const OFFICE = office('198.51.100.0/24');
const policyOf = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const written = (...statements: object[]) =>
  patch('UpdateRestApi', labels, [['replace', '/policy', policyOf(...statements)]]);
const put = (...statements: object[]) =>
  restApi('PutRestApi', labels, undefined, { response: { id: 'a1b2c3d4e5', policy: policyOf(...statements) } });
/** What the API had since it was made. */
const known = (...statements: object[]) =>
  restApi(
    'CreateRestApi',
    {},
    { name: 'shop' },
    { minute: -600, response: { id: 'a1b2c3d4e5', policy: policyOf(...statements) } },
  );

export default defineDetection({
  id: 'apigw-policy-condition-dropped',
  topic: 'P',
  title: 'API policy widened',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'A condition, a range or a denial that kept callers out is gone: networks and identities that were turned away reach the API.',
  benign: ['The policy is written anew with the same meaning', 'A new office or VPN exit'],
  runbook: [
    'Ask {principal} for the change; the reasons say what the policy allows now that it did not before.',
    'See the policy: aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes).',
    'If it was not meant: put the old policy back (UpdateRestApi of {api} before {time} in CloudTrail has its text) and deploy.',
    'If it is live, look in the access log for callers that the old policy kept out, since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateRestApi', 'PutRestApi'] },
  // Every change of a policy would be a medium finding of each release. What it loosens can be told where the last one is known
  // (high); where it isn't, the change alone is low, and of a definition that is put anew it may be no change at all (info).
  match: ({ api, name }) => {
    if (api === undefined || parsePolicy(requested(api, 'policy')) === undefined) return false;
    return {
      severity: name === 'UpdateRestApi' ? 'low' : 'info',
      what: `changed the policy of ${api.resource}`,
    };
  },
  state: { changed: { settings: ['apigateway.api.policy'], judge } },
  examples: () => ({
    fires: [
      {
        title: 'a condition dropped, another kept',
        severity: 'high',
        records: [
          known(
            allow({
              Condition: { ...from('198.51.100.0/24'), StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
            }),
          ),
          written(OFFICE),
        ],
      },
      { title: 'a wider range', severity: 'high', records: [known(OFFICE), written(office('198.51.0.0/16'))] },
      {
        title: 'everyone from a network, where it was one role',
        severity: 'high',
        records: [known(roles(ROLE)), written(OFFICE)],
      },
      {
        title: 'too long to compare',
        severity: 'medium',
        records: [known(OFFICE), written({ ...OFFICE, Sid: 'x'.repeat(9000) })],
      },
      {
        title: 'a denial removed',
        severity: 'high',
        records: [
          known(roles(ROLE), allow({ Effect: 'Deny', Resource: 'execute-api:/*/DELETE/*' })),
          written(roles(ROLE)),
        ],
      },
      {
        title: 'more paths of an API that is public already',
        severity: 'high',
        records: [known(allow({ Resource: 'execute-api:/*/GET/status' })), written(allow())],
      },
      {
        title: 'in a definition that is put anew',
        severity: 'high',
        records: [known(OFFICE), put(office('198.51.0.0/16'))],
      },
      {
        title: 'one more role, whose account apigw-policy-foreign-account judges',
        severity: 'low',
        records: [known(roles(ROLE)), written(roles(ROLE, `${ROLE}-2`))],
      },
      { title: 'narrowed', severity: 'info', records: [known(office('198.51.0.0/16')), written(OFFICE)] },
      { title: 'nothing known of before', severity: 'low', records: [written(OFFICE)] },
      { title: 'a definition put anew, nothing known of before', severity: 'info', records: [put(OFFICE)] },
    ],
    quiet: [
      {
        title: 'the same in other words',
        records: [known(OFFICE), written({ ...OFFICE, Principal: { AWS: '*' }, Sid: 'office' })],
      },
      {
        title: 'a first policy',
        records: [patch('UpdateRestApi', labels, [['remove', '/policy']], { minute: -600 }), written(OFFICE)],
      },
      { title: 'opened to all, which apigw-policy-public tells', records: [known(OFFICE), written(allow())] },
      {
        title: 'removed, which apigw-policy-removed tells',
        records: [known(OFFICE), patch('UpdateRestApi', labels, [['remove', '/policy']])],
      },
      {
        title: 'refused',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/policy', policyOf(OFFICE)]], {
            error: { code: 'BadRequestException' },
          }),
        ],
      },
    ],
  }),
});

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'what the policy said before is not known' };
  const [old, next] = [parsePolicy(before), parsePolicy(now)];
  // A first policy only takes away.
  if (before === '') return 'quiet';
  if (old === undefined || next === undefined)
    return { severity: 'medium', reason: 'the policies are too long to compare' };
  if (publicStatements(next).length > 0 && publicStatements(old).length === 0) return 'quiet';
  const wider = weakened(old, next);
  const reason = wider.slice(0, 3).join('; ');
  if (wider.length > 0) return { severity: weakened(old, forSame(next, old)).length > 0 ? 'high' : 'low', reason };
  return weakened(next, old).length > 0 ? { severity: 'info', reason: 'it allows nothing more than before' } : 'quiet';
}

/** The policy without principals that the old one doesn't name: whether those are strangers is another detection's question. */
function forSame(next: Policy, old: Policy): Policy {
  const known = new Set(old.statements.flatMap(({ principals }) => principals.map(({ value }) => value)));
  const statements = next.statements.flatMap((statement) => {
    if (statement.effect === 'Deny' || statement.principals.length === 0) return [statement];
    const principals = statement.principals.filter(({ value }) => value === '*' || known.has(value));
    return principals.length === 0 ? [] : [{ ...statement, principals }];
  });
  return { statements };
}
