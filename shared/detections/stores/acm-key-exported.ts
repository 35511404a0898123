import { nameOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, iamUser, record, role } from '../example.ts';
import { newcomer } from './newcomer.ts';

const certificateArn = 'arn:aws:acm:eu-central-1:111111111111:certificate/12345678-1234-1234-1234-123456789012';

function call(difference = {}, name = 'ExportCertificate') {
  return record('acm', name, { params: { certificateArn, passphrase: {} }, ...difference });
}

export default defineDetection({
  id: 'acm-key-exported',
  topic: 'X',
  title: 'Private key of a certificate exported',
  severity: 'high',
  attack: ['T1552.004'],
  why: 'With the private key, anyone can pose as the host, or as the client that mutual TLS lets in, until the certificate expires or is revoked.',
  benign: ['A job that hands certificates to servers outside AWS', 'A certificate moved to a load balancer elsewhere'],
  runbook: [
    'Ask {principal} where the key of {resource} went.',
    'See what the certificate is for: aws acm describe-certificate --certificate-arn {target} --region {region} (DomainName, InUseBy, Type).',
    'If nobody can say: issue a new one (aws acm request-certificate), move its users over, then revoke the old one: aws acm revoke-certificate --certificate-arn {target} --revocation-reason KEY_COMPROMISE --region {region} (for a private CA: aws acm-pca revoke-certificate).',
    'See whether {principal} exported others: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=ExportCertificate.',
  ],
  on: { source: 'acm', names: ['ExportCertificate'] },
  match: (event) => {
    const arn = filled(event.params, 'certificateArn') ?? '(unknown)';
    return {
      what: `exported the private key of certificate ${nameOf(arn)}`,
      resource: `certificate ${nameOf(arn)}`,
      target: arn,
    };
  },
  state: { firstSeen: newcomer('medium') },
  examples: () => ({
    fires: [
      { title: 'little is known yet', severity: 'medium', records: [call()] },
      {
        title: 'by somebody new',
        severity: 'high',
        records: [...daily(6, (minute) => call({ minute, by: role('cert-sync') })), call({ by: iamUser() })],
      },
    ],
    quiet: [
      { title: 'only the certificate', records: [call({}, 'GetCertificate')] },
      { title: 'not exportable', records: [call({ error: { code: 'ValidationException' } })] },
    ],
  }),
});
