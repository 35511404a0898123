import { defineSequence } from '../define.ts';
import { ACCOUNT, type Difference, daily, record } from '../example.ts';

const OKTA = `arn:aws:iam::${ACCOUNT}:saml-provider/okta`;
const changed = (minute = 0, name = 'okta', difference: Difference = {}) =>
  record('iam', 'UpdateSAMLProvider', {
    minute,
    region: 'us-east-1',
    params: {
      sAMLProviderArn: `arn:aws:iam::${ACCOUNT}:saml-provider/${name}`,
      sAMLMetadataDocument: '<EntityDescriptor/>',
    },
    ...difference,
  });
const comesIn = (minute: number, role = 'admin', provider = OKTA) =>
  record('sts', 'AssumeRoleWithSAML', {
    minute,
    by: { type: 'SAMLUser', principalId: 'abc=:x', userName: 'x', identityProvider: 'abc=' },
    params: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, principalArn: provider },
  });
const usual = daily(10, (minute) => comesIn(minute, 'reader'));
const GITHUB = 'token.actions.githubusercontent.com';
const trusted = record('iam', 'CreateOpenIDConnectProvider', {
  minute: -60,
  region: 'us-east-1',
  params: { url: `https://${GITHUB}`, clientIDList: ['sts.amazonaws.com'] },
});
const token = (issuer: string) =>
  record('sts', 'AssumeRoleWithWebIdentity', {
    by: {
      type: 'WebIdentityUser',
      userName: 'repo:evil/x:ref:refs/heads/main',
      identityProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`,
    },
    params: { roleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`, roleSessionName: 'x' },
    response: {
      subjectFromWebIdentityToken: 'repo:evil/x:ref:refs/heads/main',
      provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`,
    },
  });

export default defineSequence({
  id: 'seq-federation-takeover',
  topic: 'F',
  title: 'Identity provider changed, then a newcomer came in through it',
  severity: 'critical',
  attack: ['T1484.002', 'T1550.001'],
  why: 'Whoever holds the keys of an identity provider is anybody. It was changed, and within a day somebody used it who never had.',
  benign: ['A provider is set up, and its first user tries it'],
  runbook: [
    'Put the former provider back, or delete it: aws iam update-saml-provider, or aws iam delete-open-id-connect-provider; the first event named here says which.',
    'End the sessions that came through it: deny them in the role by aws:TokenIssueTime before now.',
    'Read what those sessions did: the last event named here holds their access key in responseElements.',
    'Ask who changed the provider (the first event), and look at what else they did from {time-24h}.',
  ],
  key: 'match',
  withinHours: 24,
  ordered: true,
  steps: [
    {
      title: 'identity provider changed',
      detections: ['fed-oidc-provider-changed', 'fed-saml-provider-changed'],
      minSeverity: 'high',
    },
    { title: 'a newcomer came in through it', detections: ['fed-webidentity-new-subject'] },
  ],
  examples: () => ({
    fires: [
      {
        title: 'new metadata, then a role nobody took through it',
        severity: 'critical',
        records: [...usual, changed(-60), comesIn(0)],
      },
      {
        title: 'a new issuer, then its first token',
        severity: 'critical',
        records: [...usual, trusted, token(GITHUB)],
      },
    ],
    quiet: [
      { title: 'only changed', records: [...usual, changed(-60), comesIn(0, 'reader')] },
      { title: 'only a newcomer', records: [...usual, comesIn(0)] },
      { title: 'another provider changed', records: [...usual, changed(-60, 'partner'), comesIn(0)] },
      { title: 'a newcomer first', records: [...usual, comesIn(0), changed(60)] },
      {
        title: 'the change refused',
        records: [...usual, changed(-60, 'okta', { error: { code: 'AccessDenied' } }), comesIn(0)],
      },
    ],
  }),
});
