import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst } from '../example.ts';
import { askedBy, isGuest, poolOfIdentity } from './identity-pool.ts';

/** The half of the row `cognito-guest-creds` that counts: a rule has one kind of state that decides. */
export default defineDetection({
  id: 'cognito-guest-creds-burst',
  topic: 'F',
  title: 'Many guest credentials fetched from one address',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'One address that collects guest identities gets around limits that count each of them, and holds credentials that stay valid for an hour when one is blocked.',
  benign: ['A load test', 'Many devices behind one address, after an update of the app'],
  runbook: [
    'See whether {ip} is a place of yours, such as an office or a test runner.',
    'See what was done with the credentials: in CloudTrail since {time}, sessions called CognitoIdentityCredentials from {ip}.',
    'See what guests may do: aws cognito-identity get-identity-pool-roles --identity-pool-id {target} --region {region}, then the policies of the unauthenticated role; take away what they don’t need.',
    'To end what was issued, deny the role all sessions from before now (aws:TokenIssueTime), or switch guests off: aws cognito-identity update-identity-pool.',
  ],
  on: { source: 'cognito-identity', names: ['GetCredentialsForIdentity', 'GetOpenIdToken'] },
  match: (event) => {
    const pool = poolOfIdentity(event);
    if (pool === undefined || !isGuest(event)) return false;
    return {
      target: pool,
      resource: `identity pool ${pool}`,
      what: `got credentials for guests of identity pool ${pool}`,
    };
  },
  state: {
    count: {
      subject: (event) => `${poolOfIdentity(event)}/${event.ip}`,
      distinct: (event) => filled(event.params, 'identityId'),
      atLeast: 20,
      withinMinutes: 5,
      noun: 'different guests',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'twenty guests in two minutes',
        severity: 'medium',
        records: burst(20, (index, minute) => askedBy(`guest-${index}`, { minute })),
      },
    ],
    quiet: [
      { title: 'one guest, again and again', records: burst(40, (_index, minute) => askedBy('guest', { minute })) },
      { title: 'more slowly', records: burst(40, (index, minute) => askedBy(`guest-${index}`, { minute }), 0.27) },
      {
        title: 'from as many addresses',
        records: burst(40, (index, minute) => askedBy(`guest-${index}`, { minute, ip: `203.0.113.${index}` })),
      },
      { title: 'people who signed in', records: burst(40, (index, minute) => askedBy(`user-${index}`, { minute })) },
    ],
  }),
});
