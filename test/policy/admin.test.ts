import { describe, expect, it } from 'vitest';
import { adminGrants, grantsService } from '../../shared/policy/index.ts';
import { OWN, policyOf } from './documents.ts';

const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

describe('adminGrants', () => {
  it.each([
    ['*', 'allows every action on every resource'],
    ['*:*', 'allows every action on every resource'],
    ['?*', 'allows every action on every resource'],
    ['iam:*', 'allows iam:* on every resource'],
    ['IAM:*', 'allows iam:* on every resource'],
    ['i*', 'allows iam:* on every resource'],
    ['sts:*', 'allows sts:* on every resource'],
    ['organizations:*', 'allows organizations:* on every resource'],
    ['iam:Put*', 'allows iam:Put* on every resource'],
    ['iam:*Policy', 'allows iam:*Policy on every resource'],
    ['iam:*AccessKey*', 'allows iam:*AccessKey* on every resource'],
    ['sts:Assume*', 'allows sts:Assume* on every resource'],
    ['organizations:Leave*', 'allows organizations:Leave* on every resource'],
    ['iam:PassRole', 'allows iam:PassRole on every resource'],
    ['iam:Pass*', 'allows iam:Pass* on every resource'],
  ])('names %s', (action, sentence) => {
    expect(adminGrants(policyOf(allow(['s3:GetObject', action])))).toEqual([sentence]);
  });

  it.each([
    's3:*',
    'apigateway:*',
    'iam:Get*',
    'iam:List*',
    'iam:Generate*',
    'iam:AttachRolePolicy',
    'sts:AssumeRole',
    'sts:Get*',
    'organizations:Describe*',
  ])('is silent on %s', (action) => {
    expect(adminGrants(policyOf(allow(action)))).toEqual([]);
  });

  it.each([
    '**',
    'arn:aws:*',
    'arn:*',
    'arn:aws:iam::*:*',
    `arn:aws:iam::${OWN}:*`,
    `arn:aws-cn:iam::${OWN}:role/*`,
    'arn:*:iam::*:user/*',
  ])('takes %s for everything', (resource) => {
    expect(adminGrants(policyOf(allow('iam:*', resource)))).toEqual([`allows iam:* on ${resource}`]);
  });

  it.each([
    `arn:aws:iam::${OWN}:role/app-*`,
    `arn:aws:iam::${OWN}:role/*/app`,
    `arn:aws:iam::${OWN}:role`,
    `arn:aws:iam::${OWN}:`,
    'arn:aws:s3:::*',
    'arn:aws:iam',
    'nothing',
  ])('does not take %s for everything', (resource) => {
    expect(adminGrants(policyOf(allow(['iam:*', 'iam:PassRole'], resource)))).toEqual([]);
  });

  it('looks for an organizations wildcard among the resources of organizations', () => {
    expect(adminGrants(policyOf(allow('organizations:*', `arn:aws:organizations::${OWN}:*`)))).toHaveLength(1);
    expect(adminGrants(policyOf(allow('iam:*', `arn:aws:organizations::${OWN}:*`)))).toEqual([]);
  });

  it('names an Allow with NotAction', () => {
    const policy = policyOf({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' });
    expect(adminGrants(policy)).toEqual(['allows everything but iam:*, organizations:* (NotAction) on every resource']);
    expect(adminGrants(policyOf({ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::logs' }))).toEqual([]);
  });

  it('names a grant on everything but some resources', () => {
    const policy = policyOf({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::logs' });
    expect(adminGrants(policy)).toEqual(['allows every action on everything but arn:aws:s3:::logs']);
  });

  it('lets iam:PassRole be when the service it is passed to is fixed', () => {
    const to = (service: string, operator = 'StringEquals') => ({
      Condition: { [operator]: { 'iam:PassedToService': service } },
    });
    expect(adminGrants(policyOf(allow('iam:PassRole', '*', to('lambda.amazonaws.com'))))).toEqual([]);
    expect(adminGrants(policyOf(allow('iam:PassRole', '*', to('*', 'StringLike'))))).toHaveLength(1);
    expect(
      adminGrants(policyOf(allow('iam:PassRole', '*', to('ec2.amazonaws.com', 'StringEqualsIfExists')))),
    ).toHaveLength(1);
    expect(adminGrants(policyOf(allow('iam:*', '*', to('lambda.amazonaws.com'))))).toHaveLength(1);
  });

  it('names the conditions', () => {
    const policy = policyOf(allow('*', '*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }));
    expect(adminGrants(policy)).toEqual(['allows every action on every resource, subject only to aws:SourceVpc']);
  });

  it('does not look at denials, nor at policies without resources', () => {
    expect(adminGrants(policyOf({ ...allow('*'), Effect: 'Deny' }))).toEqual([]);
    expect(adminGrants(policyOf({ Effect: 'Allow', Principal: { AWS: OWN }, Action: 'sts:*' }))).toEqual([]);
  });

  it('says each thing once, sorted', () => {
    expect(adminGrants(policyOf(allow(['sts:*', 'iam:*']), allow('iam:*')))).toEqual([
      'allows iam:* on every resource',
      'allows sts:* on every resource',
    ]);
  });
});

describe('grantsService', () => {
  it.each([
    ['apigateway', 'apigateway:*', '*'],
    ['apigateway', '*', '*'],
    ['apigateway', 'apigateway:*', 'arn:aws:apigateway:*::/*'],
    ['apigateway', 'apigateway:*', 'arn:aws-us-gov:apigateway:us-east-1::/*'],
    ['apigateway', 'apigateway:*', 'arn:aws:apigateway:*::/restapis/*'],
    ['apigateway', 'apigateway:P*,apigateway:DELETE', '*'],
    ['execute-api', 'execute-api:*', '*'],
    ['execute-api', 'execute-api:Invoke', 'arn:aws:execute-api:*:*:*'],
    ['execute-api', 'execute-api:Invoke', `arn:aws:execute-api:us-east-1:${OWN}:*/*/*/*`],
    ['execute-api', '*', '*'],
  ] as const)('%s is granted by %s on %s', (service, actions, resource) => {
    expect(grantsService(policyOf(allow(actions.split(','), resource)), service)).toBe(true);
  });

  it.each([
    ['apigateway', 'apigateway:GET', '*'],
    ['apigateway', 'apigateway:POST', '*'],
    ['apigateway', 'execute-api:*', '*'],
    ['apigateway', 'apigateway:*', 'arn:aws:apigateway:*::/restapis/abc/*'],
    ['execute-api', 'apigateway:*', '*'],
    ['execute-api', 'execute-api:ManageConnections', '*'],
    ['execute-api', 'execute-api:*', `arn:aws:execute-api:us-east-1:${OWN}:abc/*`],
    ['execute-api', 'execute-api:*', 'arn:aws:execute-api:*:*:*/prod/*'],
    ['execute-api', 'execute-api:*', 'arn:aws:apigateway:*::/*'],
  ] as const)('%s is not granted by %s on %s', (service, actions, resource) => {
    expect(grantsService(policyOf(allow(actions.split(','), resource)), service)).toBe(false);
  });

  it('adds up statements, and sees through NotAction and NotResource', () => {
    const verbs = ['POST', 'PUT', 'PATCH', 'DELETE'].map((verb) => allow(`apigateway:${verb}`));
    expect(grantsService(policyOf(...verbs), 'apigateway')).toBe(true);
    expect(grantsService(policyOf(...verbs.slice(1)), 'apigateway')).toBe(false);
    expect(grantsService(policyOf({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), 'apigateway')).toBe(true);
    expect(grantsService(policyOf({ Effect: 'Allow', NotAction: 'api*', Resource: '*' }), 'apigateway')).toBe(false);
    expect(grantsService(policyOf({ Effect: 'Allow', Action: '*', NotResource: 'x' }), 'execute-api')).toBe(true);
    expect(grantsService(policyOf({ ...allow('*'), Effect: 'Deny' }), 'apigateway')).toBe(false);
  });
});
