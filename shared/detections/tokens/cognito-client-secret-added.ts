import { at } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { aboutClient, CLIENT, POOL } from './user-pool.ts';

function add(difference = {}, more = {}) {
  const params = { userPoolId: POOL, clientId: CLIENT, ...more };
  const response = {
    clientSecretDescriptor: { clientSecretId: 's1', clientSecretValue: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
  };
  return record('cognito-idp', 'AddUserPoolClientSecret', { params, response, ...difference });
}

// Reading a secret (DescribeUserPoolClient) is a detection of its own, cognito-client-secret-read: it is judged by who does it.
export default defineDetection({
  id: 'cognito-client-secret-added',
  topic: 'T',
  title: 'Second secret added to an app client',
  severity: 'medium',
  attack: ['T1098.001'],
  why: 'A second secret works beside the first: whoever holds it gets the client’s own tokens, or signs users in through it, and nothing breaks that would tell you.',
  benign: ['The secret is rotated: the old one goes within hours'],
  runbook: [
    'Ask {principal} whether they rotate the secret of {resource}.',
    'See the secrets: aws cognito-idp list-user-pool-client-secrets --user-pool-id POOL --client-id {target} --region {region}.',
    'If not meant: aws cognito-idp delete-user-pool-client-secret --user-pool-id POOL --client-id {target} --client-secret-id ID --region {region} (the id is in the answer of event {event}).',
    'Look for tokens fetched with it since {time}: Token_POST events of the client with grant_type client_credentials from addresses that are not your servers’.',
  ],
  on: { source: 'cognito-idp', names: ['AddUserPoolClientSecret'] },
  match: (event) => {
    const about = aboutClient(event);
    if (about === undefined) return false;
    const chosen = (at(event.params, 'clientSecret') ?? null) !== null;
    return {
      ...about,
      what: `added ${chosen ? 'a secret of their own choice' : 'a secret'} to ${about.words}`,
      // A value that somebody chose is known to somebody.
      ...(chosen ? { severity: 'high' } : shipped(event)),
    };
  },
  examples: () => ({
    fires: [
      { title: 'made by Cognito', severity: 'medium', records: [add()] },
      {
        title: 'chosen by the caller',
        severity: 'high',
        records: [add({}, { clientSecret: 'HIDDEN_DUE_TO_SECURITY_REASONS' })],
      },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [add({ by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      {
        title: 'one is deleted',
        records: [record('cognito-idp', 'DeleteUserPoolClientSecret', { params: { clientId: CLIENT } })],
      },
      { title: 'there are two already', records: [add({ error: { code: 'LimitExceededException' } })] },
    ],
  }),
});
