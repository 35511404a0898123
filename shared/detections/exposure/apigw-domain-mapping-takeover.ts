import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { pointed } from './mapping.ts';

const domainName = 'api.example.com';
const path = { domainName, basePath: 'shop' };
const mapped = (restApiId: string, minute = 0, stage = 'prod') =>
  restApi(
    'CreateBasePathMapping',
    { domainName },
    { basePath: 'shop', restApiId, stage },
    {
      minute,
      response: { basePath: 'shop', restApiId, stage },
    },
  );
const remapped = (...operations: Parameters<typeof patch>[2]) => patch('UpdateBasePathMapping', path, operations);
const mapping = { domainName, apiMappingId: 'm1n2o3', apiMappingKey: 'v1', stage: '$default' };
const rule = (name: string, apiId: string, minute = 0) =>
  httpApi(
    name,
    {
      domainName,
      routingRuleId: 'ru1',
      priority: 10,
      actions: [{ invokeApi: { apiId, stage: 'prod' } }],
      conditions: [],
    },
    { minute },
  );

export default defineDetection({
  id: 'apigw-domain-mapping-takeover',
  topic: 'P',
  title: 'Custom domain pointed to another API',
  severity: 'high',
  attack: ['T1557'],
  why: 'Callers of the domain, with their tokens and bodies, reach the other API at once: its owner can read, answer and pass on all of it.',
  benign: ['A cut-over to a new API or stage'],
  runbook: [
    'Ask {principal} for the cut-over that pointed {resource} from {before} to {after}.',
    'See whose API it is and where its integrations lead: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region} (HTTP API: aws apigatewayv2 get-integrations --api-id {api} --region {region})',
    'See all mappings: aws apigatewayv2 get-api-mappings --domain-name {target} --region {region}; aws apigatewayv2 list-routing-rules --domain-name {target} --region {region}',
    'If it was not meant: point it back to {before}.',
    'Tokens sent to {target} since {time} may have been read: revoke them.',
  ],
  on: {
    source: 'apigateway',
    names: [
      'CreateBasePathMapping',
      'UpdateBasePathMapping',
      'CreateApiMapping',
      'UpdateApiMapping',
      'CreateRoutingRule',
      'PutRoutingRule',
    ],
  },
  match: pointed,
  state: {
    changed: {
      settings: [
        'apigateway.mapping.restApiId',
        'apigateway.mapping.apiId',
        'apigateway.mapping.stage',
        'apigateway.routingRule.actions',
      ],
      judge,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a path moved to another REST API',
        severity: 'high',
        records: [mapped('a1b2c3d4e5', -600), remapped(['replace', '/restapiId', 'z9y8x7w6v5'])],
      },
      {
        title: 'deleted and made anew for another API',
        severity: 'high',
        records: [
          mapped('a1b2c3d4e5', -600),
          restApi('DeleteBasePathMapping', path, undefined, { minute: -1 }),
          mapped('z9y8x7w6v5'),
        ],
      },
      {
        title: 'a mapping moved to another HTTP API',
        severity: 'high',
        records: [
          httpApi('UpdateApiMapping', { ...mapping, apiId: 'h1j2k3l4m5' }, { minute: -600 }),
          httpApi('UpdateApiMapping', { ...mapping, apiId: 'n6o7p8q9r0' }),
        ],
      },
      {
        title: 'another stage of the same API',
        severity: 'medium',
        records: [mapped('a1b2c3d4e5', -600), remapped(['replace', '/stage', 'blue'])],
      },
      {
        title: 'a change whose past is not known',
        severity: 'medium',
        records: [remapped(['replace', '/restapiId', 'z9y8x7w6v5'])],
      },
      { title: 'a new path', severity: 'info', records: [mapped('a1b2c3d4e5')] },
      { title: 'a new routing rule', severity: 'medium', records: [rule('CreateRoutingRule', 'n6o7p8q9r0')] },
      {
        title: 'a routing rule that leads elsewhere',
        severity: 'high',
        records: [rule('CreateRoutingRule', 'h1j2k3l4m5', -600), rule('PutRoutingRule', 'n6o7p8q9r0')],
      },
      {
        title: 'a new mapping of HTTP APIs',
        severity: 'info',
        records: [httpApi('CreateApiMapping', { ...mapping, apiId: 'n6o7p8q9r0' })],
      },
    ],
    quiet: [
      {
        title: 'the API it led to',
        records: [
          patch('UpdateBasePathMapping', path, [['replace', '/basePath', 'shop']], {
            minute: -600,
            response: { basePath: 'shop', restApiId: 'a1b2c3d4e5', stage: 'prod' },
          }),
          remapped(['replace', '/restapiId', 'a1b2c3d4e5']),
        ],
      },
      { title: 'the path is renamed', records: [remapped(['replace', '/basePath', 'store'])] },
      {
        title: 'refused',
        records: [
          httpApi('CreateApiMapping', { ...mapping, apiId: 'h1j2k3l4m5' }, { error: { code: 'ConflictException' } }),
        ],
      },
    ],
  }),
});

function judge({ setting, before, now }: Change): Verdict | undefined {
  if (before === undefined) return undefined;
  if (before === now) return 'quiet';
  const [, thing, member] = setting.split('.');
  if (thing === 'routingRule') return { severity: 'high', reason: 'the rule led elsewhere before' };
  return member === 'stage'
    ? { severity: 'medium', reason: `it led to stage ${before} before` }
    : { severity: 'high', reason: `it led to API ${before} before` };
}
