import { at } from '../../cloudtrail/field.ts';
import { TRUSTSTORE } from '../../settings/truststore.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { httpApi, patch, restApi, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { asked, tooLarge } from './asked.ts';

const labels = { domainName: 'api.example.com' };
const HELD = 's3://example-ca/clients.pem';
type Truststore = readonly [uri: string, version?: string];

/** The answer is the whole new state. */
function set([truststoreUri, truststoreVersion]: Truststore, difference = {}) {
  const version = truststoreVersion === undefined ? {} : { truststoreVersion };
  const operations = [
    ['replace', '/mutualTlsAuthentication/truststoreUri', truststoreUri],
    ...(truststoreVersion === undefined
      ? []
      : [['replace', '/mutualTlsAuthentication/truststoreVersion', truststoreVersion]]),
  ] as [string, string, string][];
  return patch('UpdateDomainName', labels, operations, {
    response: { ...labels, mutualTlsAuthentication: { truststoreUri, ...version } },
    ...difference,
  });
}
function known(truststoreUri: string, truststoreVersion = '') {
  const mutualTlsAuthentication = { truststoreUri, truststoreVersion };
  return restApi('CreateDomainName', {}, { ...labels, mutualTlsAuthentication }, { minute: -600 });
}
const pipeline = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };

/** `example-ca` of `s3://example-ca/clients.pem version V`. */
function bucketOf(truststore: string): string {
  return /^s3:\/\/([^/]+)/i.exec(truststore)?.[1]?.toLowerCase() ?? truststore;
}

/**
 * Whose bucket it is can't be told from the log, because a bucket's name holds no account: another bucket than before stands
 * for it. The same file without a version is read again, and may have been overwritten since.
 */
function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'which truststore it was before is not known' };
  if (before === '') return 'quiet';
  if (bucketOf(before) !== bucketOf(now))
    return { severity: 'critical', reason: `it was in another bucket: ${before}` };
  if (before !== now) return { reason: `it was ${before} before` };
  return / version \S+$/.test(now)
    ? 'quiet'
    : { severity: 'medium', reason: 'the same file was read again: what it holds may have changed' };
}

export default defineDetection({
  id: 'apigw-mtls-truststore-changed',
  topic: 'T',
  title: 'Truststore for client certificates changed',
  severity: 'high',
  attack: ['T1553.004'],
  why: 'Whoever holds a CA of the truststore makes client certificates that the domain lets in. One CA more is a door that looks like every other.',
  benign: ['A CA is renewed', 'A partner with a CA of its own joins'],
  runbook: [
    'Ask {principal} which CA came or went; the truststore was {before}, now {after}.',
    'Compare the two lists: aws s3 cp FILE - (an older version: aws s3api get-object --bucket BUCKET --key KEY --version-id V old.pem), then openssl crl2pkcs7 -nocrl -certfile FILE | openssl pkcs7 -print_certs -noout',
    'See who wrote the file: look for PutObject on it in the S3 data events, and in the history of the bucket’s policy.',
    'If it was not meant: aws apigateway update-domain-name --domain-name {target} --region {region} --patch-operations op=replace,path=/mutualTlsAuthentication/truststoreUri,value=OLD_URI (and truststoreVersion)',
    'Look in the access logs for clientCert.issuerDN that you don’t know since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateDomainName'] },
  match: (event) => {
    const { api } = event;
    const uri = asked(event, 'mutualTlsAuthentication', 'truststoreUri');
    const version = asked(event, 'mutualTlsAuthentication', 'truststoreVersion');
    // That it is taken away is told by apigw-mtls-removed.
    if (api === undefined || uri === '' || (uri === undefined && (version ?? '') === '')) return false;
    const file = uri ?? at(api.state, 'mutualTlsAuthentication', 'truststoreUri') ?? 'the same file';
    const { domainName } = api;
    return {
      severity: byPipeline(event) ? 'medium' : 'high',
      what: `made ${api.resource} trust the CAs of ${file}${version ? `, version ${version}` : ''}`,
      reasons: tooLarge(event),
      ...(domainName === undefined ? {} : { target: domainName }),
    };
  },
  state: { changed: { settings: [TRUSTSTORE], judge } },
  examples: () => ({
    fires: [
      { title: 'another file', severity: 'high', records: [known(HELD), set(['s3://example-ca/clients-2027.pem'])] },
      { title: 'another version', severity: 'high', records: [known(HELD, 'v1'), set([HELD, 'v2'])] },
      {
        title: 'another version, by CloudFormation',
        severity: 'medium',
        records: [known(HELD, 'v1'), set([HELD, 'v2'], pipeline)],
      },
      {
        title: 'another bucket',
        severity: 'critical',
        records: [known(HELD), set(['s3://example-files/clients.pem'])],
      },
      {
        title: 'another bucket, by CloudFormation',
        severity: 'critical',
        records: [known(HELD), set(['s3://example-files/clients.pem'], pipeline)],
      },
      { title: 'nothing known', severity: 'high', records: [set([HELD])] },
      {
        title: 'only a version, nothing known',
        severity: 'high',
        records: [patch('UpdateDomainName', labels, [['replace', '/mutualTlsAuthentication/truststoreVersion', 'v2']])],
      },
      { title: 'the same file again', severity: 'medium', records: [known(HELD), set([HELD])] },
      {
        title: 'in an HTTP API call',
        severity: 'critical',
        records: [
          known(HELD, 'v1'),
          httpApi('UpdateDomainName', {
            ...labels,
            mutualTlsAuthentication: { truststoreUri: 's3://example-files/c.pem' },
          }),
        ],
      },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'critical',
        records: [
          known(HELD),
          restApi('UpdateDomainName', {}, undefined, {
            params: { omitted: true, originalSize: 120_000, domainName: labels.domainName },
            response: { ...labels, mutualTlsAuthentication: { truststoreUri: 's3://example-files/c.pem' } },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'the same version of the same file', records: [known(HELD, 'v1'), set([HELD, 'v1'])] },
      { title: 'mutual TLS switched on', records: [known(''), set([HELD])] },
      { title: 'taken away, which is told elsewhere', records: [known(HELD), set([''])] },
      {
        title: 'another setting of the domain',
        records: [known(HELD), patch('UpdateDomainName', labels, [['replace', '/securityPolicy', 'TLS_1_2']])],
      },
      {
        title: 'refused',
        records: [known(HELD), set(['s3://example-files/c.pem'], { error: { code: 'BadRequestException' } })],
      },
    ],
  }),
});
