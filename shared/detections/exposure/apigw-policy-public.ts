import { describeStatement, parsePolicy, publicStatements } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { patch, restApi } from '../example.ts';
import { requested } from '../requested.ts';
import type { Verdict } from '../state-use.ts';

const labels = { restApiId: 'a1b2c3d4e5' };
const allow = (statement: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...statement }],
  });
const EVERYONE = allow({ Principal: '*' });
const FROM_OFFICE = allow({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } });
const DENY_OTHERS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f67890' } },
    },
  ],
});
const written = (policy: string, minute = 0) =>
  patch('UpdateRestApi', labels, [['replace', '/policy', policy]], { minute });
/** API Gateway answers with the quotes of the policy escaped once more. */
const answered = (name: string, policy: string, minute = 0) =>
  restApi(name, labels, undefined, { minute, response: { id: 'a1b2c3d4e5', policy: policy.replaceAll('"', '\\"') } });

export default defineDetection({
  id: 'apigw-policy-public',
  topic: 'P',
  title: 'API resource policy open to all',
  severity: 'critical',
  attack: ['T1190'],
  why: 'The policy lets in callers of any account, network and identity; what methods require is the only lock that is left.',
  benign: ['A public API whose methods have authorizers'],
  runbook: [
    'Ask {principal} whether {resource} is meant to be called from anywhere.',
    'See what its methods require: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (authorizationType NONE: open to the internet).',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes).',
    'If it was not meant: put the old policy back (the reasons above say what it was; UpdateRestApi of {api} in CloudTrail has its text) and deploy.',
    'If it is live, look in the access log for callers that the old policy kept out, since {time}.',
  ],
  on: { source: 'apigateway', names: ['CreateRestApi', 'UpdateRestApi', 'ImportRestApi', 'PutRestApi'] },
  match: ({ api, name }) => {
    const policy = api === undefined ? undefined : parsePolicy(requested(api, 'policy'));
    const [first] = policy === undefined ? [] : publicStatements(policy);
    if (first === undefined) return false;
    return {
      // A new API has nothing to lose yet, and a definition that is put anew may say what was there all along.
      severity: name === 'UpdateRestApi' ? 'critical' : 'high',
      what: `opened the policy of ${api?.resource}: it ${describeStatement(first)}`,
    };
  },
  state: { changed: { settings: ['apigateway.api.policy'], judge: ({ before, now }) => judge(before, now) } },
  examples: () => ({
    fires: [
      { title: 'everyone, no condition', severity: 'critical', records: [written(EVERYONE)] },
      {
        title: 'any AWS principal',
        severity: 'critical',
        records: [written(allow({ Principal: { AWS: '*' }, Action: '*' }))],
      },
      {
        title: 'a condition that lets everyone pass',
        severity: 'critical',
        records: [written(allow({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }))],
      },
      {
        title: 'the fence is dropped',
        severity: 'critical',
        records: [written(FROM_OFFICE, -600), written(EVERYONE)],
      },
      {
        title: 'it was open before, in other words',
        severity: 'medium',
        records: [written(EVERYONE, -600), written(allow({ Principal: { AWS: '*' } }))],
      },
      {
        title: 'a new API',
        severity: 'high',
        records: [restApi('CreateRestApi', {}, { name: 'shop', policy: EVERYONE })],
      },
      {
        title: 'a definition put anew',
        severity: 'critical',
        records: [written(FROM_OFFICE, -600), answered('PutRestApi', EVERYONE)],
      },
    ],
    quiet: [
      {
        title: 'the open policy it had',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/name', 'shop']], {
            minute: -600,
            response: { id: 'a1b2c3d4e5', policy: EVERYONE },
          }),
          written(EVERYONE),
        ],
      },
      { title: 'one network', records: [written(FROM_OFFICE)] },
      { title: 'everyone else denied', records: [written(DENY_OTHERS)] },
      { title: 'one account', records: [written(allow({ Principal: { AWS: '111111111111' } }))] },
      { title: 'a policy removed', records: [patch('UpdateRestApi', labels, [['remove', '/policy']])] },
      {
        title: 'another change of an API that is open',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/name', 'shop']], {
            response: { id: 'a1b2c3d4e5', policy: EVERYONE },
          }),
        ],
      },
      {
        title: 'denied',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/policy', EVERYONE]], {
            error: { code: 'AccessDeniedException' },
          }),
        ],
      },
    ],
  }),
});

function judge(before: string | undefined, now: string): Verdict {
  if (before === undefined) return { reason: 'what the policy said before is not known' };
  if (before === now) return 'quiet';
  if (before === '') return { reason: 'it had no policy before' };
  const old = parsePolicy(before);
  if (old === undefined) return { reason: 'the policy before was too long to compare' };
  if (publicStatements(old).length > 0)
    return { severity: 'medium', reason: 'it was open to all before, in other words' };
  const said = old.statements.map(describeStatement).slice(0, 3).join('; ');
  return { severity: 'critical', reason: `before, the policy was narrower: it ${said}` };
}
