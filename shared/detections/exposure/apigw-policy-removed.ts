import { texts } from '../../cloudtrail/field.ts';
import { parsePolicy, publicStatements } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { patch } from '../example.ts';
import { requested } from '../requested.ts';

const labels = { restApiId: 'a1b2c3d4e5' };
const policyFor = (Principal: unknown) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
  });
const written = (policy: string) =>
  patch('UpdateRestApi', labels, [['replace', '/policy', policy]], {
    minute: -600,
    response: { id: 'a1b2c3d4e5', policy },
  });
const ONE_ACCOUNT = written(policyFor({ AWS: '111111111111' }));
const emptied = patch('UpdateRestApi', labels, [['replace', '/policy', '']]);

export default defineDetection({
  id: 'apigw-policy-removed',
  topic: 'P',
  title: 'API resource policy removed',
  severity: 'high',
  attack: ['T1556'],
  why: 'Networks and accounts that the policy kept out may call the API again; only what the methods require is left.',
  benign: ['Access moves from the policy to IAM or authorizers'],
  runbook: [
    'Ask {principal} what guards {resource} now.',
    'See what its methods require: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region}',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes).',
    'If it was not meant: put the old policy back (the last UpdateRestApi of {api} with a /policy in CloudTrail has its text) and deploy.',
    'If it is live, look in the access log for callers from outside the old policy since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateRestApi'] },
  match: ({ api }) => {
    if (api === undefined || requested(api, 'policy') !== '') return false;
    const what = `removed the resource policy of ${api.resource}`;
    return texts(api.state, 'endpointConfiguration', 'types').includes('PRIVATE')
      ? { severity: 'low', what, reasons: ['a private API without a policy answers nobody'] }
      : { what };
  },
  state: {
    changed: {
      settings: ['apigateway.api.policy'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'what the policy said is not known' };
        if (before === '') return 'quiet';
        const old = parsePolicy(before);
        const wasPublic = old !== undefined && publicStatements(old).length > 0;
        return wasPublic ? { severity: 'low', reason: 'the policy let everyone in' } : undefined;
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'an empty policy', severity: 'high', records: [emptied] },
      { title: 'a policy known to be narrow', severity: 'high', records: [ONE_ACCOUNT, emptied] },
      {
        title: 'op remove',
        severity: 'high',
        records: [ONE_ACCOUNT, patch('UpdateRestApi', labels, [['remove', '/policy']])],
      },
      { title: 'a policy that let everyone in', severity: 'low', records: [written(policyFor('*')), emptied] },
      {
        title: 'of a private API',
        severity: 'low',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/policy', '']], {
            response: { id: 'a1b2c3d4e5', endpointConfiguration: { types: ['PRIVATE'] } },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'it had none',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/description', 'x']], {
            minute: -600,
            response: { id: 'a1b2c3d4e5', policy: '' },
          }),
          emptied,
        ],
      },
      {
        title: 'another policy',
        records: [patch('UpdateRestApi', labels, [['replace', '/policy', policyFor({ AWS: '111111111111' })]])],
      },
      {
        title: 'another change of an API without a policy',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/description', '']], { response: { id: 'a1b2c3d4e5' } }),
        ],
      },
      {
        title: 'refused',
        records: [
          patch('UpdateRestApi', labels, [['remove', '/policy']], { error: { code: 'TooManyRequestsException' } }),
        ],
      },
    ],
  }),
});
