import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, list } from '../../cloudtrail/field.ts';
import { detailsIn, poolId } from '../../settings/cognito-pool.ts';
import { defineDetection, type Match } from '../define.ts';
import { record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { POOL } from '../tokens/user-pool.ts';

function idp(verb: 'Create' | 'Update', host: string | undefined, difference = {}, more = {}) {
  const providerDetails = host === undefined ? undefined : { oidc_issuer: `https://${host}`, client_id: 'c1' };
  const params = { userPoolId: POOL, providerName: 'Staff', providerType: 'OIDC', providerDetails, ...more };
  return record('cognito-idp', `${verb}IdentityProvider`, { params, ...difference });
}
function server(verb: 'Create' | 'Update', scopes: readonly string[], difference = {}) {
  const params = {
    userPoolId: POOL,
    identifier: 'orders',
    name: 'orders',
    scopes: scopes.map((scopeName) => ({ scopeName })),
  };
  return record('cognito-idp', `${verb}ResourceServer`, { params, ...difference });
}

/** `idp.example.com` of the first address in the provider's details; the social ones have fixed hosts and need none. */
function hostIn(details: unknown): string | undefined {
  const urls = detailsIn(details).map((entry) => entry.slice(entry.indexOf('=') + 1, 512));
  return urls
    .map((url) => /^https?:\/\/([^/?#:\s]+)/i.exec(url)?.[1]?.toLowerCase())
    .find((host) => host !== undefined);
}

function change(event: TrailEvent): Match | undefined {
  const pool = poolId(event);
  if (pool === undefined) return undefined;
  const verb = event.name.startsWith('Create') ? 'added' : 'changed';
  if (event.name.endsWith('ResourceServer')) {
    const name = filled(event.params, 'identifier') ?? '(unknown)';
    const scopes = list(event.params, 'scopes')
      .map((scope) => filled(scope, 'scopeName') ?? '')
      .slice(0, 5);
    const what = `${verb} resource server ${name} of user pool ${pool} with scopes ${scopes.join(', ') || '(none)'}`;
    // A scope lets nobody in before a client is given it; one that a known server gains is worth more (the judge).
    return { target: name, resource: `user pool ${pool}`, what, severity: 'low' };
  }
  const name = filled(event.params, 'providerName') ?? '(unknown)';
  const host = hostIn(at(event.params, 'providerDetails'));
  return {
    target: name,
    resource: `identity provider ${name} of user pool ${pool}`,
    what: `${verb} identity provider ${name}${host === undefined ? '' : ` (${host})`} of user pool ${pool}`,
    ...(host === undefined ? {} : { listed: [{ list: 'issuers', names: [host], severity: 'low' }] }),
  };
}

function judge({ setting, before, now }: Change): Verdict {
  if (before === now) return 'quiet';
  const what = setting.split('.').at(-1) ?? 'setting';
  if (before === undefined) return now === '' ? 'quiet' : {};
  // Even a provider of the list may not turn its users into others.
  if (what === 'attributeMapping') return { severity: 'high', reason: 'what attributes its users get changed' };
  if (what === 'details') return { reason: 'where it is, or how it is recognized, changed' };
  const fresh = now.split(', ').filter((scope) => !before.split(', ').includes(scope));
  return fresh.length === 0 ? 'quiet' : { severity: 'medium', reason: `new scopes: ${fresh.slice(0, 5).join(', ')}` };
}

export default defineDetection({
  id: 'cognito-idp-added',
  topic: 'F',
  title: 'Identity provider of a user pool added or changed',
  severity: 'high',
  attack: ['T1484.002'],
  why: 'Whoever runs the provider signs in as any user they like, with any attributes, and gets tokens that the APIs trust.',
  benign: ['A new company or social sign-in', 'A renewed certificate or metadata'],
  runbook: [
    'Ask {principal} who runs the identity provider, and the owner of that provider whether they know of it.',
    'See it: aws cognito-idp describe-identity-provider --user-pool-id POOL --provider-name {target} --region {region} (addresses, metadata, attribute mapping; the pool is in {resource}).',
    'Which app clients offer it: aws cognito-idp describe-user-pool-client, SupportedIdentityProviders.',
    'Look for users who came through it since {time}: aws cognito-idp list-users --user-pool-id POOL --region {region} --filter "cognito:user_status = \\"EXTERNAL_PROVIDER\\"".',
    'If not meant: aws cognito-idp delete-identity-provider --user-pool-id POOL --provider-name {target} --region {region}, and sign those users out.',
  ],
  on: {
    source: 'cognito-idp',
    names: ['CreateIdentityProvider', 'CreateResourceServer', 'UpdateIdentityProvider', 'UpdateResourceServer'],
  },
  match: change,
  state: {
    changed: {
      settings: ['provider.details', 'provider.attributeMapping', 'resourceServer.scopes'].map(
        (one) => `cognito-idp.${one}`,
      ),
      judge,
    },
  },
  examples: () => ({
    fires: [
      { title: 'added', severity: 'high', records: [idp('Create', 'evil.example.net')] },
      {
        title: 'moved to another host',
        severity: 'high',
        lists: { issuers: ['*.example.com'] },
        records: [idp('Create', 'idp.example.com', { minute: -60 }), idp('Update', 'evil.example.net')],
      },
      {
        title: 'its users become administrators',
        severity: 'high',
        lists: { issuers: ['*.example.com'] },
        records: [
          idp('Create', 'idp.example.com', { minute: -60 }, { attributeMapping: { email: 'email' } }),
          idp('Update', undefined, {}, { attributeMapping: { email: 'email', 'custom:role': 'role' } }),
        ],
      },
      { title: 'changed, nothing known of before', severity: 'high', records: [idp('Update', 'idp.example.com')] },
      {
        title: 'a host on the list of issuers',
        severity: 'low',
        lists: { issuers: ['*.example.com'] },
        records: [idp('Create', 'idp.example.com')],
      },
      {
        title: 'a host on the list, whose users become others',
        severity: 'high',
        lists: { issuers: ['*.example.com'] },
        records: [
          idp('Create', 'idp.example.com', { minute: -60 }, { attributeMapping: { email: 'email' } }),
          idp('Update', 'idp.example.com', {}, { attributeMapping: { email: 'sub' } }),
        ],
      },
      { title: 'a resource server', severity: 'low', records: [server('Create', ['read', 'admin'])] },
      {
        title: 'moved to a host on the list',
        severity: 'low',
        lists: { issuers: ['*.example.com'] },
        records: [idp('Create', 'idp.example.net', { minute: -60 }), idp('Update', 'idp.example.com')],
      },
      {
        title: 'one more scope',
        severity: 'medium',
        records: [server('Create', ['read'], { minute: -60 }), server('Update', ['admin', 'read'])],
      },
    ],
    quiet: [
      {
        title: 'deleted',
        records: [
          record('cognito-idp', 'DeleteIdentityProvider', { params: { userPoolId: POOL, providerName: 'Staff' } }),
        ],
      },
      { title: 'a resource server without scopes', records: [server('Create', [])] },
      { title: 'denied', records: [idp('Create', 'evil.example.net', { error: { code: 'NotAuthorizedException' } })] },
    ],
  }),
});
