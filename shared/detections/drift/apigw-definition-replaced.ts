import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { DEFINITION_BY } from '../../settings/definition.ts';
import { definitionText, openOperations } from '../backends/definition.ts';
import { defineDetection } from '../define.ts';
import { httpApi, iamUser, person, restApi, role } from '../example.ts';

const api = { restApiId: 'a1b2c3d4e5' };
const open = JSON.stringify({ openapi: '3.0.1', paths: { '/orders': { get: {}, options: {} } } });

function put(difference = {}, body?: string, mode = 'overwrite') {
  return restApi('PutRestApi', { ...api, mode, ...(body === undefined ? {} : { body }) }, undefined, difference);
}

/** What can be said of the new definition, when the record holds it. */
function remarks(event: TrailEvent): string[] {
  const text = definitionText(event);
  const found = text === undefined ? undefined : openOperations(text);
  if (found === undefined) return ['the log does not hold the new definition: look at the API itself'];
  if (found.length === 0) return [];
  const named = found.length > 3 ? `${found.slice(0, 3).join(', ')} and ${found.length - 3} more` : found.join(', ');
  return [`open to anyone in the new definition: ${named}`];
}

export default defineDetection({
  id: 'apigw-definition-replaced',
  topic: 'D',
  title: 'Whole definition of an API replaced',
  severity: 'medium',
  attack: ['T1565'],
  why: 'One call exchanges every route, authorizer, backend and the resource policy, and the log seldom tells by what.',
  benign: ['A pipeline that deploys from an OpenAPI document'],
  runbook: [
    'Ask {principal} which release this was.',
    'Look at what holds now: aws apigateway get-export --rest-api-id {api} --stage-name STAGE --export-type oas30 --parameters extensions=apigateway --region {region} export.json shows what is deployed; aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods what will be (HTTP API: aws apigatewayv2 get-routes and get-integrations --api-id {api}).',
    'Check every method for authorizationType NONE, every integration for its host and account, and the policy: aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy.',
    'If not meant, import the last released document again and deploy.',
  ],
  // ImportRestApi and ImportApi make an API of their own and replace nothing.
  on: { source: 'apigateway', names: ['PutRestApi', 'ReimportApi'] },
  match: (event) => {
    const merge = filled(event.params, 'mode')?.toLowerCase() === 'merge';
    const machine = ['role', 'ci', 'service'].includes(event.principal.class) && !event.viaConsole;
    const verb = merge ? 'merged a definition into' : 'replaced the definition of';
    return {
      what: `${verb} ${event.api?.resource}`,
      reasons: remarks(event),
      ...(machine || event.invokedBy === 'cloudformation.amazonaws.com' ? { severity: 'low' } : {}),
    };
  },
  state: {
    changed: {
      settings: [DEFINITION_BY],
      judge: ({ before, now }) => {
        if (before === undefined) return { reason: 'who replaced it before is not known' };
        return before === now
          ? { severity: 'low', reason: 'the same principal as the last time' }
          : { severity: 'medium', reason: `the last time it was ${before}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'medium', records: [put()] },
      { title: 'with a long-term key, operations open', severity: 'medium', records: [put({ by: iamUser() }, open)] },
      { title: 'by a role', severity: 'low', records: [put({ by: role() })] },
      {
        title: 'by another role',
        severity: 'medium',
        records: [put({ by: role(), minute: -600 }), put({ by: role('support') })],
      },
      { title: 'by the same person again', severity: 'low', records: [put({ minute: -600 }), put()] },
      { title: 'an HTTP API', severity: 'medium', records: [httpApi('ReimportApi', { apiId: 'h1', body: open })] },
      {
        title: 'CloudFormation for a person',
        severity: 'low',
        records: [put({ by: { ...person(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      { title: 'a new API from a definition', records: [restApi('ImportRestApi', { body: open })] },
      { title: 'failed', records: [put({ error: { code: 'BadRequestException' } })] },
    ],
  }),
});
