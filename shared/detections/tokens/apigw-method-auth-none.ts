import { defineDetection } from '../define.ts';
import { patch, restApi } from '../example.ts';
import { requested } from '../requested.ts';

const labels = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' };
const opened = patch('UpdateMethod', labels, [['replace', '/authorizationType', 'NONE']]);

export default defineDetection({
  id: 'apigw-method-auth-none',
  topic: 'T',
  title: 'Method authorization switched off',
  severity: 'high',
  attack: ['T1556'],
  why: 'The method answers anyone once the API is deployed. Whoever changes it needs no token of their own any more.',
  benign: ['A method that is meant to be public', 'CORS preflight handled by another method'],
  runbook: [
    'Ask {principal} whether {resource} is meant to be public; authorizationType was {before}.',
    'See what every method requires now: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region}',
    'See whether it is live: aws apigateway get-deployments --rest-api-id {api} --region {region} (a createdDate after {time} means yes).',
    'If it was not meant: set the authorizer again and deploy.',
    'If it is live, look in the access log for callers without an identity since {time}, and at what else {principal} did from {time-1h} to {time+1h}.',
  ],
  on: { source: 'apigateway', names: ['UpdateMethod'] },
  match: ({ api }) => {
    if (api === undefined || api.httpMethod === 'OPTIONS') return false;
    if (requested(api, 'authorizationType')?.toUpperCase() !== 'NONE') return false;
    return { what: `set the authorization of ${api.resource} to NONE` };
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
      { title: 'authorizationType replaced by NONE', severity: 'high', records: [opened] },
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
        title: 'it was CUSTOM before',
        severity: 'high',
        records: [
          restApi('PutMethod', labels, { authorizationType: 'CUSTOM', apiKeyRequired: false }, { minute: -60 }),
          opened,
        ],
      },
      {
        title: 'it was NONE already',
        severity: 'low',
        records: [patch('UpdateMethod', labels, [['replace', '/authorizationType', 'NONE']], { minute: -60 }), opened],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'high',
        records: [
          restApi('UpdateMethod', labels, undefined, {
            params: { omitted: true, originalSize: 120_000, reason: 'requestParameters too large' },
            response: {
              httpMethod: 'GET',
              authorizationType: 'NONE',
              methodUpdate: { ...labels, template: false },
              self: { ...labels, template: false },
            },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'another authorizer type',
        records: [patch('UpdateMethod', labels, [['replace', '/authorizationType', 'AWS_IAM']])],
      },
      {
        title: 'NONE on the way to another type, in one call',
        records: [
          patch('UpdateMethod', labels, [
            ['replace', '/authorizationType', 'NONE'],
            ['replace', '/authorizationType', 'AWS_IAM'],
          ]),
        ],
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
