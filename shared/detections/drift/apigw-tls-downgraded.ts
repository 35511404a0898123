import { filled, texts } from '../../cloudtrail/field.ts';
import { sets } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const domain = { domainName: 'api.example.com' };

/**
 * The lowest TLS version a policy accepts, by its name: `TLS_1_0`, `TLS_1_2`, `SecurityPolicy_TLS13_1_2_…` (from 1.2),
 * `SecurityPolicy_TLS13_1_3_…`, and for edge-optimized ones `SecurityPolicy_TLS13_2025_EDGE`.
 */
function lowest(policy: string): number | undefined {
  const [, named] = /TLS(?:13)?_1_([0-3])(?!\d)/.exec(policy) ?? [];
  if (named !== undefined) return Number(named);
  const [, edge] = /TLS1([23])_(?:PFS_)?20\d\d/.exec(policy) ?? [];
  return edge === undefined ? undefined : Number(edge);
}

function judge({ setting, before, now }: Change): Verdict {
  if (setting.endsWith('endpointAccessMode'))
    return before === 'STRICT' && now === 'BASIC'
      ? { reason: 'endpoint access mode went from STRICT to BASIC: requests past the domain are no longer refused' }
      : 'quiet';
  const is = lowest(now);
  const was = before === undefined ? undefined : lowest(before);
  if (is === undefined) return 'quiet';
  if (was === undefined)
    return is < 2 ? { reason: `clients may use TLS 1.${is}; what the policy was before is not known` } : 'quiet';
  return is < was ? { reason: `clients may use TLS 1.${is}, before at least 1.${was} (${before})` } : 'quiet';
}

export default defineDetection({
  id: 'apigw-tls-downgraded',
  topic: 'D',
  title: 'TLS policy of an API weakened',
  severity: 'high',
  attack: ['T1689'],
  why: 'Old TLS versions can be forced on a client and read on the way: tokens and bodies are exposed to whoever sits between.',
  benign: ['An old client that can not do better'],
  runbook: [
    'Ask {principal} which client needs {after} (before: {before}), and until when.',
    'See what holds now: aws apigateway get-domain-name --domain-name {target} --region {region}, or for an API aws apigateway get-rest-api --rest-api-id {api} --region {region} (securityPolicy).',
    'If not meant: aws apigateway update-domain-name --domain-name {target} --region {region} --patch-operations op=replace,path=/securityPolicy,value=TLS_1_2 (an API: aws apigateway update-rest-api, the same patch).',
    'Before it is raised again, find the clients that can not do better: they are the ones whose requests fail then.',
  ],
  on: { source: 'apigateway', names: ['UpdateDomainName', 'UpdateRestApi'] },
  match: (event) => {
    const call = event.api;
    if (call === undefined) return false;
    const patched = call.patched('/securityPolicy', '/endpointAccessMode').filter(sets);
    const configurations = call.input['domainNameConfigurations'];
    const written = (Array.isArray(configurations) ? configurations : [configurations]).flatMap((one) =>
      texts(one, 'securityPolicy'),
    );
    const values = [...patched.map(({ value }) => value), ...written];
    if (values.length === 0) return false;
    const target = call.domainName ?? filled(event.params, 'restApiId');
    return {
      what: `set the TLS of ${call.resource} to ${values.join(', ')}`,
      ...(target === undefined ? {} : { target }),
    };
  },
  state: {
    changed: {
      settings: [
        'apigateway.domain.securityPolicy',
        'apigateway.domain.domainNameConfigurations.securityPolicy',
        'apigateway.domain.endpointAccessMode',
        'apigateway.api.securityPolicy',
        'apigateway.api.endpointAccessMode',
      ],
      judge,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'TLS 1.0 for a domain, nothing known',
        severity: 'high',
        records: [patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'TLS_1_0']])],
      },
      {
        title: 'from 1.3 to 1.2',
        severity: 'high',
        records: [
          patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'SecurityPolicy_TLS13_1_3_2025_09']], {
            minute: -600,
          }),
          patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'SecurityPolicy_TLS13_1_2_2021_06']]),
        ],
      },
      {
        title: 'an API that was strict',
        severity: 'high',
        records: [
          patch('UpdateRestApi', { restApiId: 'a1b2c3d4e5' }, [['replace', '/endpointAccessMode', 'STRICT']], {
            minute: -600,
          }),
          patch('UpdateRestApi', { restApiId: 'a1b2c3d4e5' }, [['replace', '/endpointAccessMode', 'BASIC']]),
        ],
      },
      {
        title: 'a domain of HTTP APIs',
        severity: 'high',
        records: [
          httpApi('UpdateDomainName', { ...domain, domainNameConfigurations: [{ securityPolicy: 'TLS_1_0' }] }),
        ],
      },
      {
        title: 'an edge-optimized domain, from 1.3 to 1.2',
        severity: 'high',
        records: [
          patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'SecurityPolicy_TLS13_2025_EDGE']], {
            minute: -600,
          }),
          patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'SecurityPolicy_TLS12_PFS_2025_EDGE']]),
        ],
      },
    ],
    quiet: [
      {
        title: 'an API, raised',
        records: [patch('UpdateRestApi', { restApiId: 'a1b2c3d4e5' }, [['replace', '/securityPolicy', 'TLS_1_2']])],
      },
      {
        title: 'an API, made strict',
        records: [patch('UpdateRestApi', { restApiId: 'a1b2c3d4e5' }, [['replace', '/endpointAccessMode', 'STRICT']])],
      },
      {
        title: 'a domain that was never strict',
        records: [
          patch('UpdateDomainName', domain, [['replace', '/endpointAccessMode', 'BASIC']], { minute: -600 }),
          patch('UpdateDomainName', domain, [['replace', '/endpointAccessMode', 'BASIC']]),
        ],
      },
      {
        title: 'an edge-optimized domain, from 1.2 to 1.3',
        records: [
          patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'SecurityPolicy_TLS12_PFS_2025_EDGE']], {
            minute: -600,
          }),
          patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'SecurityPolicy_TLS13_2025_EDGE']]),
        ],
      },
      { title: 'raised', records: [patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'TLS_1_2']])] },
      {
        title: 'the weak policy it had',
        records: [
          httpApi(
            'CreateDomainName',
            { ...domain, domainNameConfigurations: [{ securityPolicy: 'TLS_1_0' }] },
            { minute: -600 },
          ),
          httpApi('UpdateDomainName', { ...domain, domainNameConfigurations: [{ securityPolicy: 'TLS_1_0' }] }),
        ],
      },
      {
        title: 'another member of an API that always had TLS 1.0',
        records: [
          patch('UpdateRestApi', { restApiId: 'a1b2c3d4e5' }, [['replace', '/name', 'orders']], {
            response: { id: 'a1b2c3d4e5', securityPolicy: 'TLS_1_0' },
          }),
        ],
      },
      {
        title: 'denied',
        records: [
          patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'TLS_1_0']], {
            error: { code: 'AccessDeniedException' },
          }),
        ],
      },
    ],
  }),
});
