import { describe, expect, it } from 'vitest';
import { publicStatements } from '../../shared/policy/index.ts';
import { allowIf, OPEN, OWN, policyOf } from './documents.ts';

const isPublic = (...list: object[]) => publicStatements(policyOf(...list)).length > 0;
const variable = (name: string) => `$${`{${name}}`}`;

describe('publicStatements', () => {
  it.each([
    ['the bare star', OPEN],
    ['the star as an AWS principal', { ...OPEN, Principal: { AWS: '*' } }],
    ['a star among others', { ...OPEN, Principal: { AWS: [OWN, '*'] } }],
    ['everyone but one', { Effect: 'Allow', NotPrincipal: { AWS: OWN }, Action: 's3:GetObject', Resource: '*' }],
    ['every service', { ...OPEN, Principal: { Service: '*' } }],
    ['everything but an action', { Effect: 'Allow', Principal: '*', NotAction: 's3:DeleteBucket', Resource: '*' }],
  ])('finds %s', (_, statement) => {
    expect(publicStatements(policyOf(statement))).toHaveLength(1);
  });

  it.each([
    ['an account', { ...OPEN, Principal: { AWS: OWN } }],
    ['a service', { ...OPEN, Principal: { Service: 'lambda.amazonaws.com' } }],
    ['a denial', { ...OPEN, Effect: 'Deny' }],
    ['an identity policy', { Effect: 'Allow', Action: '*', Resource: '*' }],
  ])('does not find %s', (_, statement) => {
    expect(isPublic(statement)).toBe(false);
  });

  it.each([
    { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    { StringEquals: { 'AWS:SOURCEVPCE': ['vpce-1', 'vpce-2'] } },
    { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } },
    { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } },
    { StringLike: { 'aws:PrincipalOrgID': 'o-example' } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-example/r-1/*' } },
    { StringEquals: { 'aws:PrincipalAccount': OWN } },
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } },
    { ArnEquals: { 'aws:SourceArn': `arn:aws:execute-api:us-east-1:${OWN}:abc/*` } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:logs' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:apigateway:us-east-1::/restapis/abc/*' } },
    { StringEquals: { 'aws:SourceAccount': OWN } },
    { StringEquals: { 'aws:SourceOwner': OWN } },
    { StringEquals: { 'aws:SourceOrgID': 'o-example' } },
    { StringEquals: { 'aws:VpceOrgID': 'o-example' } },
    { StringEquals: { 'sts:ExternalId': 'secret' } },
    { StringEquals: { 'kms:CallerAccount': OWN } },
    { StringEquals: { 'aws:PrincipalOrgID': variable('aws:ResourceOrgID') } },
    { StringLike: { 'aws:userid': 'AROAEXAMPLE:*' } },
    { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
    { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
  ])('is narrowed by %j', (condition) => {
    expect(isPublic(allowIf(condition))).toBe(false);
  });

  it.each([
    { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
    { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
    { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '::/0'] } },
    { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } },
    { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    { StringLike: { 'aws:SourceVpce': '*' } },
    { StringLike: { 'aws:SourceVpce': 'vpce-*' } },
    { StringEquals: { 'aws:SourceVpce': ['vpce-1', '*'] } },
    { StringEquals: { 'aws:SourceVpce': [] } },
    { StringEquals: { 'aws:SourceVpce': '' } },
    { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } },
    { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
    { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-example' } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app' } },
    { StringLike: { 'aws:PrincipalArn': '*:role/app' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::logs*' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:apigateway:us-east-1::/restapis/*' } },
    { StringEquals: { 'aws:PrincipalAccount': variable('aws:PrincipalAccount') } },
    { StringLike: { 'aws:userid': '*:session' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    { Null: { 'aws:SourceVpce': 'false' } },
    { StringLike: { 'aws:Referer': 'https://example.com/*' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'a' } },
    { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
    { Mystery: { 'aws:SourceVpce': 'vpce-1' } },
  ])('is not narrowed by %j', (condition) => {
    expect(isPublic(allowIf(condition))).toBe(true);
  });
});
