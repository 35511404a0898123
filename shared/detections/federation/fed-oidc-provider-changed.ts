import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, texts } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection, type Match } from '../define.ts';
import { ACCOUNT, type Difference, record, role } from '../example.ts';
import { isOfCluster, issuerOf } from './provider.ts';

const GITHUB = 'token.actions.githubusercontent.com';
const openIDConnectProviderArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}`;

function oidc(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('iam', name, { region: 'us-east-1', params, ...difference });
}

function existing(name: string, params: Record<string, unknown> = {}, difference: Difference = {}) {
  return oidc(name, { openIDConnectProviderArn, ...params }, difference);
}

const cluster = (difference: Difference = {}) =>
  oidc(
    'CreateOpenIDConnectProvider',
    { url: 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF' },
    difference,
  );
const template = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };

/** What the call does to the provider. Taking one away lets nobody in: it stops work, and is told more quietly. */
function change(event: TrailEvent, issuer: string): Pick<Match, 'what' | 'severity' | 'reasons' | 'listed'> {
  switch (event.name) {
    case 'CreateOpenIDConnectProvider':
      return {
        what: `made the account trust tokens of ${issuer}`,
        // Every cluster gets one.
        ...(isOfCluster(issuer) ? { severity: 'medium', ...shipped(event) } : { severity: 'high' }),
      };
    case 'AddClientIDToOpenIDConnectProvider':
      return {
        what: `made the account accept tokens of ${issuer} for ${filled(event.params, 'clientID') ?? 'one more client'}`,
        severity: 'high',
      };
    case 'UpdateOpenIDConnectProviderThumbprint': {
      const prints = texts(event.params, 'thumbprintList').slice(0, 3).join(', ');
      return {
        what: `replaced the certificate thumbprints of ${issuer}${prints === '' ? '' : ` by ${prints}`}`,
        severity: 'high',
      };
    }
    default:
      return { what: `deleted the identity provider ${issuer}`, severity: 'medium', ...shipped(event) };
  }
}

export default defineDetection({
  id: 'fed-oidc-provider-changed',
  topic: 'F',
  title: 'OpenID Connect provider changed',
  severity: 'high',
  attack: ['T1484.002'],
  why: 'Tokens of that issuer open every role that trusts it. An issuer of the attacker’s own, or one whose tokens anyone can get, is a way in that outlives every key.',
  benign: ['CI that moves to short-lived tokens', 'A new Kubernetes cluster with roles for its workloads'],
  runbook: [
    'Ask {principal} who runs the issuer and what it is for.',
    'Read what is trusted now: aws iam get-open-id-connect-provider --open-id-connect-provider-arn {resource} (url, client ids, thumbprints).',
    'Find the roles that trust it: aws iam list-roles --query "Roles[?contains(to_string(AssumeRolePolicyDocument), \'{target}\')].RoleName".',
    'Look for sessions through it since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity --start-time {time}, and in every region you use.',
    'If not meant: aws iam delete-open-id-connect-provider --open-id-connect-provider-arn {resource}.',
  ],
  on: {
    source: 'iam',
    names: [
      'AddClientIDToOpenIDConnectProvider',
      'CreateOpenIDConnectProvider',
      'DeleteOpenIDConnectProvider',
      'UpdateOpenIDConnectProviderThumbprint',
    ],
  },
  match: (event) => {
    const arn = filled(event.params, 'openIDConnectProviderArn') ?? filled(event.response, 'openIDConnectProviderArn');
    const named = filled(event.params, 'url') ?? arn;
    if (named === undefined) return false;
    const issuer = issuerOf(named);
    const resource = arn ?? `arn:aws:iam::${event.account}:oidc-provider/${issuer}`;
    return { resource, target: issuer, key: `${event.account}/${issuer}`, ...change(event, issuer) };
  },
  examples: () => ({
    fires: [
      {
        title: 'created',
        severity: 'high',
        records: [
          oidc('CreateOpenIDConnectProvider', { url: `https://${GITHUB}`, clientIDList: ['sts.amazonaws.com'] }),
        ],
      },
      {
        title: 'one more client',
        severity: 'high',
        records: [existing('AddClientIDToOpenIDConnectProvider', { clientID: 'https://example.net' })],
      },
      {
        title: 'other certificates',
        severity: 'high',
        records: [existing('UpdateOpenIDConnectProviderThumbprint', { thumbprintList: ['0123456789abcdef'] })],
      },
      { title: 'deleted', severity: 'medium', records: [existing('DeleteOpenIDConnectProvider')] },
      {
        title: 'deleted with its stack',
        severity: 'low',
        records: [existing('DeleteOpenIDConnectProvider', {}, template)],
      },
      { title: 'of a Kubernetes cluster', severity: 'medium', records: [cluster()] },
      { title: 'of a Kubernetes cluster, by a template', severity: 'low', records: [cluster(template)] },
      {
        title: 'an issuer named like a cluster’s',
        severity: 'high',
        records: [
          oidc('CreateOpenIDConnectProvider', { url: 'https://oidc.eks.example.com/id/0123456789ABCDEF' }, template),
        ],
      },
    ],
    quiet: [
      {
        title: 'one client less',
        records: [existing('RemoveClientIDFromOpenIDConnectProvider', { clientID: 'https://example.net' })],
      },
      {
        title: 'it exists already',
        records: [
          oidc(
            'CreateOpenIDConnectProvider',
            { url: `https://${GITHUB}` },
            { error: { code: 'EntityAlreadyExistsException' } },
          ),
        ],
      },
    ],
  }),
});
