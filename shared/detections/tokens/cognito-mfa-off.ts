import { text } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import { aboutPool, POOL } from './user-pool.ts';

function mfa(mode: string | undefined, difference = {}, name = 'SetUserPoolMfaConfig') {
  return record('cognito-idp', name, { params: { userPoolId: POOL, mfaConfiguration: mode }, ...difference });
}
const on = mfa('ON', { minute: -600 });

export default defineDetection({
  id: 'cognito-mfa-off',
  topic: 'T',
  title: 'MFA of a user pool switched off',
  severity: 'high',
  attack: ['T1556.006'],
  why: 'A password alone gets a token for the API now: stolen and guessed passwords of every user of the pool work.',
  benign: ['A test pool', 'A move to passkeys'],
  runbook: [
    'Ask {principal} why MFA of {resource} was switched off; it was {before}.',
    'See it as it is: aws cognito-idp get-user-pool-mfa-config --user-pool-id {target} --region {region}.',
    'If not meant: aws cognito-idp set-user-pool-mfa-config --user-pool-id {target} --mfa-configuration {before} --software-token-mfa-configuration Enabled=true --region {region}.',
    'Look for sign-ins since {time} (InitiateAuth, RespondToAuthChallenge) from places that the users don’t come from, and sign those users out: aws cognito-idp admin-user-global-sign-out.',
  ],
  on: { source: 'cognito-idp', names: ['SetUserPoolMfaConfig', 'UpdateUserPool'] },
  match: (event) => {
    const pool = aboutPool(event);
    const mode = text(event.params, 'mfaConfiguration');
    const own = event.name === 'SetUserPoolMfaConfig';
    // SetUserPoolMfaConfig replaces everything, so no mode is OFF. UpdateUserPool leaves MFA alone when it doesn't name it,
    // whatever its documentation says of defaults.
    if (pool === undefined || event.omitted || (mode ?? (own ? 'OFF' : 'ON')) !== 'OFF') return false;
    return {
      ...pool,
      what: `switched off MFA for ${pool.words}`,
      // Until the judge finds that it was on: an update carries everything, OFF too where it was never on.
      ...(own ? { severity: 'medium', ...shipped(event) } : { severity: 'low' }),
    };
  },
  state: {
    changed: {
      settings: ['cognito-idp.pool.mfaConfiguration'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'whether it was on before is not known' };
        if (before === 'OFF') return 'quiet';
        return {
          severity: 'high',
          reason: before === 'ON' ? 'every user needed it before' : 'users could choose it before',
        };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'required before', severity: 'high', records: [on, mfa('OFF')] },
      { title: 'optional before', severity: 'high', records: [mfa('OPTIONAL', { minute: -600 }), mfa('OFF')] },
      { title: 'with an update of the pool', severity: 'high', records: [on, mfa('OFF', {}, 'UpdateUserPool')] },
      { title: 'without a mode, which means off', severity: 'high', records: [on, mfa(undefined)] },
      { title: 'nothing known of before', severity: 'medium', records: [mfa('OFF')] },
      {
        title: 'nothing known, with an update of the pool',
        severity: 'low',
        records: [mfa('OFF', {}, 'UpdateUserPool')],
      },
    ],
    quiet: [
      { title: 'made optional', records: [on, mfa('OPTIONAL')] },
      { title: 'an update that does not name MFA leaves it', records: [on, mfa(undefined, {}, 'UpdateUserPool')] },
      {
        title: 'it was off since the pool was made',
        records: [
          record('cognito-idp', 'CreateUserPool', {
            minute: -600,
            params: { poolName: 'shop' },
            response: { userPool: { id: POOL } },
          }),
          mfa('OFF', {}, 'UpdateUserPool'),
        ],
      },
      { title: 'denied', records: [on, mfa('OFF', { error: { code: 'NotAuthorizedException' } })] },
    ],
  }),
});
