import { describe, expect, it } from 'vitest';
import { PERMISSIONS, READS, WRITES } from '../../shared/behaviour/sensitivity/access-levels.ts';
import { actionsOf } from '../../shared/behaviour/sensitivity/lines.ts';
import { RECON, TIER_0, TIER_1 } from '../../shared/behaviour/sensitivity/low-tiers.ts';
import { PATCHES } from '../../shared/behaviour/sensitivity/patches.ts';
import { isRecon, type Tier, tierOf } from '../../shared/behaviour/sensitivity/tier.ts';
import { TIER_2 } from '../../shared/behaviour/sensitivity/tier-2.ts';
import { TIER_3 } from '../../shared/behaviour/sensitivity/tier-3.ts';
import { operationName } from '../../shared/cloudtrail/operation.ts';
import { knownOperations } from './operations.ts';
import { OTHER_EVENTS } from './other-events.ts';

const operations = knownOperations();
const CURATED: readonly (readonly [Tier, readonly string[]])[] = [
  [0, TIER_0],
  [1, TIER_1],
  [2, TIER_2],
  [3, TIER_3],
];

function isOperation(action: string): boolean {
  const [source = '', name = ''] = action.split(':');
  return operations.get(source)?.has(name) ?? false;
}

function repeated(actions: readonly string[]): string[] {
  return actions.filter((action, index) => actions.indexOf(action) !== index);
}

describe('the lists', () => {
  const curated = [...CURATED.flatMap(([, lines]) => actionsOf(lines)), ...actionsOf(RECON)];

  it('name only what AWS’s service models or its user guides name', () => {
    expect(curated.filter((action) => !isOperation(action) && !Object.hasOwn(OTHER_EVENTS, action))).toEqual([]);
    expect(curated.filter((action) => operationName(action) !== action)).toEqual([]);
    expect(Object.keys(PATCHES).filter((name) => !isOperation(`apigateway:${name}`))).toEqual([]);
  });
  it('hold an action once', () => {
    expect(repeated(curated)).toEqual([]);
    expect(repeated(actionsOf([...READS, ...WRITES, ...PERMISSIONS]))).toEqual([]);
    const paths = Object.values(PATCHES).map(({ tier3 = [], tier2 = [] }) => [...tier3, ...tier2]);
    expect(paths.flatMap(repeated)).toEqual([]);
  });
  it('win over access levels', () => {
    const wrong = CURATED.flatMap(([tier, lines]) => actionsOf(lines).filter((action) => tierOf(action) !== tier));
    expect(wrong).toEqual([]);
  });
  it('take only reads for reconnaissance', () => {
    expect(actionsOf(RECON).filter((action) => tierOf(action) !== 0)).toEqual([]);
  });
});

describe('tierOf', () => {
  it.each<[string, Tier]>([
    ['iam:CreateAccessKey', 3],
    ['sts:GetFederationToken', 3],
    ['cloudtrail:StopLogging', 3],
    ['lambda:UpdateFunctionCode', 3],
    ['s3:PutBucketPolicy', 3],
    ['apigateway:PutRestApi', 3],
    ['wafv2:DisassociateWebACL', 3],
    ['sts:GetSessionToken', 2],
    ['secretsmanager:GetSecretValue', 2],
    ['apigateway:GetApiKeys', 2],
    ['logs:DeleteLogGroup', 2],
    ['s3:PutObjectAcl', 2],
    ['sns:AddPermission', 2],
    ['s3:PutObject', 1],
    ['s3:DeleteObject', 1],
    ['monitoring:PutMetricData', 1],
    ['logs:CreateLogStream', 1],
    ['lambda:Invoke', 1],
    ['lambda:CheckpointDurableExecution', 1],
    ['elasticache:TestFailover', 1],
    ['apigateway:TestInvokeMethod', 1],
    ['iam:GetRole', 0],
    ['sts:AssumeRole', 0],
    ['kms:Decrypt', 0],
    ['logs:FilterLogEvents', 0],
    ['sqs:ReceiveMessage', 0],
    ['cognito-idp:AdminGetUser', 0],
    ['bcm-pricing-calculator:ListTagsForResource', 0],
    ['quicksight:DescribeTopicPermissions', 0],
  ])('weighs %s as %i', (action, tier) => {
    expect(tierOf(action)).toBe(tier);
  });

  it.each<[string, Tier]>([
    ['UpdateRestApi[/policy]', 3],
    ['UpdateRestApi[/endpointConfiguration/types/*]', 3],
    ['UpdateRestApi[/name]', 1],
    ['UpdateRestApi', 1],
    ['UpdateMethod[/authorizationType]', 3],
    ['UpdateMethod[/authorizationtype]', 3],
    ['UpdateMethod[/operationName]', 1],
    ['UpdateRoute[/authorizationType]', 3],
    ['UpdateStage[/accessLogSettings]', 3],
    ['UpdateStage[/accessLogSettings/destinationArn]', 3],
    ['UpdateStage[/*/*/logging/*]', 3],
    ['UpdateStage[/~1orders/GET/logging/dataTrace]', 3],
    ['UpdateStage[/*/*/throttling/*]', 2],
    ['UpdateStage[/*/*/caching/ttlInSeconds]', 1],
    ['UpdateStage[/variables/*]', 2],
    ['UpdateStage[/description]', 1],
    ['UpdateIntegration[/uri]', 2],
    ['UpdateIntegration[/credentials]', 3],
    ['UpdateDomainName[/mutualTlsAuthentication/truststoreUri]', 3],
    ['UpdateAuthorizer[/name]', 1],
    ['UpdateUsagePlan[/apiStages/*/throttle/*/*]', 2],
    ['UpdateModel[/schema]', 1],
    ['toString[/policy]', 1],
  ])('weighs apigateway:%s as %i', (action, tier) => {
    expect(tierOf(`apigateway:${action}`)).toBe(tier);
  });

  it('judges what nobody knows by its verb', () => {
    expect(tierOf('newservice:DescribeThings')).toBe(0);
    expect(tierOf('newservice:IsAllowed')).toBe(0);
    expect(tierOf('newservice:IssueThing')).toBe(1);
    expect(tierOf('newservice:DeleteThing')).toBe(1);
    for (const broken of ['', ':', 'GetThing', '[', 'constructor', '__proto__'])
      expect([0, 1]).toContain(tierOf(broken));
  });
  it('leaves most of AWS low: what is rare must stay rare to mean something', () => {
    const all = [...operations].flatMap(([source, names]) => [...names].map((name) => tierOf(`${source}:${name}`)));
    expect(all.length).toBeGreaterThan(18_000);
    expect(all.filter((tier) => tier >= 2).length / all.length).toBeLessThan(0.05);
  });
});

describe('isRecon', () => {
  it('knows how a stolen session begins, and what only looks like it', () => {
    expect(isRecon('sts:GetCallerIdentity')).toBe(true);
    expect(isRecon('apigateway:GetRestApis')).toBe(true);
    expect(isRecon('apigateway:GetRestApi')).toBe(false);
    expect(isRecon('iam:CreateUser')).toBe(false);
  });
});
