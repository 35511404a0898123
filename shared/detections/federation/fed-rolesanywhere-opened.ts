import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { ACCOUNT, type Difference, record } from '../example.ts';

const roleArns = [`arn:aws:iam::${ACCOUNT}:role/batch`];
const bundle = { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: '-----BEGIN CERTIFICATE-----' } };
const privateCa = {
  sourceType: 'AWS_ACM_PCA',
  sourceData: { acmPcaArn: `arn:aws:acm-pca:eu-central-1:${ACCOUNT}:certificate-authority/1a2b3c` },
};

function anywhere(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('rolesanywhere', name, { params, ...difference });
}

type Opening = Pick<Match, 'severity' | 'reasons'> & { readonly what: string };

/** A bundle can hold a CA that was made minutes ago; a private CA is at least known to the account it lives in. */
function anchored(event: TrailEvent, name: string): Opening | undefined {
  const type = filled(event.params, 'source', 'sourceType');
  // A new name or new notifications open nothing.
  if (type === undefined && event.name === 'UpdateTrustAnchor') return undefined;
  const own = type === 'AWS_ACM_PCA';
  return {
    what: `let certificates of the authority ${name} sign in as roles`,
    severity: own ? 'medium' : 'high',
    reasons: [own ? 'it is a private CA of AWS' : `the authority comes from outside: ${type ?? 'of unknown type'}`],
  };
}

/** A profile says which roles a certificate may become; it opens nothing without an anchor. */
function profiled(event: TrailEvent, name: string): Opening | undefined {
  const roles = texts(event.params, 'roleArns');
  const widens =
    roles.length > 0 ||
    at(event.params, 'sessionPolicy') !== undefined ||
    at(event.params, 'managedPolicyArns') !== undefined;
  if (!widens) return undefined;
  const which = roles.length === 0 ? 'other session policies' : roles.slice(0, 3).join(', ');
  return { what: `let certificates become roles through profile ${name}: ${which}`, severity: 'medium' };
}

const OPENINGS: ReadonlyMap<string, (event: TrailEvent, name: string) => Opening | undefined> = new Map([
  ['CreateTrustAnchor', anchored],
  ['UpdateTrustAnchor', anchored],
  ['EnableTrustAnchor', (_, name) => ({ what: `switched on the trust anchor ${name}`, severity: 'high' })],
  ['CreateProfile', profiled],
  ['UpdateProfile', profiled],
  ['EnableProfile', (_, name) => ({ what: `switched on the profile ${name}`, severity: 'medium' })],
  ['DeleteCrl', (_, name) => ({ what: `deleted the revocation list ${name}`, severity: 'high' })],
  ['DisableCrl', (_, name) => ({ what: `switched off the revocation list ${name}`, severity: 'high' })],
]);

const ID_MEMBERS = ['name', 'trustAnchorId', 'profileId', 'crlId'];

export default defineDetection({
  id: 'fed-rolesanywhere-opened',
  topic: 'F',
  title: 'Roles Anywhere opened',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'Whoever holds the key of the certificate authority can become a role from anywhere, for as long as the authority is trusted. Revoked certificates work again without the revocation list.',
  benign: ['Servers outside of AWS that get roles', 'A renewed certificate authority'],
  runbook: [
    'Ask {principal} who runs the certificate authority and which servers need it.',
    'Read what is trusted: aws rolesanywhere list-trust-anchors --region {region}; aws rolesanywhere list-profiles --region {region}; aws rolesanywhere list-crls --region {region}.',
    'Look for its use since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=CreateSession --start-time {time}.',
    'If not meant, switch it off: aws rolesanywhere disable-trust-anchor --region {region} --trust-anchor-id ID, and deny the open sessions of its roles (aws:TokenIssueTime).',
  ],
  on: { source: 'rolesanywhere', names: [...OPENINGS.keys()] },
  match: (event) => {
    const name = ID_MEMBERS.map((member) => filled(event.params, member)).find(Boolean) ?? '(unnamed)';
    const opening = OPENINGS.get(event.name)?.(event, name);
    if (opening === undefined) return false;
    return { resource: `Roles Anywhere ${name} in account ${event.account}`, target: name, ...opening };
  },
  examples: () => ({
    fires: [
      {
        title: 'an authority from outside',
        severity: 'high',
        records: [anywhere('CreateTrustAnchor', { name: 'servers', enabled: true, source: bundle })],
      },
      {
        title: 'a private CA',
        severity: 'medium',
        records: [anywhere('CreateTrustAnchor', { name: 'servers', enabled: true, source: privateCa })],
      },
      {
        title: 'another authority behind a known anchor',
        severity: 'high',
        records: [anywhere('UpdateTrustAnchor', { trustAnchorId: 'a1b2c3', source: bundle })],
      },
      { title: 'a profile', severity: 'medium', records: [anywhere('CreateProfile', { name: 'servers', roleArns })] },
      {
        title: 'more roles',
        severity: 'medium',
        records: [anywhere('UpdateProfile', { profileId: 'd4e5f6', roleArns })],
      },
      {
        title: 'a wider session policy',
        severity: 'medium',
        records: [anywhere('UpdateProfile', { profileId: 'd4e5f6', sessionPolicy: '{"Statement":[]}' })],
      },
      {
        title: 'other managed session policies',
        severity: 'medium',
        records: [anywhere('UpdateProfile', { profileId: 'd4e5f6', managedPolicyArns: [] })],
      },
      {
        title: 'an anchor switched on',
        severity: 'high',
        records: [anywhere('EnableTrustAnchor', { trustAnchorId: 'a1b2c3' })],
      },
      {
        title: 'a profile switched on',
        severity: 'medium',
        records: [anywhere('EnableProfile', { profileId: 'd4e5f6' })],
      },
      { title: 'the revocation list deleted', severity: 'high', records: [anywhere('DeleteCrl', { crlId: 'c7d8e9' })] },
      {
        title: 'revoked certificates work again',
        severity: 'high',
        records: [anywhere('DisableCrl', { crlId: 'c7d8e9' })],
      },
    ],
    quiet: [
      { title: 'a new name', records: [anywhere('UpdateTrustAnchor', { trustAnchorId: 'a1b2c3', name: 'servers-2' })] },
      {
        title: 'a shorter session',
        records: [anywhere('UpdateProfile', { profileId: 'd4e5f6', durationSeconds: 900 })],
      },
      { title: 'switched off', records: [anywhere('DisableTrustAnchor', { trustAnchorId: 'a1b2c3' })] },
      {
        title: 'denied',
        records: [
          anywhere(
            'CreateTrustAnchor',
            { name: 'servers', source: bundle },
            { error: { code: 'AccessDeniedException' } },
          ),
        ],
      },
    ],
  }),
});
