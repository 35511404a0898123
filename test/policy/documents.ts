import fc from 'fast-check';
import type { Policy } from '../../shared/policy/index.ts';
import { parsePolicy, weakened } from '../../shared/policy/index.ts';

/** The policy of these raw statements; throws when the test wrote something that is no policy. */
export function policyOf(...statements: object[]): Policy {
  const policy = parsePolicy({ Version: '2012-10-17', Statement: statements });
  if (policy === undefined) throw new Error('the test wrote no policy');
  return policy;
}

/** The usual API Gateway statement: everyone may call every method. */
export const OPEN = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };

export const OWN = '111111111111';
export const FOREIGN = '222222222222';

/** The same for one own account, and for or against everyone under a condition. */
export const own = { ...OPEN, Principal: { AWS: OWN } };
export const allowIf = (condition: object) => ({ ...OPEN, Condition: condition });
export const denyIf = (condition: object) => ({ ...OPEN, Effect: 'Deny', Condition: condition });

/** `weakened` of raw statements. */
export function compare(before: object | object[], after: object | object[]): string[] {
  return weakened(policyOf(...[before].flat()), policyOf(...[after].flat()));
}

export const isOwn = (account: string): boolean => account === OWN;

const oneOrMore = (values: string[]) =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.subarray(values, { minLength: 1 }).map((list) => [...list]),
  );

const principal = fc.oneof(
  fc.constant('*'),
  oneOrMore(['*', OWN, FOREIGN, `arn:aws:iam::${OWN}:role/app`, `arn:aws-cn:iam::${FOREIGN}:root`]).map((AWS) => ({
    AWS,
  })),
  oneOrMore(['lambda.amazonaws.com', 'apigateway.amazonaws.com']).map((Service) => ({ Service })),
);

const condition = fc.constantFrom(
  { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '198.51.100.0/24'] } },
  { IpAddress: { 'aws:SourceIp': '192.0.2.0/25' } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1', 'AWS:PrincipalOrgID': 'o-example' } },
  { StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-example/*' } },
  { BoolIfExists: { 'aws:SecureTransport': true } },
  { NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } },
);

const actions = oneOrMore(['*', 's3:*', 's3:Get*', 's3:GetObject', 'execute-api:Invoke', 'IAM:PassRole']);
const resources = oneOrMore(['*', 'arn:aws:s3:::logs/*', 'arn:aws:s3:::logs', 'execute-api:/*', 'execute-api:/prod/*']);

/** Raw statements such as AWS accepts, in both effects and with both ways to name actions and principals. */
export const statements = fc.array(
  fc
    .record({
      effect: fc.constantFrom('Allow', 'Deny'),
      who: fc.tuple(fc.constantFrom('Principal', 'NotPrincipal'), principal),
      what: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), actions),
      where: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), resources),
      conditions: fc.option(condition, { nil: undefined }),
      sid: fc.option(fc.string(), { nil: undefined }),
    })
    .map(({ effect, who, what, where, conditions, sid }) => ({
      Effect: effect,
      [who[0]]: who[1],
      [what[0]]: what[1],
      [where[0]]: where[1],
      ...(conditions === undefined ? {} : { Condition: conditions }),
      ...(sid === undefined ? {} : { Sid: sid }),
    })),
  { maxLength: 4 },
);
