import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { daily, iamUser, record, role } from '../example.ts';
import { ORDINARY_WEEK } from '../roles/assumption.ts';
import { aboutClient, CLIENT, POOL } from './user-pool.ts';

function describe(by: Record<string, unknown>, difference = {}) {
  return record('cognito-idp', 'DescribeUserPoolClient', {
    by,
    params: { userPoolId: POOL, clientId: CLIENT },
    ...difference,
  });
}
const refreshed = daily(9, (minute) => describe(role('terraform'), { minute }));

/** The half of the row `cognito-client-secret-added` that is about reading: there any caller counts, here only a new one. */
export default defineDetection({
  id: 'cognito-client-secret-read',
  topic: 'T',
  title: 'App client read by someone new, secret included',
  severity: 'medium',
  attack: ['T1552'],
  why: 'The answer holds the client secret in clear (CloudTrail hides it). With it anyone gets the client’s own tokens for the API.',
  benign: ['A new administrator opens the app client in the console', 'A new pipeline or inventory tool'],
  runbook: [
    'Ask {principal} why they read {resource}; they never read one in this account before.',
    'See whether the client has a secret at all: aws cognito-idp describe-user-pool-client --user-pool-id POOL --client-id {target} --region {region} --query "UserPoolClient.[ClientName,AllowedOAuthFlows]" (only confidential clients do).',
    'If it was not theirs to read, rotate it: aws cognito-idp add-user-pool-client-secret, then delete the old one.',
    'Look for tokens fetched with it since {time}: Token_POST events of the client from {ip} or other strange addresses, and at what else {principal} did from {time-1h} to {time+1h}.',
  ],
  on: { source: 'cognito-idp', names: ['DescribeUserPoolClient'] },
  match: (event) => {
    const about = aboutClient(event);
    if (about === undefined) return false;
    return { ...about, what: `read ${about.words} with its secret`, ...shipped(event) };
  },
  state: {
    firstSeen: {
      // Whoever reads clients reads all of them: who is new to the account counts, not who is new to a client.
      subject: ({ account }) => account,
      value: (event) => event.principal.key,
      noun: 'reader of app clients',
      learnDays: 7,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      { title: 'by a user who never did', severity: 'medium', records: [...refreshed, describe(iamUser())] },
      {
        title: 'the first to be read at all',
        severity: 'medium',
        records: [...ORDINARY_WEEK, describe(iamUser())],
      },
      {
        title: 'by a new stack',
        severity: 'low',
        records: [...refreshed, describe({ ...role('cfn'), invokedBy: 'cloudformation.amazonaws.com' })],
      },
    ],
    quiet: [
      { title: 'by whoever does so every day', records: [...refreshed, describe(role('terraform'))] },
      { title: 'nothing known of the account yet', records: [describe(iamUser())] },
      {
        title: 'only listed, which shows no secret',
        records: [
          ...refreshed,
          record('cognito-idp', 'ListUserPoolClients', { by: iamUser(), params: { userPoolId: POOL } }),
        ],
      },
      { title: 'denied', records: [...refreshed, describe(iamUser(), { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
