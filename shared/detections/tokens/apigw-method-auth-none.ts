import { defineDetection } from '../define.ts';
import { patch } from '../example.ts';

const labels = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };

export default defineDetection({
  id: 'apigw-method-auth-none',
  topic: 'T',
  title: 'Method authorization switched off',
  severity: 'high',
  attack: ['T1556'],
  why: 'The method answers anyone once the API is deployed. Whoever changes it needs no token of their own any more.',
  benign: ['A method that is meant to be public', 'CORS preflight handled by another method'],
  runbook: [
    'Ask {principal} whether {resource} is meant to be public.',
    'Compare with what was there: aws apigateway get-method --rest-api-id {api} --region {region} (authorizationType was {before}).',
    'If not meant: set the authorizer again and deploy; until then, the change is not live.',
    'Look for CreateDeployment on {api} after {time}, and in the access log for callers without identity since then.',
  ],
  on: { source: 'apigateway', names: ['UpdateMethod'] },
  match: (event) => {
    const off = event.api
      ?.patched('/authorizationType')
      .some(({ op, value }) => op !== 'remove' && value?.toUpperCase() === 'NONE');
    if (!off || event.api?.httpMethod === 'OPTIONS') return false;
    return { what: `set the authorization of ${event.api?.resource} to NONE` };
  },
  state: {
    changed: {
      settings: ['apigateway.method.authorizationType'],
      judge: ({ before, now }) => {
        if (before === undefined) return { reason: 'how callers were authorized before is not known' };
        return before === now
          ? { severity: 'low', reason: 'it was NONE before' }
          : { reason: `callers were authorized by ${before} before` };
      },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'authorizationType replaced by NONE',
        severity: 'high',
        records: [patch('UpdateMethod', labels, [['replace', '/authorizationType', 'NONE']])],
      },
      {
        title: 'among other patches',
        severity: 'high',
        records: [
          patch('UpdateMethod', labels, [
            ['replace', '/apiKeyRequired', 'true'],
            ['replace', '/authorizationType', 'NONE'],
          ]),
        ],
      },
      {
        title: 'it was NONE already',
        severity: 'low',
        records: [
          patch('UpdateMethod', labels, [['replace', '/authorizationType', 'NONE']], { minute: -60 }),
          patch('UpdateMethod', labels, [['replace', '/authorizationType', 'NONE']]),
        ],
      },
    ],
    quiet: [
      {
        title: 'another authorizer type',
        records: [patch('UpdateMethod', labels, [['replace', '/authorizationType', 'AWS_IAM']])],
      },
      {
        title: 'a preflight method',
        records: [
          patch('UpdateMethod', { ...labels, httpMethod: 'OPTIONS' }, [['replace', '/authorizationType', 'NONE']]),
        ],
      },
      {
        title: 'denied',
        records: [
          patch('UpdateMethod', labels, [['replace', '/authorizationType', 'NONE']], {
            error: { code: 'AccessDeniedException' },
          }),
        ],
      },
    ],
  }),
});
