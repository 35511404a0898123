import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { aboutClient, CLIENT, POOL } from './user-pool.ts';

const SETTINGS = ['cognito-idp.client.callbackURLs', 'cognito-idp.client.logoutURLs'];

function client(callbackURLs: readonly string[], logoutURLs: readonly string[] = [], difference = {}) {
  const params = { userPoolId: POOL, clientId: CLIENT, callbackURLs, logoutURLs };
  return record('cognito-idp', 'UpdateUserPoolClient', { params, ...difference });
}
const APP = 'https://app.example.com/callback';
const before = record('cognito-idp', 'CreateUserPoolClient', {
  minute: -600,
  params: { userPoolId: POOL, clientName: 'web', callbackURLs: [APP], logoutURLs: ['https://app.example.com/bye'] },
  response: { userPoolClient: { clientId: CLIENT } },
});

/** `https://app.example.com`, `http://localhost`, `myapp:`: what decides where a browser goes. */
function hostOf(url: string): string {
  const [, scheme = '', host = ''] = /^([a-z][\w+.-]{0,40}:)(?:\/\/([^/?#\s]{0,255}))?/i.exec(url.slice(0, 512)) ?? [];
  const web = /^https?:$/i.test(scheme);
  return (web ? `${scheme}//${host.replace(/:\d+$/, '')}` : scheme).toLowerCase();
}

function hostsIn(value: string): string[] {
  return [...new Set(value.split(', ').map(hostOf))].filter((host) => host !== '').sort();
}

/** Codes and tokens go to a callback; a logout address only gets the browser. AWS takes http for localhost alone. */
function judge({ setting, before: was, now }: Change): Verdict {
  const known = was === undefined ? [] : hostsIn(was);
  const fresh = hostsIn(now).filter((host) => !known.includes(host));
  if (fresh.length === 0) return 'quiet';
  const where = setting.endsWith('callbackURLs') ? 'after sign-in' : 'after sign-out';
  const named = fresh.slice(0, 5).join(', ');
  if (was === undefined) return { reason: `${where}: ${named}; which were there before is not known` };
  const reason = `new ${where}: ${named}`;
  if (fresh.every((host) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])$/.test(host)))
    return { severity: 'medium', reason };
  return { severity: where === 'after sign-in' ? 'high' : 'medium', reason };
}

// The `hosts` list of gatetrail.yml is not asked: one listed host among several would silence a new one beside it.
export default defineDetection({
  id: 'cognito-callback-changed',
  topic: 'T',
  title: 'Sign-in of an app may go to another host',
  severity: 'high',
  attack: ['T1528'],
  why: 'Cognito hands codes and tokens to any address on the list: who adds one of their own gets the tokens of users who follow a link.',
  benign: ['A new front end or domain', 'A developer adds localhost'],
  runbook: [
    'Ask {principal} whose host it is; the reason names it.',
    'See the list: aws cognito-idp describe-user-pool-client --user-pool-id POOL --client-id {target} --region {region} --query "UserPoolClient.[CallbackURLs,LogoutURLs]".',
    'If not meant, set the list back to {before} with aws cognito-idp update-user-pool-client (it needs all other settings too, or they go back to their defaults).',
    'Tokens that went there since {time} stay valid: revoke refresh tokens of the users who signed in (aws cognito-idp admin-user-global-sign-out), and look for API calls with them in the access log.',
  ],
  on: { source: 'cognito-idp', names: ['UpdateUserPoolClient'] },
  match: (event) => {
    const about = aboutClient(event);
    if (about === undefined) return false;
    return {
      ...about,
      what: `changed where ${about.words} may send its users`,
      // Until the judge finds a new host: an update carries the whole list.
      severity: 'medium',
      ...shipped(event),
    };
  },
  state: { changed: { settings: SETTINGS, judge } },
  examples: () => ({
    fires: [
      { title: 'a stranger’s host', severity: 'high', records: [before, client([APP, 'https://evil.example.net/cb'])] },
      { title: 'another app on the device', severity: 'high', records: [before, client([APP, 'stealer://cb'])] },
      {
        title: 'a stranger’s host beside localhost',
        severity: 'high',
        records: [before, client([APP, 'http://localhost:3000/cb', 'https://evil.example.net/cb'])],
      },
      { title: 'localhost', severity: 'medium', records: [before, client([APP, 'http://localhost:3000/cb'])] },
      { title: 'after sign-out', severity: 'medium', records: [before, client([APP], ['https://evil.example.net'])] },
      { title: 'nothing known of before', severity: 'medium', records: [client([APP])] },
      {
        title: 'nothing known of before, by CloudFormation',
        severity: 'low',
        records: [client([APP], [], { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      {
        title: 'another page of the same host',
        records: [before, client(['https://app.example.com/v2/callback'], ['https://app.example.com/'])],
      },
      { title: 'one host less', records: [before, client([APP])] },
      { title: 'other settings alone', records: [client([])] },
      {
        title: 'denied',
        records: [client(['https://evil.example.net'], [], { error: { code: 'NotAuthorizedException' } })],
      },
    ],
  }),
});
