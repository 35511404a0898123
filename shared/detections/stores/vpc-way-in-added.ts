import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { ec2Request } from '../compute/ec2-request.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { eased } from './deploys.ts';

const call = (name: string, request: Record<string, unknown>, difference = {}) =>
  record('ec2', name, { params: { [`${name}Request`]: request }, ...difference });
const endpoint = (difference = {}) => call('CreateClientVpnEndpoint', { ClientCidrBlock: '172.16.0.0/22' }, difference);

function wayIn(event: TrailEvent): { what: string; target: string } | undefined {
  const request = ec2Request(event);
  switch (event.name) {
    case 'CreateClientVpnEndpoint':
      return {
        what: `made a VPN entrance for ${filled(request, 'clientCidrBlock') ?? 'people'}`,
        target: filled(request, 'vpcId') ?? event.region,
      };
    case 'AuthorizeClientVpnIngress': {
      const vpn = filled(request, 'clientVpnEndpointId') ?? '(unknown)';
      if (flag(request, 'authorizeAllGroups') !== true) return undefined;
      return {
        what: `let every user of VPN ${vpn} reach ${filled(request, 'targetNetworkCidr') ?? 'the network'}`,
        target: vpn,
      };
    }
    default: {
      const gateway = filled(request, 'customerGatewayId') ?? '(unknown)';
      return { what: `connected the network with ${gateway} by VPN`, target: gateway };
    }
  }
}

export default defineDetection({
  id: 'vpc-way-in-added',
  topic: 'X',
  title: 'VPN into the network added',
  severity: 'medium',
  attack: ['T1133'],
  why: 'A tunnel of their own lets attackers come back after every password was changed, as if they sat in the network.',
  benign: ['An office or a provider is connected'],
  runbook: [
    'Ask {principal} who is to come in.',
    'See what there is: aws ec2 describe-client-vpn-endpoints --region {region}; aws ec2 describe-vpn-connections --region {region}; aws ec2 describe-customer-gateways --region {region} (IpAddress).',
    'Close it: aws ec2 delete-client-vpn-endpoint --client-vpn-endpoint-id ID --region {region}; aws ec2 delete-vpn-connection --vpn-connection-id ID --region {region}.',
    'See who came in since {time}: aws ec2 describe-client-vpn-connections --client-vpn-endpoint-id ID --region {region}.',
  ],
  on: { source: 'ec2', names: ['AuthorizeClientVpnIngress', 'CreateClientVpnEndpoint', 'CreateVpnConnection'] },
  match: (event) => {
    const found = wayIn(event);
    return found !== undefined && eased(event, { ...found, resource: `networks in ${event.region}` }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'for people', severity: 'medium', records: [endpoint()] },
      {
        title: 'for a site',
        severity: 'medium',
        records: [record('ec2', 'CreateVpnConnection', { params: { type: 'ipsec.1', customerGatewayId: 'cgw-1' } })],
      },
      {
        title: 'for every user',
        severity: 'medium',
        records: [
          call('AuthorizeClientVpnIngress', {
            ClientVpnEndpointId: 'cvpn-endpoint-1',
            TargetNetworkCidr: '10.0.0.0/8',
            AuthorizeAllGroups: true,
          }),
        ],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [endpoint({ by: role() })],
      },
    ],
    quiet: [
      {
        title: 'for one group',
        records: [call('AuthorizeClientVpnIngress', { ClientVpnEndpointId: 'cvpn-endpoint-1', AccessGroupId: 'ops' })],
      },
      { title: 'refused', records: [endpoint({ error: { code: 'Client.UnauthorizedOperation' } })] },
    ],
  }),
});
