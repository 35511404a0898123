import { filled } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { ec2Request } from './ec2-request.ts';
import { pipeline } from './example-instances.ts';
import { openedToInternet } from './ingress.ts';

const groupId = 'sg-0123456789abcdef0';

function flat(port: number, cidrIp: string, difference: Difference = {}) {
  const params = { groupId, ipPermissions: {}, ipProtocol: 'tcp', fromPort: port, toPort: port, cidrIp };
  return record('ec2', 'AuthorizeSecurityGroupIngress', { params, ...difference });
}
function permission(more: Record<string, unknown>, difference: Difference = {}) {
  const rule = { ipProtocol: 'tcp', groups: {}, ipRanges: {}, ipv6Ranges: {}, prefixListIds: {}, ...more };
  const params = { groupId, ipPermissions: { items: [rule] } };
  return record('ec2', 'AuthorizeSecurityGroupIngress', { params, ...difference });
}
const everyone = { ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } };
function modified(rule: Record<string, unknown>) {
  const update = { SecurityGroupRuleId: 'sgr-0123456789abcdef0', SecurityGroupRule: rule, tag: 1 };
  const params = { ModifySecurityGroupRulesRequest: { GroupId: groupId, SecurityGroupRule: update } };
  return record('ec2', 'ModifySecurityGroupRules', { params });
}

export default defineDetection({
  id: 'ec2-security-group-opened',
  topic: 'X',
  title: 'Server port opened to the internet',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'Scanners find an open SSH, RDP or database port within minutes. Attackers open one to come back without AWS credentials, or to carry data out.',
  benign: ['A quick fix by somebody who works from a changing address', 'A bastion meant for everyone'],
  runbook: [
    'Ask {principal} whether {resource} is meant to answer the whole internet.',
    'See what it guards: aws ec2 describe-network-interfaces --region {region} --filters Name=group-id,Values={target} --query "NetworkInterfaces[].[NetworkInterfaceId,Attachment.InstanceId,Association.PublicIp]" --output table (a public IP means it is reachable).',
    'Take the rule away: aws ec2 describe-security-group-rules --region {region} --filters Name=group-id,Values={target}, then aws ec2 revoke-security-group-ingress --region {region} --group-id {target} --security-group-rule-ids ID.',
    'Look in the VPC flow logs and on the machines for sign-ins from unknown addresses since {time}.',
  ],
  on: { source: 'ec2', names: ['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules'] },
  match: (event) => {
    const opened = openedToInternet(event);
    if (opened.length === 0) return false;
    const request = ec2Request(event);
    const group = filled(request, 'groupId') ?? filled(request, 'groupName') ?? 'a security group';
    const ports = opened.length > 4 ? `${opened.slice(0, 4).join(', ')} and more` : opened.join(', ');
    return {
      resource: `security group ${group}`,
      target: group,
      what: `opened ${ports} of security group ${group} to the internet`,
      ...shipped(event, 'medium'),
    };
  },
  examples: () => ({
    fires: [
      { title: 'SSH', severity: 'high', records: [flat(22, '0.0.0.0/0')] },
      {
        title: 'RDP by IPv6',
        severity: 'high',
        records: [permission({ fromPort: 3389, toPort: 3389, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } })],
      },
      { title: 'everything', severity: 'high', records: [permission({ ipProtocol: '-1', ...everyone })] },
      {
        title: 'every TCP port',
        severity: 'high',
        records: [permission({ fromPort: 1, toPort: 65535, ...everyone })],
      },
      {
        title: 'a range with databases in it',
        severity: 'high',
        records: [permission({ fromPort: 3000, toPort: 6000, ...everyone })],
      },
      {
        title: 'in two halves',
        severity: 'high',
        records: [
          permission({
            fromPort: 22,
            toPort: 22,
            ipRanges: { items: [{ cidrIp: '0.0.0.0/1' }, { cidrIp: '128.0.0.0/1' }] },
          }),
        ],
      },
      {
        title: 'an existing rule widened',
        severity: 'high',
        records: [modified({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' })],
      },
      { title: 'by a pipeline', severity: 'medium', records: [flat(22, '0.0.0.0/0', { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'medium',
        lists: { deployRoles: ['deploy'] },
        records: [flat(22, '0.0.0.0/0', { by: role('deploy') })],
      },
      { title: 'every TCP port, as −1', severity: 'high', records: [flat(-1, '0.0.0.0/0')] },
      { title: 'no port named', severity: 'high', records: [permission(everyone)] },
      { title: 'all protocols', severity: 'high', records: [permission({ ipProtocol: 'all', ...everyone })] },
      {
        title: 'an existing rule widened to IPv6',
        severity: 'high',
        records: [modified({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv6: '::/0' })],
      },
    ],
    quiet: [
      { title: 'SSH for the office', records: [flat(22, '198.51.100.0/24')] },
      { title: 'SSH inside the VPC', records: [flat(22, '10.0.0.0/8')] },
      { title: 'HTTPS for everyone', records: [permission({ fromPort: 443, toPort: 443, ...everyone })] },
      {
        title: 'high ports for answers',
        records: [permission({ fromPort: 32768, toPort: 65535, ...everyone })],
      },
      {
        title: 'ping for everyone',
        records: [permission({ ipProtocol: 'icmp', fromPort: -1, toPort: -1, ...everyone })],
      },
      {
        title: 'for another security group',
        records: [permission({ fromPort: 5432, toPort: 5432, groups: { items: [{ groupId: 'sg-2' }] } })],
      },
      { title: 'refused', records: [flat(22, '0.0.0.0/0', { error: { code: 'Client.UnauthorizedOperation' } })] },
    ],
  }),
});
