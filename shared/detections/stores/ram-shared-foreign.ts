import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { shared } from '../sharing.ts';
import { memberText } from './members.ts';
import { receivingAccounts } from './receivers.ts';

const subnet = 'arn:aws:ec2:eu-central-1:111111111111:subnet/subnet-0123456789abcdef0';

function create(principal: string, difference = {}) {
  return record('ram', 'CreateResourceShare', {
    params: { name: 'network', resourceArns: [subnet], principals: [principal], allowExternalPrincipals: true },
    ...difference,
  });
}
const accept = (senderAccountId: string) =>
  record('ram', 'AcceptResourceShareInvitation', {
    params: { resourceShareInvitationArn: 'arn:aws:ram:eu-central-1:111111111111:resource-share-invitation/1' },
    response: { resourceShareInvitation: { resourceShareName: 'rules', senderAccountId, status: 'ACCEPTED' } },
  });

function accepted({ response }: TrailEvent): Match | undefined {
  const sender = memberText(response, 'resourceShareInvitation', 'senderAccountId');
  const name = memberText(response, 'resourceShareInvitation', 'resourceShareName') ?? '(unknown)';
  if (sender === undefined) return undefined;
  return {
    what: `accepted resource share ${name} of account ${sender}`,
    resource: `resource share ${name}`,
    target: name,
    reasons: ['what is shared (resolver rules, gateways, prefix lists) can steer traffic here'],
    severity: 'medium',
    foreign: { accounts: [sender], severity: 'medium', required: true },
  };
}

export default defineDetection({
  id: 'ram-shared-foreign',
  topic: 'X',
  title: 'Resources shared with a foreign account',
  severity: 'high',
  attack: ['T1537'],
  why: 'Subnets, gateways, clusters, catalogs or keys are used from an account of somebody else as if they were its own.',
  benign: ['A partner or an account that belongs on the trust list'],
  runbook: [
    'Ask {principal} whose account that is.',
    'See what is shared with whom: aws ram list-principals --resource-owner SELF --region {region}; aws ram list-resources --resource-owner SELF --region {region}; what came in: the same with OTHER-ACCOUNTS.',
    'Take it back: aws ram disassociate-resource-share --resource-share-arn ARN --principals ACCOUNT --region {region}.',
    'Let nothing leave the organization: aws ram update-resource-share --resource-share-arn ARN --no-allow-external-principals --region {region}.',
  ],
  on: { source: 'ram', names: ['CreateResourceShare', 'AssociateResourceShare', 'AcceptResourceShareInvitation'] },
  match: (event) => {
    if (event.name === 'AcceptResourceShareInvitation') return accepted(event);
    const { params, response } = event;
    const name =
      filled(params, 'name') ??
      memberText(response, 'resourceShare', 'name') ??
      filled(params, 'resourceShareArn') ??
      '(unknown)';
    const arns = texts(params, 'resourceArns');
    const reasons = arns.length === 0 ? [] : [`it holds ${arns.slice(0, 3).join(', ')}${arns.length > 3 ? ' …' : ''}`];
    return shared(`resource share ${name}`, name, {
      everyone: false,
      accounts: receivingAccounts(texts(params, 'principals')),
      reasons,
    });
  },
  examples: () => ({
    fires: [
      { title: 'with an account', severity: 'high', records: [create(FOREIGN)] },
      {
        title: 'with a role of an account',
        severity: 'high',
        records: [create(`arn:aws:iam::${FOREIGN}:role/reader`)],
      },
      { title: 'taken from a stranger', severity: 'medium', records: [accept(FOREIGN)] },
    ],
    quiet: [
      {
        title: 'with the organization',
        records: [create('arn:aws:organizations::999999999999:organization/o-exampleorg1')],
      },
      { title: 'with a trusted account', trusted: [FOREIGN], records: [create(FOREIGN)] },
      { title: 'taken from a trusted account', trusted: [FOREIGN], records: [accept(FOREIGN)] },
      { title: 'refused', records: [create(FOREIGN, { error: { code: 'OperationNotPermittedException' } })] },
      { title: 'with a service', records: [create('ssm.amazonaws.com')] },
    ],
  }),
});
