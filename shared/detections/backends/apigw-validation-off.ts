import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { unchecked } from './validation.ts';

const validator = { restApiId: 'a1b2c3d4e5', requestValidatorId: 'v1l2d3' };
const method = { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'POST' };
const made = (checks: Record<string, boolean>) =>
  restApi(
    'CreateRequestValidator',
    { restApiId: 'a1b2c3d4e5' },
    { name: 'all', ...checks },
    { minute: -600, response: { id: 'v1l2d3', ...checks } },
  );
const off = patch('UpdateRequestValidator', validator, [['replace', '/validateRequestBody', 'false']]);
const detached = patch('UpdateMethod', method, [['remove', '/requestValidatorId']]);

function judge({ setting, before, now }: Change): Verdict {
  // A validator that is deleted leaves nothing unchecked that it didn't check.
  if (setting.includes('requestValidator.')) {
    if (now === '') return {};
    if (now !== 'false') return 'quiet';
  }
  if (before === undefined) return { reason: 'whether it was checked before is not known' };
  if (before === now || before === '' || before === 'false') return before === 'false' && now === 'true' ? {} : 'quiet';
  return { reason: 'it was checked before' };
}

export default defineDetection({
  id: 'apigw-validation-off',
  topic: 'B',
  title: 'Request validation switched off',
  severity: 'medium',
  attack: ['T1190'],
  why: 'Requests that API Gateway turned away as malformed reach the backend: what it never had to check itself can be used against it.',
  benign: ['The check moved into the backend’s code'],
  runbook: [
    'Ask {principal} what checks requests of {resource} now.',
    'See the validators and who uses them: aws apigateway get-request-validators --rest-api-id {api} --region {region}; aws apigateway get-resources --rest-api-id {api} --embed methods --region {region}',
    'Put it back: aws apigateway update-method with op=replace,path=/requestValidatorId, or aws apigateway update-request-validator with op=replace,path=/validateRequestBody,value=true, and deploy.',
    'If it is live (aws apigateway get-deployments --rest-api-id {api} --region {region}), look for errors of the backend and for odd bodies since {time}.',
  ],
  on: {
    source: 'apigateway',
    names: ['UpdateRequestValidator', 'UpdateMethod', 'UpdateApi', 'DeleteRequestValidator', 'DeleteModel'],
  },
  match: (event) => {
    const match = unchecked(event);
    return match && { ...match, ...shipped(event) };
  },
  state: {
    changed: {
      settings: [
        'apigateway.requestValidator.validateRequestBody',
        'apigateway.requestValidator.validateRequestParameters',
        'apigateway.method.requestValidatorId',
        'apigateway.api.disableSchemaValidation',
      ],
      judge,
    },
  },
  examples: () => ({
    fires: [
      { title: 'bodies', severity: 'medium', records: [off] },
      {
        title: 'bodies that were checked',
        severity: 'medium',
        records: [made({ validateRequestBody: true, validateRequestParameters: true }), off],
      },
      { title: 'taken off a method', severity: 'medium', records: [detached] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [patch('UpdateMethod', method, [['remove', '/requestValidatorId']], { by: role() })],
      },
      {
        title: 'taken off a method that had one',
        severity: 'medium',
        records: [
          restApi('PutMethod', method, { authorizationType: 'NONE', requestValidatorId: 'v1l2d3' }, { minute: -600 }),
          detached,
        ],
      },
      {
        title: 'messages of a WebSocket API',
        severity: 'medium',
        records: [httpApi('UpdateApi', { apiId: 'w1', disableSchemaValidation: true })],
      },
      { title: 'a validator deleted', severity: 'low', records: [restApi('DeleteRequestValidator', validator)] },
      {
        title: 'a model deleted',
        severity: 'low',
        records: [restApi('DeleteModel', { restApiId: 'a1b2c3d4e5', modelName: 'Order' })],
      },
      {
        title: 'messages of a WebSocket API that were checked',
        severity: 'medium',
        records: [
          httpApi(
            'CreateApi',
            { name: 'w', protocolType: 'WEBSOCKET' },
            { minute: -600, response: { apiId: 'w1', disableSchemaValidation: false } },
          ),
          httpApi('UpdateApi', { apiId: 'w1', disableSchemaValidation: true }),
        ],
      },
    ],
    quiet: [
      {
        title: 'parameters that were never checked',
        records: [
          made({ validateRequestParameters: false }),
          patch('UpdateRequestValidator', validator, [['replace', '/validateRequestParameters', 'false']]),
        ],
      },
      {
        title: 'parameters are checked now, bodies never were',
        records: [
          made({ validateRequestBody: false, validateRequestParameters: false }),
          patch('UpdateRequestValidator', validator, [
            ['replace', '/validateRequestBody', 'false'],
            ['replace', '/validateRequestParameters', 'true'],
          ]),
        ],
      },
      {
        title: 'switched on',
        records: [patch('UpdateRequestValidator', validator, [['replace', '/validateRequestBody', 'true']])],
      },
      {
        title: 'another validator',
        records: [patch('UpdateMethod', method, [['replace', '/requestValidatorId', 'v9']])],
      },
      {
        title: 'a check that was off',
        records: [
          restApi(
            'CreateRequestValidator',
            { restApiId: 'a1b2c3d4e5' },
            { name: 'x', validateRequestBody: false },
            { minute: -600, response: { id: 'v1l2d3' } },
          ),
          off,
        ],
      },
      {
        title: 'another change of a WebSocket API that has it off',
        records: [
          httpApi(
            'CreateApi',
            { name: 'w', protocolType: 'WEBSOCKET' },
            { minute: -600, response: { apiId: 'w1', disableSchemaValidation: true } },
          ),
          httpApi('UpdateApi', { apiId: 'w1', name: 'w2', disableSchemaValidation: true }),
        ],
      },
      {
        title: 'refused',
        records: [
          restApi('DeleteModel', { restApiId: 'a1b2c3d4e5', modelName: 'Order' }, undefined, {
            error: { code: 'ConflictException' },
          }),
        ],
      },
    ],
  }),
});
