import { text } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import { asked, tooLarge } from './asked.ts';

const labels = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1l2m3' };
const EXPRESSION = '/identityValidationExpression';
const BEARER = '^Bearer [-0-9A-Za-z._]+$';

function known(identityValidationExpression: string, type = 'TOKEN') {
  const members = { type, identityValidationExpression };
  const response = { id: labels.authorizerId, ...members };
  return restApi('CreateAuthorizer', { restApiId: labels.restApiId }, members, { minute: -600, response });
}
function set(value: string, type = 'TOKEN', difference = {}) {
  const expression = value === '' ? {} : { identityValidationExpression: value };
  const response = { id: labels.authorizerId, type, ...expression };
  return patch('UpdateAuthorizer', labels, [['replace', EXPRESSION, value]], { response, ...difference });
}

/** Whether an expression lets every token pass: none at all, `.*`, `^(.+)$` … */
function letsAllPass(expression: string): boolean {
  const core = expression.replace(/[\^$()]|\?:/g, '');
  return core === '' || /^(?:\.|\[\\s\\S\]|\[\\w\\W\]|\[\^\])[*+]\??$/.test(core);
}

export default defineDetection({
  id: 'apigw-authorizer-regex-removed',
  topic: 'T',
  title: 'Pattern for tokens dropped',
  severity: 'medium',
  attack: ['T1556'],
  why: 'Without the pattern every text reaches the authorizer function. With a user pool it matters more: the pattern says which of its applications a token must be meant for.',
  benign: ['Tokens get another format', 'The function checks the format itself'],
  runbook: [
    'Ask {principal} why the pattern {before} was dropped.',
    'See the authorizer: aws apigateway get-authorizer --rest-api-id {api} --authorizer-id {target} --region {region}',
    'If it was not meant: aws apigateway update-authorizer --rest-api-id {api} --authorizer-id {target} --region {region} --patch-operations op=replace,path=/identityValidationExpression,value=PATTERN, and deploy.',
    'For a user pool, look in the access log of {api} for tokens of other applications since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateAuthorizer'] },
  match: (event) => {
    const { api } = event;
    // HTTP APIs have the member, but don't use it.
    if (api?.version !== 1) return false;
    const wanted = asked(event, 'identityValidationExpression');
    if (wanted === undefined || !letsAllPass(wanted)) return false;
    const isPool = text(api.state, 'type')?.toUpperCase() === 'COGNITO_USER_POOLS';
    return {
      severity: isPool ? 'high' : 'medium',
      what: `made ${api.resource} take any token${wanted === '' ? '' : ` (pattern ${wanted})`}`,
      reasons: [...(isPool ? ['tokens of every application of the user pool are let in now'] : []), ...tooLarge(event)],
      ...(api.authorizerId === undefined ? {} : { target: api.authorizerId }),
    };
  },
  state: {
    changed: {
      settings: ['apigateway.authorizer.identityValidationExpression'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'which pattern it was is not known' };
        return letsAllPass(before) ? 'quiet' : { reason: `the pattern was ${before}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'emptied', severity: 'medium', records: [known(BEARER), set('')] },
      {
        title: 'removed, nothing known',
        severity: 'medium',
        records: [patch('UpdateAuthorizer', labels, [['remove', EXPRESSION]])],
      },
      { title: 'anything fits', severity: 'medium', records: [set('^(.*)$')] },
      {
        title: 'of a user pool',
        severity: 'high',
        records: [known('1example23456789', 'COGNITO_USER_POOLS'), set('', 'COGNITO_USER_POOLS')],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'medium',
        records: [
          restApi('UpdateAuthorizer', {}, undefined, {
            params: { omitted: true, originalSize: 120_000 },
            response: { id: 'k1l2m3', identityValidationExpression: '.*', self: { ...labels, template: false } },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'another pattern', records: [known(BEARER), set('^Bearer .{20,}$')] },
      { title: 'anything passed before', records: [known('.*'), set('')] },
      {
        title: 'dropped and set again in one call',
        records: [
          patch('UpdateAuthorizer', labels, [
            ['remove', EXPRESSION],
            ['add', EXPRESSION, BEARER],
          ]),
        ],
      },
      {
        title: 'of an HTTP API, where it means nothing',
        records: [httpApi('UpdateAuthorizer', { apiId: 'h1', authorizerId: 'a1', identityValidationExpression: '' })],
      },
      { title: 'refused', records: [set('', 'TOKEN', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
