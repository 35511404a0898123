import { flag } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { aboutClient, CLIENT, POOL } from './user-pool.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What AWS takes when nothing is said, and what is long whatever was there before, in seconds. */
const LIVES: ReadonlyMap<string, { readonly token: string; readonly ordinary: number; readonly long: number }> =
  new Map([
    ['cognito-idp.client.accessTokenValidity', { token: 'access tokens', ordinary: HOUR, long: 8 * HOUR }],
    ['cognito-idp.client.idTokenValidity', { token: 'ID tokens', ordinary: HOUR, long: 8 * HOUR }],
    ['cognito-idp.client.refreshTokenValidity', { token: 'refresh tokens', ordinary: 30 * DAY, long: 90 * DAY }],
  ]);
const REVOCATION = 'cognito-idp.client.enableTokenRevocation';

function client(params: Record<string, unknown>, difference = {}) {
  const all = { userPoolId: POOL, clientId: CLIENT, ...params };
  return record('cognito-idp', 'UpdateUserPoolClient', { params: all, ...difference });
}
const before = client({ accessTokenValidity: 15, tokenValidityUnits: { accessToken: 'minutes' } }, { minute: -600 });
const DAY_LONG = { accessTokenValidity: 1, tokenValidityUnits: { accessToken: 'days' } };

function judge({ setting, before: was, now }: Change): Verdict {
  if (setting === REVOCATION) {
    if (now !== 'false' || was === 'false') return 'quiet';
    return {
      reason: `tokens can not be revoked any more${was === undefined ? '; whether they could before is not known' : ''}`,
    };
  }
  const life = LIVES.get(setting);
  const [from, to] = [was === undefined ? undefined : Number(was), Number(now)];
  if (life === undefined || (from === undefined ? to <= life.long : to <= from)) return 'quiet';
  const since = from === undefined ? 'for how long before is not known' : `before: ${spanOf(from)}`;
  const reason = `${life.token} live for ${spanOf(to)}; ${since}`;
  // Back to AWS's own default, or below it.
  return to <= life.ordinary ? { severity: 'low', reason } : { reason };
}

function spanOf(seconds: number): string {
  if (seconds >= 2 * DAY) return `${Math.round(seconds / DAY)} days`;
  return seconds >= 2 * HOUR ? `${Math.round(seconds / HOUR)} hours` : `${Math.round(seconds / 60)} minutes`;
}

export default defineDetection({
  id: 'cognito-token-life-extended',
  topic: 'T',
  title: 'Tokens of an app client live longer',
  severity: 'medium',
  attack: ['T1550.001'],
  why: 'A stolen token opens the API for as long as it lives. API Gateway never asks Cognito whether it was revoked.',
  benign: ['Users should sign in less often'],
  runbook: [
    'Ask {principal} why tokens of {resource} should live longer; the reason says how long.',
    'See it as it is: aws cognito-idp describe-user-pool-client --user-pool-id POOL --client-id {target} --region {region} --query "UserPoolClient.[AccessTokenValidity,IdTokenValidity,RefreshTokenValidity,TokenValidityUnits,EnableTokenRevocation]".',
    'If not meant, set it back with aws cognito-idp update-user-pool-client (it needs all other settings too, or they go back to their defaults).',
    'Tokens issued since {time} keep their long life: sign users out (aws cognito-idp admin-user-global-sign-out) or rotate the client if one may be stolen.',
  ],
  on: { source: 'cognito-idp', names: ['CreateUserPoolClient', 'UpdateUserPoolClient'] },
  match: (event) => {
    const about = aboutClient(event);
    if (about === undefined) return false;
    const irrevocable = flag(event.params, 'enableTokenRevocation') === false;
    const what = irrevocable
      ? `set how long tokens of ${about.words} live, without revocation`
      : `set how long tokens of ${about.words} live`;
    return { ...about, what, ...shipped(event) };
  },
  state: { changed: { settings: [...LIVES.keys(), REVOCATION], judge } },
  examples: () => ({
    fires: [
      { title: 'from minutes to a day', severity: 'medium', records: [before, client(DAY_LONG)] },
      { title: 'left out, so an hour again', severity: 'low', records: [before, client({})] },
      { title: 'a day, nothing known of before', severity: 'medium', records: [client(DAY_LONG)] },
      {
        title: 'refresh tokens for ten years',
        severity: 'medium',
        records: [before, client({ ...DAY_LONG, refreshTokenValidity: 3650 })],
      },
      {
        title: 'revocation off',
        severity: 'medium',
        records: [
          before,
          client({
            accessTokenValidity: 15,
            tokenValidityUnits: { accessToken: 'minutes' },
            enableTokenRevocation: false,
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'shortened',
        records: [before, client({ accessTokenValidity: 300, tokenValidityUnits: { accessToken: 'seconds' } })],
      },
      {
        title: 'the same in another unit',
        records: [before, client({ accessTokenValidity: 900, tokenValidityUnits: { accessToken: 'seconds' } })],
      },
      { title: 'revocation on', records: [client({ enableTokenRevocation: true })] },
      { title: 'nothing known of before, an ordinary life', records: [client({ accessTokenValidity: 4 })] },
      { title: 'denied', records: [client(DAY_LONG, { error: { code: 'NotAuthorizedException' } })] },
    ],
  }),
});
