import { defineDetection } from '../define.ts';
import { daily } from '../example.ts';
import { ORDINARY_WEEK } from '../roles/assumption.ts';
import { askedBy, isGuest, poolOfIdentity } from './identity-pool.ts';

const week = daily(7, (minute) => askedBy('guest', { minute }));

// A new network means nothing here: guests of an app come from every mobile network there is. Many guests at once, from one
// address, are told by cognito-guest-creds-burst.
export default defineDetection({
  id: 'cognito-guest-creds',
  topic: 'F',
  title: 'Identity pool gave credentials to a guest for the first time',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'Somebody who never signed in holds AWS credentials of the pool’s guest role. Who finds the pool’s id in an app tries exactly this.',
  benign: ['A public app went live', 'Data events of Cognito were switched on just now'],
  runbook: [
    'Ask the owner of {resource} whether guests are meant to have credentials.',
    'See what they may do: aws cognito-identity get-identity-pool-roles --identity-pool-id {target} --region {region}, then the policies of the unauthenticated role.',
    'See what was done with them: in CloudTrail since {time}, sessions called CognitoIdentityCredentials, from {ip} first.',
    'If not meant: aws cognito-identity update-identity-pool --identity-pool-id {target} --identity-pool-name NAME --no-allow-unauthenticated-identities --region {region} (name all providers too, or they go), and look for who allowed it (UpdateIdentityPool).',
  ],
  on: { source: 'cognito-identity', names: ['GetCredentialsForIdentity', 'GetOpenIdToken'] },
  match: (event) => {
    const pool = poolOfIdentity(event);
    if (pool === undefined || !isGuest(event)) return false;
    const what = event.name === 'GetOpenIdToken' ? 'a token, which STS turns into credentials,' : 'credentials';
    return { target: pool, resource: `identity pool ${pool}`, what: `got ${what} as a guest of identity pool ${pool}` };
  },
  state: {
    firstSeen: {
      subject: ({ account }) => account,
      value: poolOfIdentity,
      noun: 'identity pool with guests',
      learnDays: 7,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'another pool than the one that always does',
        severity: 'medium',
        records: [...week, askedBy('guest', {}, 'other')],
      },
      {
        title: 'the classic flow, the first guest of all',
        severity: 'medium',
        records: [...ORDINARY_WEEK, askedBy('guest', {}, 'other', 'GetOpenIdToken')],
      },
    ],
    quiet: [
      { title: 'a pool that gives them every day', records: [...week, askedBy('guest')] },
      { title: 'somebody who signed in', records: [...week, askedBy('user', {}, 'other')] },
      {
        title: 'somebody whose sign-in is hidden',
        records: [...week, askedBy('user', { params: { logins: 'HIDDEN_DUE_TO_SECURITY_REASONS' } }, 'other')],
      },
      { title: 'nothing known of the account yet', records: [askedBy('guest')] },
      {
        title: 'refused: the pool allows no guests',
        records: [...week, askedBy('guest', { error: { code: 'NotAuthorizedException' } }, 'other')],
      },
    ],
  }),
});
