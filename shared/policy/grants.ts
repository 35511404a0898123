import { accountOf } from '../cloudtrail/arn.ts';
import { parseOperator } from './conditions.ts';
import type { Policy, Statement } from './document.ts';
import { narrows, spares } from './narrowing.ts';
import type { Reach } from './scope.ts';
import { isComparable, isEveryone, isEveryService, partsOf, reachOf, takesIn } from './scope.ts';

/**
 * The Allow statements anyone may use: for everyone (`*`, or all but a NotPrincipal), with no condition that fixes who
 * the caller is, and not closed again by Denies with the negated condition, as API Gateway's and S3's guides write it
 * (`Deny` unless aws:SourceVpce / aws:SourceIp is ...). Statements are the policy's own objects, in its order.
 */
export function publicStatements(policy: Policy): Statement[] {
  const open = policy.statements.filter(
    (statement) => statement.effect === 'Allow' && isForEveryone(statement) && !statement.conditions.some(narrows),
  );
  if (open.length === 0) return [];
  const closing = policy.statements.filter(
    (statement) => statement.effect === 'Deny' && deniesStrangers(statement) && statement.conditions.every(spares),
  );
  if (!isComparable(open, closing)) return open;
  const denials = closing.map((statement) => reachOf(statement));
  return open.filter((statement) => !isClosed(reachOf(statement), denials));
}

function isForEveryone({ principals, notPrincipals }: Statement): boolean {
  return notPrincipals.length > 0 || principals.some((one) => isEveryone(one) || isEveryService(one));
}

/** A Deny hits people nobody named when it is for `*`, or for all but a fixed list. */
function deniesStrangers({ principals, notPrincipals }: Statement): boolean {
  return notPrincipals.length > 0 ? !notPrincipals.some(isEveryone) : principals.some(isEveryone);
}

/** Every action on every resource of the grant must meet a Deny; different Denies may share the work. */
function isClosed(grant: Reach, denials: readonly Reach[]): boolean {
  const actions = partsOf(grant.actions);
  const denied = denials.map((denial) => new Set(actions.filter((action) => takesIn(denial.actions, action))));
  return partsOf(grant.resources).every((resource) => {
    const here = denied.filter((_, index) => {
      const denial = denials[index];
      return denial !== undefined && takesIn(denial.resources, resource);
    });
    return actions.every((action) => here.some((set) => set.has(action)));
  });
}

/** An account that is not own and is let in, who it is let in as, and the statement that does it. */
export interface ForeignPrincipal {
  account: string;
  principal: string;
  statement: Statement;
}

/** Keys that say whose account a caller is from, when the principal itself does not. */
const CALLER_KEYS = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:vpceaccount',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

/**
 * The accounts an Allow names that are not own: as principals (id, ARN of any partition, sts session), or, when the
 * principal is everyone or an AWS service, in a condition on whose behalf it calls (aws:PrincipalAccount,
 * aws:SourceArn ...). Each account and principal once a statement, in the policy's order. Denies are not looked at; a
 * canonical user id and an organisation id name no account, so they are never foreign here.
 */
export function foreignPrincipals(policy: Policy, isOwn: (accountId: string) => boolean): ForeignPrincipal[] {
  return policy.statements.flatMap((statement) => {
    if (statement.effect !== 'Allow') return [];
    const found = new Map<string, ForeignPrincipal>();
    for (const principal of namedCallers(statement)) {
      const account = accountOf(principal);
      if (account !== undefined && !isOwn(account)) found.set(principal, { account, principal, statement });
    }
    return [...found.values()];
  });
}

function namedCallers(statement: Statement): string[] {
  const { principals, conditions } = statement;
  const named = principals.filter((principal) => principal.type === 'AWS' || principal.type === 'Federated');
  const indirect = isForEveryone(statement) || principals.some((principal) => principal.type === 'Service');
  const scoped = conditions.filter(({ key, operator }) => CALLER_KEYS.has(key) && !parseOperator(operator).negated);
  return [...named.map(({ value }) => value), ...(indirect ? scoped.flatMap(({ values }) => values) : [])];
}
