import type { Examples } from '../define.ts';
import { daily, patch, person, record, restApi, role } from '../example.ts';

const API = 'a1b2c3d4e5';
const ARN = 'arn:aws:lambda:eu-central-1:111111111111:function:tokens';
const uri = (arn: string) => `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
const WEEK = -10 * 24 * 60;

/** An authorizer that calls the function `tokens`, made ten days ago. */
const guards = restApi(
  'CreateAuthorizer',
  { restApiId: API },
  { name: 'tokens', type: 'TOKEN', authorizerUri: uri(ARN) },
  { minute: WEEK, response: { id: 'k1l2m3', name: 'tokens', type: 'TOKEN', authorizerUri: uri(ARN) } },
);
/** A log that is known for seven days, so that somebody new is somebody new. */
const known = [guards, ...daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute }))];

function code(difference = {}, hash = 'new', more = {}) {
  const params = { functionName: 'tokens', publish: true, dryRun: false, ...more };
  return record('lambda', 'UpdateFunctionCode20150331v2', { params, response: { codeSha256: hash }, ...difference });
}
function configure(params: Record<string, unknown>, difference = {}) {
  return record('lambda', 'UpdateFunctionConfiguration20150331v2', {
    params: { functionName: 'tokens', environment: {}, ...params },
    ...difference,
  });
}
const alias = (more: Record<string, unknown>) =>
  record('lambda', 'UpdateAlias20150331', { params: { functionName: ARN, name: 'live', ...more } });
const DEPLOY = { by: role() };

/** What lambda-authorizer-code-changed fires on, and what it leaves alone. */
export function authorizerExamples(): Examples {
  return {
    fires: [
      { title: 'code, by a person', severity: 'critical', records: [...known, code({ by: person() })] },
      { title: 'code, by a role that never did', severity: 'high', records: [...known, code(DEPLOY)] },
      {
        title: 'code, by the role that always does',
        severity: 'low',
        records: [...known, code({ ...DEPLOY, minute: WEEK / 2 }, 'old'), code(DEPLOY)],
      },
      {
        title: 'code, by CloudFormation',
        severity: 'low',
        records: [...known, code({ by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'code, by a role on the list of deploy roles',
        severity: 'low',
        lists: { deployRoles: ['deploy*'] },
        records: [...known, code(DEPLOY)],
      },
      { title: 'nothing known of the account yet', severity: 'medium', records: [guards, code()] },
      {
        title: 'another layer',
        severity: 'critical',
        records: [...known, configure({ layers: ['arn:aws:lambda:eu-central-1:111111111111:layer:jwt:2'] })],
      },
      {
        title: 'only memory, as far as the log tells',
        severity: 'low',
        records: [...known, configure({ memorySize: 512 })],
      },
      {
        title: 'the handler it had',
        severity: 'low',
        records: [...known, configure({ handler: 'a.b' }, { ...DEPLOY, minute: -600 }), configure({ handler: 'a.b' })],
      },
      {
        title: 'an alias',
        severity: 'critical',
        records: [...known, alias({ functionVersion: '7' })],
      },
      {
        title: 'an alias that shares its calls',
        severity: 'critical',
        records: [...known, alias({ routingConfig: { additionalVersionWeights: { 7: 0.5 } } })],
      },
    ],
    quiet: [
      { title: 'a function that guards nothing', records: [...known, code({}, 'new', { functionName: 'mail' })] },
      { title: 'the description of an alias', records: [...known, alias({ description: 'live' })] },
      { title: 'nothing known of authorizers', records: [code()] },
      {
        title: 'the authorizer calls another function now',
        records: [
          ...known,
          patch(
            'UpdateAuthorizer',
            { restApiId: API, authorizerId: 'k1l2m3' },
            [['replace', '/authorizerUri', uri(`${ARN}-v2`)]],
            {
              minute: -600,
            },
          ),
          code(),
        ],
      },
      { title: 'the same code again', records: [code({ minute: WEEK - 10 }, 'same'), ...known, code({}, 'same')] },
      { title: 'a dry run', records: [...known, code({}, 'new', { dryRun: true })] },
      { title: 'denied', records: [...known, code({ error: { code: 'AccessDeniedException' } })] },
    ],
  };
}
