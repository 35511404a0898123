import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { reads, rest, work } from './acts.ts';
import { machine, service, serviceRole } from './doers.ts';
import { enters, GATEWAY, SCAN, SCANNER, vendor } from './scan.ts';

const CONFIG = serviceRole('AWSServiceRoleForConfig', 'config.amazonaws.com');
const HUB = serviceRole('AWSServiceRoleForSecurityHub', 'securityhub.amazonaws.com');
const ANALYZER = serviceRole('AWSServiceRoleForAccessAnalyzer', 'access-analyzer.amazonaws.com');
const COST = machine('cost-explorer', 'cost', '192.0.2.61', 'Boto3/1.40.1 md/Botocore#1.40.1');
const METRICS = machine('metrics-poller', 'metrics', '192.0.2.62', 'aws-sdk-go/1.55.5 (go1.24; linux; amd64)');

/** A day of those that look at everything. */
export function watcherDay(day: number): RawRecord[] {
  const at = (hour: number, minute = 0): number => (day * 24 + hour - 10) * 60 + minute;
  return [
    ...work(vendor, at(6, 29), [enters]),
    ...work(SCANNER, at(6, 30), SCAN, 0.02),
    ...work(CONFIG, at(2), [
      ...reads(
        'iam:ListUsers',
        'iam:ListRoles',
        'iam:GetAccountAuthorizationDetails',
        'iam:ListPolicies',
        'iam:ListGroups',
      ),
      ...reads(
        'iam:GetAccountPasswordPolicy',
        'iam:GetAccountSummary',
        'iam:ListVirtualMFADevices',
        'iam:ListAccessKeys',
      ),
      ...reads(
        's3:GetBucketPolicy',
        's3:GetBucketAcl',
        'ec2:DescribeInstances',
        'kms:GetKeyPolicy',
        'lambda:GetPolicy20150331v2',
      ),
      ...GATEWAY.map((name) => rest(name, {})),
    ]),
    ...work(
      HUB,
      at(3),
      reads(
        'iam:GenerateCredentialReport',
        'iam:GetCredentialReport',
        'config:DescribeConfigRules',
        'cloudtrail:DescribeTrails',
        'logs:DescribeMetricFilters',
      ),
    ),
    ...work(
      ANALYZER,
      at(4),
      reads('iam:ListRoles', 'iam:GetRole', 's3:GetBucketPolicy', 'kms:GetKeyPolicy', 'sqs:GetQueueAttributes'),
    ),
    ...work(
      service('trustedadvisor.amazonaws.com'),
      at(5),
      reads('ec2:DescribeInstances', 'iam:GetAccountPasswordPolicy', 'rds:DescribeDBInstances'),
    ),
    ...work(
      COST,
      at(7),
      reads(
        'ce:GetCostAndUsage',
        'ce:GetDimensionValues',
        'pricing:GetProducts',
        'ec2:DescribeReservedInstances',
        'tagging:GetResources',
      ),
    ),
    ...work(
      METRICS,
      at(8),
      reads('monitoring:GetMetricData', 'monitoring:ListMetrics', 'tagging:GetResources', 'ec2:DescribeRegions'),
    ),
    ...work(METRICS, at(16), reads('monitoring:GetMetricData', 'monitoring:ListMetrics', 'tagging:GetResources')),
  ];
}
