import { text } from '../../cloudtrail/field.ts';
import { isHidden } from '../../settings/cognito-pool.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import { aboutPool, POOL } from './user-pool.ts';

function update(only: boolean | undefined, difference = {}) {
  const adminCreateUserConfig = only === undefined ? undefined : { allowAdminCreateUserOnly: only };
  return record('cognito-idp', 'UpdateUserPool', {
    params: { userPoolId: POOL, adminCreateUserConfig },
    ...difference,
  });
}
const closed = update(true, { minute: -600 });

export default defineDetection({
  id: 'cognito-self-signup-on',
  topic: 'T',
  title: 'Anyone may register with a user pool',
  severity: 'high',
  attack: ['T1136'],
  why: 'Whoever registers gets a valid token: an API that only checks that the token is from this pool is open to everyone.',
  benign: ['The application is opened to the public'],
  runbook: [
    'Ask {principal} whether {resource} is meant for everyone.',
    'See it as it is: aws cognito-idp describe-user-pool --user-pool-id {target} --region {region} --query UserPool.AdminCreateUserConfig.',
    'If not meant, set AllowAdminCreateUserOnly back to true with aws cognito-idp update-user-pool (it needs all other settings too, or they go back to their defaults).',
    'Look for users made since {time}: SignUp and Signup_POST events; aws cognito-idp list-users --user-pool-id {target} --region {region}. Disable those nobody knows (aws cognito-idp admin-disable-user).',
    'See which APIs trust the pool, and whether they check scopes or groups: aws apigateway get-authorizers --rest-api-id API --region {region} (providerARNs).',
  ],
  on: { source: 'cognito-idp', names: ['UpdateUserPool'] },
  match: (event) => {
    const pool = aboutPool(event);
    const only = text(event.params, 'adminCreateUserConfig', 'allowAdminCreateUserOnly');
    const hidden = isHidden(event.params['adminCreateUserConfig']);
    if (pool === undefined || event.omitted || hidden || only === 'true') return false;
    // An update carries the setting even where it was never anything else: this much until it is known.
    return { ...pool, what: `let anyone register with ${pool.words}`, severity: 'low' };
  },
  state: {
    changed: {
      settings: ['cognito-idp.pool.adminCreateUserConfig.allowAdminCreateUserOnly'],
      judge: ({ before, now }) => {
        const closedBefore = 'only administrators made users before';
        if (before === 'true')
          return now === 'false'
            ? { severity: 'high', reason: closedBefore }
            : {
                severity: 'medium',
                reason: `${closedBefore}; the update leaves it out, which AWS says is a reset to its default`,
              };
        if (before !== undefined || now === '') return 'quiet';
        return { reason: 'whether it was so before is not known' };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'closed before', severity: 'high', records: [closed, update(false)] },
      { title: 'left out of an update', severity: 'medium', records: [closed, update(undefined)] },
      { title: 'nothing known of before', severity: 'low', records: [update(false)] },
    ],
    quiet: [
      { title: 'closed', records: [update(true)] },
      {
        title: 'open since it was made',
        records: [
          record('cognito-idp', 'CreateUserPool', {
            minute: -600,
            params: { poolName: 'shop' },
            response: { userPool: { id: POOL } },
          }),
          update(false),
        ],
      },
      {
        title: 'hidden',
        records: [
          closed,
          record('cognito-idp', 'UpdateUserPool', {
            params: { userPoolId: POOL, adminCreateUserConfig: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
          }),
        ],
      },
      { title: 'left out, nothing known of before', records: [update(undefined)] },
      { title: 'denied', records: [closed, update(false, { error: { code: 'NotAuthorizedException' } })] },
    ],
  }),
});
