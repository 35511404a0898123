import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { clientId } from '../../settings/cognito-client.ts';
import { defineDetection } from '../define.ts';
import { burst, record, role } from '../example.ts';
import { CLIENT, POOL } from './user-pool.ts';

/** A wrong password, a user who isn't there (pools that still tell), a wrong code. */
const GUESSES = new Set(['NotAuthorizedException', 'UserNotFoundException', 'CodeMismatchException']);
/** The same error for what no person typed: expired sessions and refresh tokens, a client's own secret. */
const NO_GUESS = /refresh token|access token|secret hash|session/i;
const UNKNOWN = { type: 'Unknown', principalId: 'Anonymous' };

function isGuess({ error, params }: TrailEvent): boolean {
  if (error === undefined || !GUESSES.has(error.code) || NO_GUESS.test(error.message.slice(0, 300))) return false;
  return !/^REFRESH_TOKEN/.test(filled(params, 'authFlow') ?? '');
}

/**
 * Whose guesses are counted together. Not a client's: in a busy one twenty people mistype within five minutes. A server that
 * signs users in sends all of them from one address, so there it is the user's own address or the user that counts.
 */
function guesserOf(event: TrailEvent): string {
  const where = `${event.account}/${event.region}`;
  if (!event.name.startsWith('Admin')) return `${where}/${event.ip}`;
  const from = filled(event.params, 'contextData', 'ipAddress') ?? filled(event.additional, 'sub');
  return `${where}/${from ?? event.ip}`;
}

function attempt(
  name: string,
  difference = {},
  code = 'NotAuthorizedException',
  message = 'Incorrect username or password.',
) {
  return record('cognito-idp', name, {
    by: UNKNOWN,
    params: { authFlow: 'USER_PASSWORD_AUTH', authParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS', clientId: CLIENT },
    error: { code, message },
    ip: '203.0.113.7',
    ...difference,
  });
}
const server = (index: number, minute: number, more = {}) =>
  attempt('AdminInitiateAuth', {
    minute,
    by: role('shop-backend'),
    params: { userPoolId: POOL, clientId: CLIENT, authFlow: 'ADMIN_USER_PASSWORD_AUTH', ...more },
    also: { additionalEventData: { sub: `user-${index}` } },
  });

// Failures on the managed login page (Login_POST) are not counted: their records say only that a page was answered.
export default defineDetection({
  id: 'cognito-bruteforce',
  topic: 'T',
  title: 'Passwords of a user pool guessed',
  severity: 'high',
  attack: ['T1110'],
  why: 'One right guess gives a token for the API. Lists of leaked passwords are tried like this, a few for each user.',
  benign: ['A broken client that tries again and again', 'Many users behind one address, after a password reset'],
  runbook: [
    'See who it is: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=InitiateAuth --start-time {time-1h} --end-time {time+1h}, sourceIPAddress {ip}; the sub in additionalEventData tells whether it is one user or many.',
    'Look for a success from {ip} since: InitiateAuth or RespondToAuthChallenge without an error. End those sessions: aws cognito-idp admin-user-global-sign-out, and have the password changed.',
    'Stop it: a rate-based rule of a web ACL before the pool (aws wafv2 associate-web-acl with the pool’s ARN), and a block on {ip}.',
    'Switch on threat protection (aws cognito-idp set-risk-configuration), and ENABLED for PreventUserExistenceErrors, so that guesses don’t tell who exists.',
  ],
  on: {
    source: 'cognito-idp',
    names: ['AdminInitiateAuth', 'AdminRespondToAuthChallenge', 'InitiateAuth', 'RespondToAuthChallenge'],
    outcome: ['denied', 'failed'],
  },
  match: (event) => {
    if (!isGuess(event)) return false;
    const client = clientId(event);
    return {
      resource: client === undefined ? 'a user pool' : `app client ${client}`,
      ...(client === undefined ? {} : { target: client }),
      what: `failed to sign in${client === undefined ? '' : ` with app client ${client}`}`,
    };
  },
  state: {
    count: {
      subject: guesserOf,
      atLeast: 20,
      withinMinutes: 5,
      noun: 'failed sign-ins from one place',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'from one address',
        severity: 'high',
        records: burst(20, (index, minute) =>
          attempt('InitiateAuth', { minute, also: { additionalEventData: { sub: `user-${index}` } } }),
        ),
      },
      {
        title: 'users that are not there, and codes',
        severity: 'high',
        records: [
          ...burst(10, (_index, minute) => attempt('InitiateAuth', { minute }, 'UserNotFoundException')),
          ...burst(10, (_index, minute) =>
            attempt('RespondToAuthChallenge', { minute: minute + 1 }, 'CodeMismatchException'),
          ),
        ],
      },
      {
        title: 'through a server, on one user',
        severity: 'high',
        records: burst(20, (_index, minute) => server(1, minute)),
      },
      {
        title: 'through a server, from one address',
        severity: 'high',
        records: burst(20, (index, minute) => server(index, minute, { contextData: { ipAddress: '203.0.113.9' } })),
      },
    ],
    quiet: [
      { title: 'fewer', records: burst(19, (_index, minute) => attempt('InitiateAuth', { minute })) },
      { title: 'more slowly', records: burst(30, (_index, minute) => attempt('InitiateAuth', { minute }), 0.27) },
      { title: 'through a server, many users', records: burst(30, (index, minute) => server(index, minute)) },
      {
        title: 'a client renews its tokens',
        records: burst(30, (_index, minute) =>
          attempt('InitiateAuth', { minute, params: { authFlow: 'REFRESH_TOKEN_AUTH', clientId: CLIENT } }),
        ),
      },
      {
        title: 'a client with an expired refresh token',
        records: burst(30, (_index, minute) =>
          attempt('InitiateAuth', { minute }, 'NotAuthorizedException', 'Refresh Token has expired'),
        ),
      },
      {
        title: 'throttled',
        records: burst(30, (_index, minute) =>
          attempt('InitiateAuth', { minute }, 'TooManyRequestsException', 'Rate exceeded'),
        ),
      },
    ],
  }),
});
