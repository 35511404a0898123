import fc from 'fast-check';
import { accountOf } from '../../shared/cloudtrail/arn.ts';
import type { Condition, Policy, PrincipalRef, Statement } from '../../shared/policy/index.ts';
import { cidrContains, covers } from '../../shared/policy/index.ts';
import { FOREIGN, OWN } from './documents.ts';

/** One call, with the condition keys it carries; a key it lacks is absent. */
export interface Request {
  principal: PrincipalRef;
  action: string;
  resource: string;
  context: Record<string, string>;
}

const principals: PrincipalRef[] = [
  { type: 'AWS', value: `arn:aws:iam::${OWN}:role/app` },
  { type: 'AWS', value: `arn:aws:iam::${OWN}:user/name` },
  { type: 'AWS', value: `arn:aws-cn:iam::${FOREIGN}:role/x` },
  { type: 'AWS', value: 'arn:aws:iam::333333333333:role/stranger' },
  { type: 'Service', value: 'lambda.amazonaws.com' },
];

const optional = (...values: string[]) => fc.constantFrom(undefined, ...values);

/** Calls that tell the policies of `statements` apart. */
export const requests: fc.Arbitrary<Request> = fc
  .record({
    principal: fc.constantFrom(...principals),
    action: fc.constantFrom('s3:getobject', 's3:getacl', 's3:putobject', 'execute-api:invoke', 'iam:passrole'),
    resource: fc.constantFrom(
      'arn:aws:s3:::logs/key',
      'arn:aws:s3:::logs',
      'execute-api:/prod/x',
      'execute-api:/test/x',
    ),
    ip: optional('192.0.2.1', '192.0.2.200', '198.51.100.7', '203.0.113.9'),
    endpoint: optional('vpce-1', 'vpce-2', 'vpce-3'),
    organisation: optional('o-example', 'o-other'),
    path: optional('o-example/r-1/', 'o-other/r-1/'),
    secure: optional('true', 'false'),
    age: optional('100', '5000'),
  })
  .map(({ principal, action, resource, ...keys }) => {
    const written = {
      'aws:sourceip': keys.ip,
      'aws:sourcevpce': keys.endpoint,
      'aws:principalorgid': keys.organisation,
      'aws:principalorgpaths': keys.path,
      'aws:securetransport': keys.secure,
      'aws:multifactorauthage': keys.age,
    };
    const present = Object.entries(written).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
    return { principal, action, resource, context: Object.fromEntries(present) };
  });

/** What a policy alone says to a call, by the evaluation logic of the IAM user guide. */
export function decide(policy: Policy, request: Request): 'Allow' | 'Deny' | 'nothing' {
  const applying = policy.statements.filter((statement) => applies(statement, request));
  if (applying.some(({ effect }) => effect === 'Deny')) return 'Deny';
  return applying.length > 0 ? 'Allow' : 'nothing';
}

function applies(statement: Statement, request: Request): boolean {
  const { principals: people, notPrincipals, actions, notActions, resources, notResources, conditions } = statement;
  const isActing = (list: string[]) => list.some((pattern) => covers(pattern.toLowerCase(), request.action));
  const isReached = (list: string[]) => list.some((pattern) => covers(pattern, request.resource));
  return (
    (people.some((one) => isWho(one, request)) ||
      (notPrincipals.length > 0 && !notPrincipals.some((one) => isWho(one, request)))) &&
    (isActing(actions) || (notActions.length > 0 && !isActing(notActions))) &&
    (isReached(resources) || (notResources.length > 0 && !isReached(notResources))) &&
    conditions.every((condition) => holds(condition, request.context[condition.key]))
  );
}

function isWho({ type, value }: PrincipalRef, { principal }: Request): boolean {
  if (value === '*') return type !== 'Service' || principal.type === 'Service';
  if (type !== principal.type) return false;
  const account = value === accountOf(value) || value.endsWith(':root');
  return value === principal.value || (account && accountOf(value) === accountOf(principal.value));
}

/** The operators that `statements` uses, by their definition for one value or none. */
function holds({ operator, values }: Condition, value: string | undefined): boolean {
  const is = (test: (pattern: string, value: string) => boolean) =>
    value !== undefined && values.some((pattern) => test(pattern, value));
  if (operator === 'IpAddress') return is(cidrContains);
  if (operator === 'NotIpAddress') return !is(cidrContains);
  if (operator === 'StringEquals') return is((pattern, text) => pattern === text);
  if (operator === 'StringNotEquals') return !is((pattern, text) => pattern === text);
  if (operator === 'ForAnyValue:StringLike') return is(covers);
  if (operator === 'BoolIfExists') return value === undefined || is((pattern, text) => pattern === text);
  if (operator === 'NumericLessThan') return is((most, text) => Number(text) < Number(most));
  throw new Error(`the test knows no ${operator}`);
}
