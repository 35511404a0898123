import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf, parseArn, partitionOf } from '../../shared/cloudtrail/arn.ts';

describe('parseArn', () => {
  it('splits an ARN and keeps the colons of its resource', () => {
    expect(parseArn('arn:aws:lambda:us-east-1:111111111111:function:f:live')).toEqual({
      partition: 'aws',
      service: 'lambda',
      region: 'us-east-1',
      account: '111111111111',
      resource: 'function:f:live',
    });
  });

  it.each(['', 'arn', 'arn:aws:iam', 'urn:aws:iam::111111111111:root', '111111111111'])('finds none in %j', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});

describe('accountOf', () => {
  it.each([
    ['111111111111', '111111111111'],
    [' 111111111111 ', '111111111111'],
    ['arn:aws:iam::111111111111:root', '111111111111'],
    ['arn:aws-cn:iam::111111111111:role/app', '111111111111'],
    ['arn:aws-us-gov:sts::111111111111:assumed-role/app/session', '111111111111'],
    ['arn:aws-iso:iam::111111111111:user/team/name', '111111111111'],
    ['arn:aws:execute-api:us-east-1:111111111111:abc123/*', '111111111111'],
  ])('of %s is %s', (text, account) => {
    expect(accountOf(text)).toBe(account);
  });

  it.each([
    '*',
    '',
    '11111111111',
    '1111111111111',
    '11111111111a',
    '１１１１１１１１１１１１',
    'lambda.amazonaws.com',
    'arn:aws:s3:::logs',
    'arn:aws:iam::*:root',
    'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1',
    'AROAEXAMPLEEXAMPLE123',
  ])('of %j is unknown', (text) => {
    expect(accountOf(text)).toBeUndefined();
  });

  it('never throws and only ever answers twelve digits', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const candidate of [text, `arn:aws:iam::${text}:root`, `arn:${text}`]) {
          expect(accountOf(candidate) ?? '000000000000').toMatch(/^[0-9]{12}$/);
        }
      }),
    );
  });
});

describe('partitionOf', () => {
  it('names the partition of an ARN, and none for other text', () => {
    expect(partitionOf('arn:aws-us-gov:iam::111111111111:root')).toBe('aws-us-gov');
    expect(partitionOf('111111111111')).toBeUndefined();
  });
});
