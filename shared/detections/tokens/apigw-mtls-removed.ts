import type { ApiCall } from '../../cloudtrail/apigateway.ts';
import { removes } from '../../cloudtrail/patch.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';
import { requested } from '../requested.ts';

const labels = { domainName: 'api.example.com' };
const TRUSTSTORE = '/mutualTlsAuthentication/truststoreUri';
const removed = patch('UpdateDomainName', labels, [['replace', TRUSTSTORE, '']]);

export default defineDetection({
  id: 'apigw-mtls-removed',
  topic: 'T',
  title: 'Mutual TLS removed',
  severity: 'critical',
  attack: ['T1556'],
  why: 'The domain no longer asks callers for a client certificate: where that was the only lock, every API behind it is open.',
  benign: ['Mutual TLS is given up for tokens', 'A domain is moved to another that has it'],
  runbook: [
    'Ask {principal} whether {resource} is meant to answer callers without a client certificate; the truststore was {before}.',
    'See the domain now: aws apigateway get-domain-name --domain-name {target} --region {region}',
    'See which APIs are behind it: aws apigateway get-base-path-mappings --domain-name {target} --region {region}',
    'If it was not meant: aws apigateway update-domain-name --domain-name {target} --region {region} --patch-operations op=replace,path=/mutualTlsAuthentication/truststoreUri,value={before}',
    'Look in the access log of those APIs for callers without clientCert fields since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateDomainName'] },
  match: ({ api }) => {
    if (api === undefined || !takesAway(api)) return false;
    const { domainName } = api;
    return {
      what: `switched mutual TLS off on ${api.resource}`,
      ...(domainName === undefined ? {} : { target: domainName }),
    };
  },
  state: {
    changed: {
      settings: ['apigateway.domain.mutualTlsAuthentication.truststoreUri'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'the truststore it had is not known' };
        return before === '' ? 'quiet' : { reason: `the truststore was ${before}` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'an empty truststore', severity: 'critical', records: [removed] },
      {
        title: 'the whole setting',
        severity: 'critical',
        records: [patch('UpdateDomainName', labels, [['remove', '/mutualTlsAuthentication']])],
      },
      {
        title: 'a truststore that is known',
        severity: 'critical',
        records: [
          patch('UpdateDomainName', labels, [['replace', TRUSTSTORE, 's3://ca/clients.pem']], { minute: -600 }),
          removed,
        ],
      },
      {
        title: 'in an HTTP API call',
        severity: 'critical',
        records: [httpApi('UpdateDomainName', { ...labels, mutualTlsAuthentication: { truststoreUri: '' } })],
      },
    ],
    quiet: [
      {
        title: 'another truststore',
        records: [patch('UpdateDomainName', labels, [['replace', TRUSTSTORE, 's3://ca/clients-2027.pem']])],
      },
      {
        title: 'another version of the truststore',
        records: [patch('UpdateDomainName', labels, [['replace', '/mutualTlsAuthentication/truststoreVersion', 'v2']])],
      },
      {
        title: 'it had none',
        records: [
          httpApi('CreateDomainName', { ...labels, mutualTlsAuthentication: { truststoreUri: '' } }, { minute: -600 }),
          removed,
        ],
      },
      {
        title: 'denied',
        records: [
          patch('UpdateDomainName', labels, [['replace', TRUSTSTORE, '']], {
            error: { code: 'AccessDeniedException' },
          }),
        ],
      },
    ],
  }),
});

function takesAway(api: ApiCall): boolean {
  return (
    api.patched('/mutualTlsAuthentication').some(removes) ||
    requested(api, 'mutualTlsAuthentication', 'truststoreUri') === ''
  );
}
