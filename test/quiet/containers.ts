import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, reads } from './acts.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role`;
const trust = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
const REPOSITORY = { repositoryName: 'shop/web' };
const SERVICE = { cluster: 'shop', service: 'web' };

const task = (tag: string): Act =>
  call('ecs:RegisterTaskDefinition', {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    taskRoleArn: `${ROLE}/web-task`,
    executionRoleArn: `${ROLE}/web-execution`,
    containerDefinitions: [{ name: 'web', image: `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/shop/web:${tag}` }],
  });

const roleFor = (roleName: string, service: string, ...policies: readonly string[]): Act[] => [
  call('iam:CreateRole', { roleName, assumeRolePolicyDocument: trust(service) }),
  ...policies.map((name) => call('iam:AttachRolePolicy', { roleName, policyArn: `arn:aws:iam::aws:policy/${name}` })),
];

/** A service on Fargate and a cluster of Kubernetes. */
export const BUILD: readonly Act[] = [
  call('ecr:CreateRepository', {
    ...REPOSITORY,
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
  }),
  call('ecr:PutLifecyclePolicy', { ...REPOSITORY, lifecyclePolicyText: '{"rules":[]}' }),
  call('ecr:SetRepositoryPolicy', {
    ...REPOSITORY,
    policyText: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `${ROLE}/web-execution` },
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ],
    }),
  }),
  ...roleFor('web-task', 'ecs-tasks.amazonaws.com'),
  ...roleFor('web-execution', 'ecs-tasks.amazonaws.com', 'service-role/AmazonECSTaskExecutionRolePolicy'),
  call('ecs:CreateCluster', { clusterName: 'shop', settings: [{ name: 'containerInsights', value: 'enabled' }] }),
  task('1.0.0'),
  call('ecs:CreateService', {
    cluster: 'shop',
    serviceName: 'web',
    taskDefinition: 'web:1',
    desiredCount: 2,
    launchType: 'FARGATE',
  }),
  call('application-autoscaling:RegisterScalableTarget', { serviceNamespace: 'ecs', resourceId: 'service/shop/web' }),
  ...roleFor('eks-cluster', 'eks.amazonaws.com', 'AmazonEKSClusterPolicy'),
  ...roleFor(
    'eks-nodes',
    'ec2.amazonaws.com',
    'AmazonEKSWorkerNodePolicy',
    'AmazonEKS_CNI_Policy',
    'AmazonEC2ContainerRegistryReadOnly',
  ),
  call('eks:CreateCluster', {
    name: 'shop',
    roleArn: `${ROLE}/eks-cluster`,
    resourcesVpcConfig: {
      subnetIds: ['subnet-0a', 'subnet-0b'],
      endpointPublicAccess: true,
      publicAccessCidrs: ['198.51.100.0/24'],
    },
    logging: { clusterLogging: [{ types: ['api', 'audit', 'authenticator'], enabled: true }] },
  }),
  call('iam:CreateOpenIDConnectProvider', {
    url: 'https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
    clientIDList: ['sts.amazonaws.com'],
  }),
  call('eks:CreateNodegroup', { clusterName: 'shop', nodegroupName: 'default', nodeRole: `${ROLE}/eks-nodes` }),
  call('eks:CreateAccessEntry', { clusterName: 'shop', principalArn: `${ROLE}/platform` }),
  call('eks:AssociateAccessPolicy', {
    clusterName: 'shop',
    principalArn: `${ROLE}/platform`,
    policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
    accessScope: { type: 'cluster' },
  }),
  call('eks:CreateAddon', { clusterName: 'shop', addonName: 'vpc-cni' }),
];

/** A release of the service, a newer Kubernetes. */
export const UPDATE: readonly Act[] = [
  ...reads('ecs:DescribeServices', 'ecs:DescribeTaskDefinition', 'eks:DescribeCluster', 'ecr:DescribeRepositories'),
  ...reads('eks:ListAccessEntries', 'eks:DescribeNodegroup', 'ecr:GetAuthorizationToken', 'ecr:GetRepositoryPolicy'),
  call('ecr:PutImage', { ...REPOSITORY, imageTag: '1.1.0', registryId: ACCOUNT }),
  task('1.1.0'),
  call('ecs:UpdateService', { ...SERVICE, taskDefinition: 'web:2' }),
  call('eks:UpdateClusterConfig', {
    name: 'shop',
    resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['198.51.100.0/24', '192.0.2.0/24'] },
  }),
  call('eks:UpdateClusterVersion', { name: 'shop', version: '1.34' }),
  call('eks:UpdateNodegroupVersion', { clusterName: 'shop', nodegroupName: 'default' }),
];

export const TEARDOWN: readonly Act[] = [
  call('ecs:UpdateService', { ...SERVICE, desiredCount: 0 }),
  call('ecs:DeleteService', { ...SERVICE, force: true }),
  call('ecs:DeregisterTaskDefinition', { taskDefinition: 'web:2' }),
  call('ecs:DeleteCluster', { cluster: 'shop' }),
  call('ecr:DeleteRepository', { ...REPOSITORY, force: true }),
  call('eks:DisassociateAccessPolicy', { clusterName: 'shop', principalArn: `${ROLE}/platform` }),
  call('eks:DeleteAccessEntry', { clusterName: 'shop', principalArn: `${ROLE}/platform` }),
  call('eks:DeleteNodegroup', { clusterName: 'shop', nodegroupName: 'default' }),
  call('eks:DeleteCluster', { name: 'shop' }),
  call('iam:DeleteOpenIDConnectProvider', {
    openIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
  }),
  ...['web-task', 'web-execution', 'eks-cluster', 'eks-nodes'].map((roleName) => call('iam:DeleteRole', { roleName })),
];
