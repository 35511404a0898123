import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

const call = (name: string, params: Record<string, unknown>, difference = {}) =>
  record('transfer', name, { params, ...difference });
const key = (userName: string, difference = {}) =>
  call(
    'ImportSshPublicKey',
    { serverId: 's-0123456789abcdef0', userName, sshPublicKeyBody: 'ssh-ed25519 AAAA' },
    difference,
  );
const usual = daily(6, (minute) => key('partner', { minute, by: role('onboarding') }));

/** What lets somebody in from outside, in words that complete "alice …". */
function openingIn({ name, params, response }: TrailEvent): { what: string; target: string } | undefined {
  const server = filled(params, 'serverId') ?? filled(response, 'serverId') ?? '(unknown)';
  const user = filled(params, 'userName') ?? '(unknown)';
  switch (name) {
    case 'CreateServer':
      // The endpoint is public unless the request says otherwise.
      return (filled(params, 'endpointType') ?? 'PUBLIC') === 'PUBLIC'
        ? { what: `made file server ${server}, open to the internet`, target: server }
        : undefined;
    case 'UpdateServer':
      return filled(params, 'endpointType') === 'PUBLIC'
        ? { what: `opened file server ${server} to the internet`, target: server }
        : undefined;
    case 'CreateUser':
      return { what: `let user ${user} into file server ${server}`, target: user };
    default:
      return { what: `gave user ${user} of file server ${server} a new key`, target: user };
  }
}

export default defineDetection({
  id: 'transfer-server-opened',
  topic: 'X',
  title: 'File server or its users opened by a newcomer',
  severity: 'medium',
  attack: ['T1133', 'T1098.004'],
  why: 'Transfer Family lets whoever has the SSH key read and write buckets from anywhere, without AWS credentials.',
  benign: ['A partner is set up by somebody new'],
  runbook: [
    'Ask {principal} who is to log in.',
    'See who can: aws transfer list-servers --region {region}; aws transfer list-users --server-id SERVER --region {region}; aws transfer describe-user --server-id SERVER --user-name {target} --region {region} (Role, HomeDirectory, SshPublicKeys).',
    'Close it: aws transfer delete-ssh-public-key, aws transfer delete-user, or aws transfer stop-server --server-id SERVER --region {region}.',
    'See what was fetched since {time}: the log group /aws/transfer/SERVER.',
  ],
  on: { source: 'transfer', names: ['CreateServer', 'CreateUser', 'ImportSshPublicKey', 'UpdateServer'] },
  match: (event) => {
    const opening = openingIn(event);
    return (
      opening !== undefined && eased(event, { ...opening, resource: `file servers of account ${event.account}` }, 'low')
    );
  },
  state: { firstSeen: newcomer('low') },
  examples: () => ({
    fires: [
      { title: 'a key, by somebody new', severity: 'medium', records: [...usual, key('partner')] },
      { title: 'a server', severity: 'medium', records: [...usual, call('CreateServer', { protocols: ['SFTP'] })] },
      { title: 'little is known yet', severity: 'low', records: [key('partner')] },
      { title: 'a server moved out', severity: 'low', records: [call('UpdateServer', { endpointType: 'PUBLIC' })] },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [
          ...daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute })),
          key('partner', { by: role() }),
        ],
      },
    ],
    quiet: [
      { title: 'a server inside the network', records: [call('CreateServer', { endpointType: 'VPC' })] },
      { title: 'a user of IAM', records: [record('iam', 'CreateUser', { params: { userName: 'partner' } })] },
      { title: 'refused', records: [key('partner', { error: { code: 'AccessDeniedException' } })] },
      { title: 'a server moved into the network', records: [call('UpdateServer', { endpointType: 'VPC' })] },
      { title: 'another change of a server', records: [call('UpdateServer', { loggingRole: 'logs' })] },
    ],
  }),
});
