import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { identityPoolId } from '../../settings/cognito-identity.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { aboutClient, aboutPool, CLIENT, POOL } from './user-pool.ts';

const IDENTITY_POOL = 'eu-central-1:1cf667a2-49a6-454b-9e45-23199example';

function remove(name: string, params: Record<string, unknown>, difference = {}, service = 'cognito-idp') {
  return record(service, name, { params, ...difference });
}

/** What is gone. Users and their passwords can't be brought back; a client or domain is made anew under another name. */
function gone(event: TrailEvent): { target: string; resource: string; words: string; whole: boolean } | undefined {
  switch (event.name) {
    case 'DeleteUserPool': {
      const pool = aboutPool(event);
      return pool === undefined ? undefined : { ...pool, words: `${pool.words} with all of its users`, whole: true };
    }
    case 'DeleteUserPoolClient': {
      const client = aboutClient(event);
      return client === undefined ? undefined : { ...client, whole: false };
    }
    case 'DeleteUserPoolDomain': {
      const domain = filled(event.params, 'domain');
      if (domain === undefined) return undefined;
      return { target: domain, resource: `sign-in domain ${domain}`, words: `sign-in domain ${domain}`, whole: false };
    }
    default: {
      const pool = identityPoolId(event);
      if (pool === undefined) return undefined;
      return { target: pool, resource: `identity pool ${pool}`, words: `identity pool ${pool}`, whole: true };
    }
  }
}

export default defineDetection({
  id: 'cognito-pool-deleted',
  topic: 'T',
  title: 'User pool, app client or sign-in domain deleted',
  severity: 'high',
  attack: ['T1531', 'T1485'],
  why: 'Nobody gets a token for the APIs behind it any more, and users with their passwords are lost for good. A freed domain prefix can be taken by anyone and made to look like yours.',
  benign: ['A stack or test environment is taken down'],
  runbook: [
    'Ask {principal} whether {resource} was to be deleted.',
    'See which APIs still trust it: aws apigateway get-authorizers --rest-api-id API --region {region} (providerARNs), aws apigatewayv2 get-authorizers --api-id API --region {region} (issuer).',
    'A client or domain is made again with aws cognito-idp create-user-pool-client or create-user-pool-domain; do it at once for a domain, before somebody else takes the prefix.',
    'A user pool does not come back: make it from its template, import users from your own copy (aws cognito-idp create-user-import-job) and have them set new passwords.',
    'See what else {principal} did from {time-1h} to {time+1h}.',
  ],
  on: {
    source: ['cognito-idp', 'cognito-identity'],
    names: ['DeleteIdentityPool', 'DeleteUserPool', 'DeleteUserPoolClient', 'DeleteUserPoolDomain'],
  },
  match: (event) => {
    const lost = gone(event);
    if (lost === undefined) return false;
    const { target, resource, words, whole } = lost;
    return {
      target,
      resource,
      what: `deleted ${words}`,
      ...(whole ? shipped(event, 'medium') : { severity: 'medium', ...shipped(event) }),
    };
  },
  examples: () => ({
    fires: [
      { title: 'a user pool', severity: 'high', records: [remove('DeleteUserPool', { userPoolId: POOL })] },
      {
        title: 'an identity pool',
        severity: 'high',
        records: [remove('DeleteIdentityPool', { identityPoolId: IDENTITY_POOL }, {}, 'cognito-identity')],
      },
      {
        title: 'an app client',
        severity: 'medium',
        records: [remove('DeleteUserPoolClient', { userPoolId: POOL, clientId: CLIENT })],
      },
      {
        title: 'a domain',
        severity: 'medium',
        records: [remove('DeleteUserPoolDomain', { userPoolId: POOL, domain: 'shop' })],
      },
      {
        title: 'a user pool, by CloudFormation',
        severity: 'medium',
        records: [
          remove(
            'DeleteUserPool',
            { userPoolId: POOL },
            { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } },
          ),
        ],
      },
      {
        title: 'an app client, by CloudFormation',
        severity: 'low',
        records: [
          remove(
            'DeleteUserPoolClient',
            { clientId: CLIENT },
            { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } },
          ),
        ],
      },
      {
        title: 'a user pool, by a role on the list of deploy roles',
        severity: 'medium',
        lists: { deployRoles: ['deploy'] },
        records: [remove('DeleteUserPool', { userPoolId: POOL }, { by: role() })],
      },
    ],
    quiet: [
      {
        title: 'protected against deletion',
        records: [remove('DeleteUserPool', { userPoolId: POOL }, { error: { code: 'InvalidParameterException' } })],
      },
      { title: 'a group', records: [remove('DeleteGroup', { userPoolId: POOL, groupName: 'customers' })] },
    ],
  }),
});
