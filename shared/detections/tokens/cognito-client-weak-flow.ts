import { texts } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { aboutClient, CLIENT, POOL } from './user-pool.ts';

/** Sign-in flows in which the password leaves the device as it is, and the grant that puts tokens into addresses. */
const WEAK = ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH', 'implicit'];

function client(params: Record<string, unknown>, difference = {}, name = 'UpdateUserPoolClient') {
  return record('cognito-idp', name, { params: { userPoolId: POOL, clientId: CLIENT, ...params }, ...difference });
}
const strong = client({ explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'], allowedOAuthFlows: ['code'] }, { minute: -600 });

function weakIn(value: string): string[] {
  return value.split(', ').filter((flow) => WEAK.includes(flow));
}

export default defineDetection({
  id: 'cognito-client-weak-flow',
  topic: 'T',
  title: 'App client allows a weak sign-in flow',
  severity: 'medium',
  attack: ['T1556'],
  why: 'Passwords can be tried and collected in plain text, or tokens end up in addresses and logs, where the stronger flows keep them out.',
  benign: ['Users are migrated from another system', 'Tests that sign in with a password'],
  runbook: [
    'Ask {principal} what needs the flow; the reason names it.',
    'See what {resource} allows: aws cognito-idp describe-user-pool-client --user-pool-id POOL --client-id {target} --region {region} --query "UserPoolClient.[ExplicitAuthFlows,AllowedOAuthFlows]".',
    'Move to ALLOW_USER_SRP_AUTH and the code grant with PKCE: aws cognito-idp update-user-pool-client (it needs all other settings too, or they go back to their defaults).',
    'Look for failed sign-ins of the client since {time}: InitiateAuth with authFlow USER_PASSWORD_AUTH and NotAuthorizedException.',
  ],
  on: { source: 'cognito-idp', names: ['CreateUserPoolClient', 'UpdateUserPoolClient'] },
  match: (event) => {
    const about = aboutClient(event);
    const flows = [...texts(event.params, 'explicitAuthFlows'), ...texts(event.params, 'allowedOAuthFlows')];
    const weak = flows.filter((flow) => WEAK.includes(flow));
    if (weak.length === 0) return false;
    const words = about?.words ?? 'an app client';
    return {
      ...about,
      what: `allowed ${weak.map((flow) => (flow === 'implicit' ? 'the implicit grant' : flow)).join(' and ')} for ${words}`,
      severity: 'medium',
      ...shipped(event),
    };
  },
  state: {
    changed: {
      settings: ['cognito-idp.client.explicitAuthFlows', 'cognito-idp.client.allowedOAuthFlows'],
      judge: ({ before, now }) => {
        const known = before === undefined ? [] : weakIn(before);
        const fresh = weakIn(now).filter((flow) => !known.includes(flow));
        if (fresh.length === 0) return 'quiet';
        return {
          reason: `${fresh.join(', ')}: ${before === undefined ? 'whether it was allowed before is not known' : 'new'}`,
        };
      },
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'plain passwords',
        severity: 'medium',
        records: [strong, client({ explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] })],
      },
      {
        title: 'the implicit grant',
        severity: 'medium',
        records: [strong, client({ allowedOAuthFlows: ['code', 'implicit'] })],
      },
      {
        title: 'from the start',
        severity: 'medium',
        records: [
          record('cognito-idp', 'CreateUserPoolClient', {
            params: { userPoolId: POOL, clientName: 'web', explicitAuthFlows: ['ADMIN_NO_SRP_AUTH'] },
            response: { userPoolClient: { clientId: CLIENT } },
          }),
        ],
      },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [
          client({ allowedOAuthFlows: ['implicit'] }, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
    ],
    quiet: [
      { title: 'code grant and SRP', records: [strong] },
      {
        title: 'server-side passwords with the app’s own credentials',
        records: [client({ explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] })],
      },
      {
        title: 'nothing new',
        records: [strong, client({ allowedOAuthFlows: ['code'], explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })],
      },
      {
        title: 'denied',
        records: [client({ allowedOAuthFlows: ['implicit'] }, { error: { code: 'NotAuthorizedException' } })],
      },
    ],
  }),
});
