import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, asked, call, reads } from './acts.ts';

export const VPC = 'vpc-0example1';
export const WEB = { groupId: 'sg-0web' };
export const APP = { groupId: 'sg-0app' };
export const SUBNETS = ['subnet-0a', 'subnet-0b', 'subnet-0c'];
export const BALANCER = `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}:loadbalancer/app/shop/1`;
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export const ingress = (group: { groupId: string }, port: number, from: Record<string, unknown>): Act =>
  call('ec2:AuthorizeSecurityGroupIngress', {
    ...group,
    ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, groups: {}, ipRanges: {}, ...from }] },
  });
const range = (cidrIp: string): Record<string, unknown> => ({ ipRanges: { items: [{ cidrIp }] } });
export const WORLD = range('0.0.0.0/0');
const WORLD6 = { ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } };

/** A network with a load balancer open to the world, a group of instances behind it and one by itself. */
export const BUILD: readonly Act[] = [
  ...reads('ec2:DescribeAvailabilityZones', 'ec2:DescribeImages'),
  call('ec2:CreateVpc', { cidrBlock: '10.0.0.0/16', instanceTenancy: 'default' }),
  call('ec2:ModifyVpcAttribute', { vpcId: VPC, enableDnsHostnames: { value: true } }),
  ...SUBNETS.map((_, index) => call('ec2:CreateSubnet', { vpcId: VPC, cidrBlock: `10.0.${index}.0/24` })),
  call('ec2:CreateInternetGateway', {}),
  call('ec2:AttachInternetGateway', { vpcId: VPC, internetGatewayId: 'igw-0' }),
  call('ec2:AllocateAddress', { domain: 'vpc' }),
  call('ec2:CreateNatGateway', { subnetId: 'subnet-0a', allocationId: 'eipalloc-0' }),
  call('ec2:CreateRouteTable', { vpcId: VPC }),
  call('ec2:CreateRoute', { routeTableId: 'rtb-0', destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-0' }),
  call('ec2:CreateVpcEndpoint', {
    CreateVpcEndpointRequest: { VpcId: VPC, ServiceName: 'com.amazonaws.eu-central-1.s3' },
  }),
  call('ec2:CreateFlowLogs', {
    CreateFlowLogsRequest: { ResourceType: 'VPC', TrafficType: 'ALL', ResourceId: { tag: 1, content: VPC } },
  }),
  ...[WEB, APP].flatMap((group) => [
    call('ec2:CreateSecurityGroup', { groupName: group.groupId, groupDescription: 'Managed by Terraform', vpcId: VPC }),
    call('ec2:RevokeSecurityGroupEgress', { ...group, ipPermissions: { items: [{ ipProtocol: '-1', ...WORLD }] } }),
    call('ec2:AuthorizeSecurityGroupEgress', { ...group, ipPermissions: { items: [{ ipProtocol: '-1', ...WORLD }] } }),
  ]),
  ingress(WEB, 443, WORLD),
  ingress(WEB, 443, WORLD6),
  ingress(WEB, 80, WORLD),
  ingress(APP, 8080, { groups: { items: [{ groupId: 'sg-0web', userId: ACCOUNT }] } }),
  ingress(APP, 22, range('198.51.100.0/24')),
  ingress(APP, 5432, range('10.0.0.0/16')),
  call('elasticloadbalancing:CreateLoadBalancer', {
    name: 'shop',
    scheme: 'internet-facing',
    type: 'application',
    securityGroups: ['sg-0web'],
    subnets: SUBNETS,
  }),
  call('elasticloadbalancing:CreateListener', {
    loadBalancerArn: BALANCER,
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  }),
  call('iam:CreateRole', { roleName: 'shop-instance', assumeRolePolicyDocument: trust }),
  call('iam:AttachRolePolicy', {
    roleName: 'shop-instance',
    policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
  }),
  call('iam:CreateInstanceProfile', { instanceProfileName: 'shop-instance' }),
  call('iam:AddRoleToInstanceProfile', { instanceProfileName: 'shop-instance', roleName: 'shop-instance' }),
  call('ec2:CreateKeyPair', { keyName: 'shop' }),
  call('ec2:CreateLaunchTemplate', {
    CreateLaunchTemplateRequest: {
      LaunchTemplateName: 'shop',
      LaunchTemplateData: { InstanceType: 't3.medium', MetadataOptions: { HttpTokens: 'required' } },
    },
  }),
  call('autoscaling:CreateAutoScalingGroup', {
    autoScalingGroupName: 'shop',
    minSize: 2,
    maxSize: 8,
    vPCZoneIdentifier: SUBNETS.join(','),
  }),
  asked(
    'ec2:RunInstances',
    {
      instancesSet: { items: [{ imageId: 'ami-0example', minCount: 1, maxCount: 1 }] },
      instanceType: 't3.micro',
      iamInstanceProfile: { name: 'shop-instance' },
      subnetId: 'subnet-0a',
      metadataOptions: { httpTokens: 'required' },
    },
    { instancesSet: { items: [{ instanceId: 'i-0bastion', instanceType: 't3.micro' }] } },
  ),
  call('route53:CreateHostedZone', { name: 'internal.example.com', callerReference: 'terraform', vPC: { vPCId: VPC } }),
  call('route53resolver:CreateResolverQueryLogConfig', {
    name: 'shop',
    destinationArn: 'arn:aws:s3:::example-dns-logs',
  }),
];
