import { nameOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, record, role } from '../example.ts';

const IDENTITY_CENTER = 'AWSSSO_0123456789abcdef_DO_NOT_DELETE';

function saml(verb: 'Create' | 'Update' | 'Delete', name: string, difference: Difference = {}) {
  const document = { sAMLMetadataDocument: '<EntityDescriptor entityID="https://idp.example.com"/>' };
  const arn = `arn:aws:iam::${ACCOUNT}:saml-provider/${name}`;
  const params = verb === 'Create' ? { name, ...document } : { sAMLProviderArn: arn, ...document };
  return record('iam', `${verb}SAMLProvider`, { region: 'us-east-1', params, ...difference });
}

const VERBS = new Map([
  ['CreateSAMLProvider', 'created'],
  ['UpdateSAMLProvider', 'replaced the metadata of'],
  ['DeleteSAMLProvider', 'deleted'],
]);

export default defineDetection({
  id: 'fed-saml-provider-changed',
  topic: 'F',
  title: 'SAML identity provider changed',
  severity: 'high',
  attack: ['T1484.002'],
  why: 'Whoever holds the signing key in the metadata can sign in as anyone, in every role that trusts the provider, without any user of yours.',
  benign: ['A renewed signing certificate', 'A new identity provider'],
  runbook: [
    'Ask {principal} and the owners of the identity provider whether the change was planned.',
    'Compare the metadata (entity id, certificates) with what the identity provider publishes: aws iam get-saml-provider --saml-provider-arn {resource}.',
    'Look for sign-ins through it since: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithSAML --start-time {time}, and in every region you use.',
    'If not meant, put the former metadata back: aws iam update-saml-provider --saml-provider-arn {resource} --saml-metadata-document file://metadata.xml, and deny the sessions that came through it (aws:TokenIssueTime).',
  ],
  on: { source: 'iam', names: [...VERBS.keys()] },
  match: (event) => {
    // CloudTrail writes the parameter with a capital AML; exports of records have been seen in both spellings.
    const arn =
      filled(event.params, 'sAMLProviderArn') ??
      filled(event.params, 'samlProviderArn') ??
      filled(event.response, 'sAMLProviderArn');
    const name = filled(event.params, 'name') ?? (arn === undefined ? undefined : nameOf(arn));
    if (name === undefined) return false;
    const reserved = name.startsWith('AWSSSO_');
    const provisioned = reserved && event.principal.class === 'service';
    const deleted = event.name === 'DeleteSAMLProvider';
    return {
      resource: arn ?? `arn:aws:iam::${event.account}:saml-provider/${name}`,
      target: name,
      key: `${event.account}/${name}`,
      what: `${VERBS.get(event.name)} the SAML provider ${name}`,
      severity: provisioned ? 'low' : deleted ? 'medium' : reserved ? 'critical' : 'high',
      reasons: [
        ...(provisioned ? ['Identity Center sets up the account'] : []),
        ...(reserved && !provisioned ? ['it is Identity Center’s own, which nobody else should touch'] : []),
        ...(deleted ? ['nobody can come in through it any more'] : []),
      ],
    };
  },
  examples: () => ({
    fires: [
      { title: 'created', severity: 'high', records: [saml('Create', 'okta')] },
      { title: 'metadata replaced', severity: 'high', records: [saml('Update', 'okta')] },
      { title: 'deleted', severity: 'medium', records: [saml('Delete', 'okta')] },
      {
        title: 'deleted, the parameter in the other spelling',
        severity: 'medium',
        records: [
          saml('Delete', 'okta', { params: { samlProviderArn: `arn:aws:iam::${ACCOUNT}:saml-provider/okta` } }),
        ],
      },
      { title: 'Identity Center’s own, replaced', severity: 'critical', records: [saml('Update', IDENTITY_CENTER)] },
      {
        title: 'Identity Center sets up an account',
        severity: 'low',
        records: [saml('Create', IDENTITY_CENTER, { by: role('AWSServiceRoleForSSO', 'AWS-SSO') })],
      },
    ],
    quiet: [
      { title: 'only tagged', records: [record('iam', 'TagSAMLProvider', { params: { sAMLProviderArn: 'arn' } })] },
      { title: 'denied', records: [saml('Update', 'okta', { error: { code: 'AccessDenied' } })] },
      {
        title: 'one that is no SAML',
        records: [record('cognito-idp', 'UpdateIdentityProvider', { params: { providerName: 'okta' } })],
      },
    ],
  }),
});
