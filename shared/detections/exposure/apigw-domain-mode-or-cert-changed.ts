import { list, text } from '../../cloudtrail/field.ts';
import { sets } from '../../cloudtrail/patch.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const domain = { domainName: 'api.example.com' };
const cert = (id: string) => `arn:aws:acm:eu-central-1:111111111111:certificate/${id}`;
const routed = (mode: string, difference = {}) =>
  patch('UpdateDomainName', domain, [['replace', '/routingMode', mode]], difference);
const certified = (id: string, difference = {}) =>
  patch('UpdateDomainName', domain, [['replace', '/regionalCertificateArn', cert(id)]], difference);
const http = (id: string, difference = {}) =>
  httpApi(
    'UpdateDomainName',
    { ...domain, domainNameConfigurations: [{ certificateArn: cert(id), securityPolicy: 'TLS_1_2' }] },
    difference,
  );

const CERTIFICATES = ['certificateArn', 'regionalCertificateArn', 'ownershipVerificationCertificateArn'];

function judge({ setting, before, now }: Change): Verdict {
  const name = setting.endsWith('routingMode') ? 'routing mode' : 'certificate';
  // The first one of its kind replaces nothing.
  if (before === now || (before === '' && name === 'certificate')) return 'quiet';
  if (before === undefined) {
    // v2 sends all that a domain has, so that nothing may be new.
    const whole = setting.includes('domainNameConfigurations');
    if (now === 'BASE_PATH_MAPPING_ONLY') return 'quiet';
    return { ...(whole ? { severity: 'low' } : {}), reason: `its ${name} before is not known` };
  }
  return { reason: `its ${name} was ${before === '' ? 'the default' : before} before` };
}

export default defineDetection({
  id: 'apigw-domain-mode-or-cert-changed',
  topic: 'P',
  title: 'Certificate or routing of a custom domain changed',
  severity: 'medium',
  attack: ['T1557'],
  why: 'With routing rules in force requests can be led to another API by a header, past the mappings that everybody looks at; with another certificate somebody else may hold the key of the domain.',
  benign: ['A certificate is replaced by a new one (a renewal keeps its ARN)', 'The domain moves to routing rules'],
  runbook: [
    'Ask {principal} for the change of {resource}: it was {before}, it is {after}.',
    'See who asked for the certificate and when: aws acm describe-certificate --certificate-arn {after} --region {region} (an imported one, Type IMPORTED, has its key outside AWS).',
    'See where the domain leads now: aws apigatewayv2 get-domain-name --domain-name {target} --region {region}; aws apigatewayv2 list-routing-rules --domain-name {target} --region {region}; aws apigatewayv2 get-api-mappings --domain-name {target} --region {region}',
    'If it was not meant, set {before} again.',
  ],
  on: { source: 'apigateway', names: ['UpdateDomainName'] },
  match: (event) => {
    const { api } = event;
    if (api === undefined) return false;
    const patched = api.patched('/routingMode', ...CERTIFICATES.map((member) => `/${member}`)).filter(sets);
    const from = event.omitted ? api.state : api.input;
    const sent = [from, ...list(from, 'domainNameConfigurations')].flatMap((one) =>
      CERTIFICATES.map((member) => text(one, member)),
    );
    const written = [...patched.map(({ value }) => value), text(from, 'routingMode'), ...sent];
    const said = [...new Set(written)].filter((value) => value !== undefined && value !== '');
    if (said.length === 0) return false;
    return {
      ...shipped(event),
      what: `set the certificate or routing of ${api.resource} to ${said.slice(0, 3).join(', ')}`,
      ...(api.domainName === undefined ? {} : { target: api.domainName }),
    };
  },
  state: {
    changed: {
      settings: [
        'apigateway.domain.routingMode',
        ...CERTIFICATES.map((member) => `apigateway.domain.${member}`),
        'apigateway.domain.domainNameConfigurations.certificateArn',
        'apigateway.domain.domainNameConfigurations.ownershipVerificationCertificateArn',
      ],
      judge,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'routing rules come into force',
        severity: 'medium',
        records: [routed('ROUTING_RULE_THEN_BASE_PATH_MAPPING')],
      },
      {
        title: 'known to have had none',
        severity: 'medium',
        records: [routed('BASE_PATH_MAPPING_ONLY', { minute: -600 }), routed('ROUTING_RULE_ONLY')],
      },
      {
        title: 'another certificate',
        severity: 'medium',
        records: [certified('c1', { minute: -600 }), certified('c2')],
      },
      {
        title: 'of HTTP APIs, nothing known',
        severity: 'low',
        records: [http('c2')],
      },
      { title: 'of HTTP APIs', severity: 'medium', records: [http('c1', { minute: -600 }), http('c2')] },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [certified('c2', { by: { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'routing rules of HTTP APIs come into force',
        severity: 'medium',
        records: [httpApi('UpdateDomainName', { ...domain, routingMode: 'ROUTING_RULE_ONLY' })],
      },
    ],
    quiet: [
      { title: 'mappings only, nothing known of before', records: [routed('BASE_PATH_MAPPING_ONLY')] },
      {
        title: 'the certificate it had',
        records: [
          restApi('CreateDomainName', {}, { ...domain, regionalCertificateArn: cert('c1') }, { minute: -600 }),
          certified('c1'),
        ],
      },
      {
        title: 'another TLS policy of HTTP APIs, with the certificate they had',
        records: [
          httpApi(
            'CreateDomainName',
            { ...domain, domainNameConfigurations: [{ certificateArn: cert('c1') }] },
            { minute: -600 },
          ),
          http('c1'),
        ],
      },
      {
        title: 'another TLS policy',
        records: [patch('UpdateDomainName', domain, [['replace', '/securityPolicy', 'TLS_1_2']])],
      },
      { title: 'refused', records: [routed('ROUTING_RULE_ONLY', { error: { code: 'BadRequestException' } })] },
    ],
  }),
});
