import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, reads } from './acts.ts';
import { APP, BALANCER, ingress, SUBNETS, VPC, WEB, WORLD } from './network.ts';

const REFRESH: readonly Act[] = [
  ...reads('ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups'),
  ...reads('ec2:DescribeAvailabilityZones', 'ec2:DescribeImages', 'ec2:DescribeInstances', 'ec2:DescribeAddresses'),
  call('ec2:DescribeInstanceAttribute', { instanceId: 'i-0bastion', attribute: 'userData' }),
  call('ec2:DescribeInstanceAttribute', { instanceId: 'i-0bastion', attribute: 'disableApiTermination' }),
  ...reads('ec2:DescribeLaunchTemplates', 'ec2:DescribeFlowLogs', 'autoscaling:DescribeAutoScalingGroups'),
];

/** A larger group, another image, one more peer, a resized machine. */
export const UPDATE: readonly Act[] = [
  ...REFRESH,
  call('ec2:CreateLaunchTemplateVersion', {
    CreateLaunchTemplateVersionRequest: { LaunchTemplateId: 'lt-0', LaunchTemplateData: { ImageId: 'ami-0next' } },
  }),
  call('autoscaling:UpdateAutoScalingGroup', { autoScalingGroupName: 'shop', minSize: 3, maxSize: 12 }),
  call('autoscaling:StartInstanceRefresh', { autoScalingGroupName: 'shop' }),
  ingress(APP, 8443, { groups: { items: [{ groupId: 'sg-0web', userId: ACCOUNT }] } }),
  call('ec2:RevokeSecurityGroupIngress', {
    ...WEB,
    ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 80, toPort: 80, ...WORLD }] },
  }),
  call('ec2:StopInstances', { instancesSet: { items: [{ instanceId: 'i-0bastion' }] }, force: false }),
  call('ec2:ModifyInstanceAttribute', { instanceId: 'i-0bastion', instanceType: { value: 't3.small' } }),
  call('ec2:ModifyInstanceAttribute', { instanceId: 'i-0bastion', userData: '<sensitiveDataRemoved>' }),
  call('ec2:StartInstances', { instancesSet: { items: [{ instanceId: 'i-0bastion' }] } }),
  call('ec2:ModifyInstanceAttribute', { instanceId: 'i-0bastion', disableApiTermination: { value: true } }),
];

export const TEARDOWN: readonly Act[] = [
  ...REFRESH,
  call('ec2:ModifyInstanceAttribute', { instanceId: 'i-0bastion', disableApiTermination: { value: false } }),
  call('ec2:TerminateInstances', { instancesSet: { items: [{ instanceId: 'i-0bastion' }] } }),
  call('autoscaling:UpdateAutoScalingGroup', { autoScalingGroupName: 'shop', minSize: 0, maxSize: 0 }),
  call('autoscaling:DeleteAutoScalingGroup', { autoScalingGroupName: 'shop', forceDelete: false }),
  call('ec2:DeleteLaunchTemplate', { DeleteLaunchTemplateRequest: { LaunchTemplateId: 'lt-0' } }),
  call('elasticloadbalancing:DeleteLoadBalancer', { loadBalancerArn: BALANCER }),
  call('ec2:DeleteKeyPair', { keyName: 'shop' }),
  call('iam:RemoveRoleFromInstanceProfile', { instanceProfileName: 'shop-instance', roleName: 'shop-instance' }),
  call('iam:DeleteInstanceProfile', { instanceProfileName: 'shop-instance' }),
  call('iam:DetachRolePolicy', {
    roleName: 'shop-instance',
    policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
  }),
  call('iam:DeleteRole', { roleName: 'shop-instance' }),
  call('route53resolver:DisassociateResolverQueryLogConfig', { resolverQueryLogConfigId: 'rqlc-1', resourceId: VPC }),
  call('route53resolver:DeleteResolverQueryLogConfig', { resolverQueryLogConfigId: 'rqlc-1' }),
  call('ec2:DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0' } } }),
  call('ec2:DeleteVpcEndpoints', { DeleteVpcEndpointsRequest: { VpcEndpointId: { tag: 1, content: 'vpce-0' } } }),
  call('ec2:DeleteSecurityGroup', APP),
  call('ec2:DeleteSecurityGroup', WEB),
  call('ec2:DeleteNatGateway', { DeleteNatGatewayRequest: { NatGatewayId: 'nat-0' } }),
  call('ec2:ReleaseAddress', { allocationId: 'eipalloc-0' }),
  ...SUBNETS.map((subnetId) => call('ec2:DeleteSubnet', { subnetId })),
  call('ec2:DeleteVpc', { vpcId: VPC }),
];
