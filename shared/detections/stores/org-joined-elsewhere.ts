import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';
import { memberText } from './members.ts';

function accept(action: string, difference = {}) {
  return record('organizations', 'AcceptHandshake', {
    region: 'us-east-1',
    params: { handshakeId: 'h-examplehandshake1' },
    response: {
      handshake: {
        id: 'h-examplehandshake1',
        state: 'ACCEPTED',
        action,
        resources: [{ type: 'ORGANIZATION', value: 'o-strangersorg' }],
      },
    },
    ...difference,
  });
}

export default defineDetection({
  id: 'org-joined-elsewhere',
  topic: 'X',
  title: 'Account handed to another organization',
  severity: 'critical',
  attack: ['T1666'],
  why: 'The organization that was joined pays, sets the rules and can enter the account with administrator rights through the role it knows.',
  benign: ['A company bought another, and accounts move over', 'A new account joins your own organization'],
  runbook: [
    'Ask {principal} and the owners of the account whose organization {target} is: aws organizations describe-organization (MasterAccountId, MasterAccountEmail).',
    'If it is not yours: aws organizations leave-organization from the account; billing data must be complete for that, else call AWS Support.',
    'Look for roles that trust its management account: aws iam list-roles --query "Roles[?RoleName==\'OrganizationAccountAccessRole\']".',
    'See what {principal} did from {time-1h} to {time+1h}, and who entered since {time}.',
  ],
  on: { source: 'organizations', names: ['AcceptHandshake'] },
  match: ({ params, response, account }) => {
    const action = memberText(response, 'handshake', 'action') ?? 'INVITE';
    const target = filled(params, 'handshakeId') ?? '(unknown)';
    const base = { resource: `organization of account ${account}`, target };
    if (action === 'INVITE')
      return { ...base, what: `accepted an invitation of account ${account} into an organization` };
    if (action === 'TRANSFER_RESPONSIBILITY')
      return { ...base, what: `let another organization take over the bills of account ${account}`, severity: 'high' };
    return false;
  },
  examples: () => ({
    fires: [
      { title: 'an invitation', severity: 'critical', records: [accept('INVITE')] },
      { title: 'the bills', severity: 'high', records: [accept('TRANSFER_RESPONSIBILITY')] },
      {
        title: 'nothing is known of the handshake',
        severity: 'critical',
        records: [accept('INVITE', { response: null })],
      },
    ],
    quiet: [
      { title: 'all features of the own organization', records: [accept('APPROVE_ALL_FEATURES')] },
      { title: 'declined', records: [record('organizations', 'DeclineHandshake', { params: { handshakeId: 'h-1' } })] },
      { title: 'refused', records: [accept('INVITE', { response: null, error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
