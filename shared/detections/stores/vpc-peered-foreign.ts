import { accountOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, texts } from '../../cloudtrail/field.ts';
import { ec2Request, ec2Response } from '../compute/ec2-request.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';

const ask = (peerOwnerId: string, difference = {}) =>
  record('ec2', 'CreateVpcPeeringConnection', {
    params: { vpcId: 'vpc-1', peerVpcId: 'vpc-2', peerOwnerId },
    ...difference,
  });
const accept = (ownerId: string) =>
  record('ec2', 'AcceptVpcPeeringConnection', {
    params: { vpcPeeringConnectionId: 'pcx-0123456789abcdef0' },
    response: {
      vpcPeeringConnection: {
        vpcPeeringConnectionId: 'pcx-0123456789abcdef0',
        requesterVpcInfo: { ownerId, vpcId: 'vpc-9' },
        accepterVpcInfo: { ownerId: '111111111111', vpcId: 'vpc-1' },
      },
    },
  });
const serve = (content: string) =>
  record('ec2', 'ModifyVpcEndpointServicePermissions', {
    params: {
      ModifyVpcEndpointServicePermissionsRequest: {
        ServiceId: 'vpce-svc-1',
        AddAllowedPrincipals: { tag: 1, content },
      },
    },
  });

/** Whose network is joined: the request names it, or the answer says who asked. */
function othersIn(event: TrailEvent): readonly string[] {
  const request = ec2Request(event);
  const response = ec2Response(event);
  const names = [
    filled(request, 'peerOwnerId'),
    filled(request, 'peerAccountId'),
    filled(response, 'vpcPeeringConnection', 'requesterVpcInfo', 'ownerId'),
    filled(response, 'transitGatewayPeeringAttachment', 'requesterTgwInfo', 'ownerId'),
    filled(response, 'transitGatewayVpcAttachment', 'vpcOwnerId'),
    ...texts(request, 'addAllowedPrincipals'),
  ];
  const accounts = names.flatMap((name) => (name === undefined ? [] : (accountOf(name) ?? [])));
  return [...new Set(accounts)].filter((account) => account !== event.account).sort();
}

const NAMED = ['vpcPeeringConnectionId', 'transitGatewayAttachmentId', 'transitGatewayId', 'serviceId', 'vpcId'];

export default defineDetection({
  id: 'vpc-peered-foreign',
  topic: 'X',
  title: 'Network joined with a foreign account',
  severity: 'high',
  attack: ['T1599'],
  why: 'Machines of another account reach yours by private addresses, past every door to the internet that is watched.',
  benign: ['A partner or a network account that belongs on the trust list'],
  runbook: [
    'Ask {principal} whose network that is.',
    'See what is joined: aws ec2 describe-vpc-peering-connections --region {region}; aws ec2 describe-transit-gateway-attachments --region {region}; aws ec2 describe-vpc-endpoint-service-permissions --service-id {target} --region {region}.',
    'Cut it: aws ec2 delete-vpc-peering-connection --vpc-peering-connection-id {target} --region {region}; aws ec2 delete-transit-gateway-vpc-attachment --transit-gateway-attachment-id {target} --region {region}; aws ec2 modify-vpc-endpoint-service-permissions --service-id {target} --remove-allowed-principals ARN --region {region}.',
    'See what passed since {time}: flow logs; and routes that were added: CreateRoute of {principal}.',
  ],
  on: {
    source: 'ec2',
    names: [
      'AcceptTransitGatewayPeeringAttachment',
      'AcceptTransitGatewayVpcAttachment',
      'AcceptVpcPeeringConnection',
      'CreateTransitGatewayPeeringAttachment',
      'CreateVpcPeeringConnection',
      'ModifyVpcEndpointServicePermissions',
    ],
  },
  match: (event) => {
    const accounts = othersIn(event);
    const request = ec2Request(event);
    const target = NAMED.map((name) => filled(request, name)).find((name) => name !== undefined) ?? '(unknown)';
    if (texts(request, 'addAllowedPrincipals').includes('*'))
      return {
        what: `let every AWS account ask for private service ${target}`,
        resource: `network ${target}`,
        target,
        severity: 'medium',
        reasons: ['unless requests must be accepted, they are connected at once'],
      };
    if (accounts.length === 0) return false;
    const verb = event.name.startsWith('Create') ? 'asked to join' : 'joined';
    return {
      what: `${verb} network ${target} with account ${accounts.join(', ')}`,
      resource: `network ${target}`,
      target,
      foreign: { accounts, severity: 'high', required: true },
    };
  },
  examples: () => ({
    fires: [
      { title: 'asked for', severity: 'high', records: [ask(FOREIGN)] },
      { title: 'accepted', severity: 'high', records: [accept(FOREIGN)] },
      {
        title: 'over a transit gateway',
        severity: 'high',
        records: [
          record('ec2', 'AcceptTransitGatewayVpcAttachment', {
            params: { AcceptTransitGatewayVpcAttachmentRequest: { TransitGatewayAttachmentId: 'tgw-attach-1' } },
            response: {
              AcceptTransitGatewayVpcAttachmentResponse: { transitGatewayVpcAttachment: { vpcOwnerId: FOREIGN } },
            },
          }),
        ],
      },
      {
        title: 'a private service opened',
        severity: 'high',
        records: [serve(`arn:aws:iam::${FOREIGN}:root`)],
      },
      {
        title: 'transit gateways',
        severity: 'high',
        records: [
          record('ec2', 'CreateTransitGatewayPeeringAttachment', {
            params: {
              CreateTransitGatewayPeeringAttachmentRequest: { TransitGatewayId: 'tgw-1', PeerAccountId: FOREIGN },
            },
          }),
        ],
      },
      {
        title: 'transit gateways, accepted',
        severity: 'high',
        records: [
          record('ec2', 'AcceptTransitGatewayPeeringAttachment', {
            response: {
              AcceptTransitGatewayPeeringAttachmentResponse: {
                transitGatewayPeeringAttachment: { requesterTgwInfo: { ownerId: FOREIGN } },
              },
            },
          }),
        ],
      },
      { title: 'a private service opened to everyone', severity: 'medium', records: [serve('*')] },
    ],
    quiet: [
      { title: 'inside the account', records: [ask('111111111111')] },
      { title: 'with a trusted account', trusted: [FOREIGN], records: [accept(FOREIGN)] },
      { title: 'refused', records: [ask(FOREIGN, { error: { code: 'Client.UnauthorizedOperation' } })] },
    ],
  }),
});
