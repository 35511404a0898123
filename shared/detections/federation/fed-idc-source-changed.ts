import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import type { Severity } from '../severity.ts';

/**
 * What each call does. sso-directory's and the console's own calls of sso are in no service model: IAM Identity Center user guide,
 * "IAM Identity Center information in CloudTrail"; UpdateSSOConfiguration and the certificates: service authorization reference
 * of sso and sso-directory.
 */
const CHANGES: ReadonlyMap<string, readonly [what: string, severity: Severity]> = new Map([
  ['AssociateDirectory', ['made another directory the identity source', 'critical']],
  ['DisassociateDirectory', ['took the identity source away', 'critical']],
  ['UpdateDirectoryAssociation', ['changed how the identity source is connected', 'high']],
  ['EnableExternalIdPConfigurationForDirectory', ['made an outside identity provider the identity source', 'critical']],
  ['DisableExternalIdPConfigurationForDirectory', ['switched the outside identity provider off', 'critical']],
  ['CreateExternalIdPConfigurationForDirectory', ['set up an outside identity provider', 'high']],
  ['UpdateExternalIdPConfigurationForDirectory', ['changed the outside identity provider', 'critical']],
  ['DeleteExternalIdPConfigurationForDirectory', ['deleted the outside identity provider', 'high']],
  ['ImportExternalIdPCertificate', ['made Identity Center trust one more signing certificate', 'high']],
  ['CreateTrustedTokenIssuer', ['made Identity Center trust tokens of', 'high']],
  ['UpdateTrustedTokenIssuer', ['changed how tokens of a trusted issuer name people', 'high']],
  ['PutMfaDeviceManagementForDirectory', ['changed which second factors people need', 'high']],
  ['UpdateSSOConfiguration', ['changed the settings of Identity Center', 'high']],
]);

function call(service: 'sso' | 'sso-directory', name: string, difference: Difference = {}) {
  return record(service, name, { params: { directoryId: 'd-1234567890' }, ...difference });
}

export default defineDetection({
  id: 'fed-idc-source-changed',
  topic: 'F',
  title: 'Identity source of Identity Center changed',
  severity: 'critical',
  attack: ['T1484.002'],
  why: 'Whoever decides who people are can be any of them, in every account of the organization. With a signing key or a token issuer of their own they need nobody’s password.',
  benign: [
    'A planned move to another identity provider',
    'A renewed signing certificate',
    'Stricter rules for second factors',
  ],
  runbook: [
    'Ask {principal} and a second administrator whether the change was planned; don’t wait for an answer by mail.',
    'In the console of Identity Center, Settings, compare identity source, certificates and second factors with what they should be; for token issuers: aws sso-admin list-trusted-token-issuers --instance-arn ARN --region {region}.',
    'If not meant, put it back, and end the sessions of everyone who signed in since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=UserAuthentication --start-time {time}.',
    'See what else {principal} did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
  ],
  on: { source: ['sso', 'sso-directory'], names: [...CHANGES.keys()] },
  match: (event) => {
    const [does, severity] = CHANGES.get(event.name) ?? ['changed Identity Center', 'high'];
    const issuer = filled(event.params, 'trustedTokenIssuerConfiguration', 'oidcJwtConfiguration', 'issuerUrl');
    const isIssuer = event.name === 'CreateTrustedTokenIssuer';
    return {
      resource: `Identity Center in account ${event.account}`,
      target: filled(event.params, 'directoryId') ?? issuer ?? 'Identity Center',
      what: isIssuer ? `${does} ${issuer ?? 'another issuer'}` : does,
      severity,
      ...(issuer !== undefined
        ? {
            listed: [
              { list: 'issuers', names: [issuer.replace(/^https?:\/\//, '').split('/')[0] ?? issuer], severity: 'low' },
            ],
          }
        : {}),
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'an outside identity provider',
        severity: 'critical',
        records: [call('sso-directory', 'EnableExternalIdPConfigurationForDirectory')],
      },
      { title: 'another directory', severity: 'critical', records: [call('sso', 'AssociateDirectory')] },
      {
        title: 'one more certificate',
        severity: 'high',
        records: [call('sso-directory', 'ImportExternalIdPCertificate')],
      },
      {
        title: 'second factors',
        severity: 'high',
        records: [call('sso', 'PutMfaDeviceManagementForDirectory')],
      },
      { title: 'a token issuer', severity: 'high', records: [issuer()] },
      {
        title: 'a token issuer of one’s own',
        severity: 'low',
        lists: { issuers: ['login.example.com'] },
        records: [issuer()],
      },
    ],
    quiet: [
      { title: 'read', records: [call('sso-directory', 'ListExternalIdPConfigurationsForDirectory')] },
      {
        title: 'a person is added',
        records: [call('sso-directory', 'CreateUser')],
      },
      {
        title: 'denied',
        records: [call('sso', 'AssociateDirectory', { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});

function issuer() {
  const oidcJwtConfiguration = { issuerUrl: 'https://login.example.com/realm', claimAttributePath: 'email' };
  const params = {
    name: 'login',
    trustedTokenIssuerType: 'OIDC_JWT',
    trustedTokenIssuerConfiguration: { oidcJwtConfiguration },
  };
  return record('sso', 'CreateTrustedTokenIssuer', { params });
}
