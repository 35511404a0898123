import type { ApiCall } from '../../cloudtrail/apigateway.ts';
import { segments, sets } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { patch, restApi } from '../example.ts';

const labels = { restApiId: 'a1b2c3d4e5' };
const typed = (types: readonly string[]) => ({ id: 'a1b2c3d4e5', endpointConfiguration: { types } });
const created = (type: string) =>
  restApi(
    'CreateRestApi',
    {},
    { name: 'ledger', endpointConfiguration: { types: [type] } },
    { minute: -600, response: typed([type]) },
  );
const replaced = (path: string, value: string) =>
  patch('UpdateRestApi', labels, [['replace', path, value]], { response: typed([value]) });

export default defineDetection({
  id: 'apigw-private-made-public',
  topic: 'P',
  title: 'Private API made reachable from the internet',
  severity: 'critical',
  attack: ['T1133'],
  why: 'An API that only the own network could reach answers the internet: what was written for colleagues meets strangers.',
  benign: ['An internal API is launched'],
  runbook: [
    'Ask {principal} whether {resource} is meant to be reached from the internet.',
    'See what its methods require: aws apigateway get-resources --rest-api-id {api} --embed methods --region {region}',
    'If it was not meant: aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations op=replace,path=/endpointConfiguration/types/{after},value=PRIVATE and deploy.',
    'Its policy named VPC endpoints: check that it is still there and what it says now (aws apigateway get-rest-api --rest-api-id {api} --region {region}).',
    'Look in the access log for source addresses outside your network since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateRestApi'] },
  match: ({ api }) => {
    const type = api === undefined ? undefined : newType(api);
    if (api === undefined || type === undefined) return false;
    const fromPrivate = api.patched('/endpointConfiguration/types/PRIVATE').length > 0;
    return {
      // Terraform names the place in the list (/types/0) and not the type that it replaces.
      severity: fromPrivate ? 'critical' : 'medium',
      what: `changed the endpoint type of ${api.resource} to ${type}`,
    };
  },
  state: {
    changed: {
      settings: ['apigateway.api.endpointConfiguration.types'],
      judge: ({ before, now }) => {
        if (before === undefined) return { reason: 'what type it was before is told by the request at most' };
        return before.includes('PRIVATE')
          ? { severity: 'critical', reason: `it changed from ${before} to ${now}` }
          : 'quiet';
      },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'PRIVATE replaced by name',
        severity: 'critical',
        records: [replaced('/endpointConfiguration/types/PRIVATE', 'REGIONAL')],
      },
      {
        title: 'PRIVATE replaced by place',
        severity: 'critical',
        records: [created('PRIVATE'), replaced('/endpointConfiguration/types/0', 'EDGE')],
      },
      {
        title: 'an unknown type replaced by place',
        severity: 'medium',
        records: [replaced('/endpointConfiguration/types/0', 'REGIONAL')],
      },
      {
        title: 'the whole list replaced, nothing known of before',
        severity: 'medium',
        records: [replaced('/endpointConfiguration/types', 'REGIONAL')],
      },
    ],
    quiet: [
      { title: 'regional to edge, by name', records: [replaced('/endpointConfiguration/types/REGIONAL', 'EDGE')] },
      { title: 'made private, by place', records: [replaced('/endpointConfiguration/types/0', 'PRIVATE')] },
      { title: 'edge to regional, by name', records: [replaced('/endpointConfiguration/types/EDGE', 'REGIONAL')] },
      {
        title: 'edge to regional, by place',
        records: [created('EDGE'), replaced('/endpointConfiguration/types/0', 'REGIONAL')],
      },
      {
        title: 'made private',
        records: [created('REGIONAL'), replaced('/endpointConfiguration/types/REGIONAL', 'PRIVATE')],
      },
      {
        title: 'another VPC endpoint of a private API',
        records: [
          created('PRIVATE'),
          patch('UpdateRestApi', labels, [['add', '/endpointConfiguration/vpcEndpointIds', 'vpce-0a1b2c3d4e5f67890']], {
            response: typed(['PRIVATE']),
          }),
        ],
      },
      {
        title: 'denied',
        records: [
          patch('UpdateRestApi', labels, [['replace', '/endpointConfiguration/types/PRIVATE', 'EDGE']], {
            error: { code: 'AccessDeniedException' },
          }),
        ],
      },
    ],
  }),
});

/** The type that an endpoint gets, unless it is known to have been another open one or stays private. */
function newType(api: ApiCall): string | undefined {
  const patched = api.patched('/endpointConfiguration/types', '/endpointConfiguration/types/*').findLast(sets);
  const replaced = patched === undefined ? undefined : segments(patched.path)[2]?.toUpperCase();
  if (patched?.value === undefined || replaced === 'EDGE' || replaced === 'REGIONAL') return undefined;
  return patched.value === 'PRIVATE' ? undefined : patched.value;
}
