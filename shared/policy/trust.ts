import type { Policy, PrincipalRef, Statement } from './document.ts';
import { foreignPrincipals, publicStatements } from './grants.ts';
import { fixesValue } from './narrowing.ts';
import { issuerOf, looseSubject } from './oidc.ts';
import { matchesAction } from './scope.ts';
import { covers } from './wildcard.ts';
import { conditionsOf, shown } from './wording.ts';

/** One way a role lets in more than its account's own principals. */
export interface TrustProblem {
  /**
   * `public`: anyone in any account. `foreign`: an account not own, which must show an external id, or for which an AWS
   * service acts. `foreign-no-external-id`: the same without. `oidc-loose`: a web identity provider whose subject is
   * not bound to an owner. `saml`: a SAML provider whose assertions are not bound to AWS's audience.
   */
  kind: 'public' | 'foreign' | 'foreign-no-external-id' | 'oidc-loose' | 'saml';
  /** As written in the policy, or `*`. */
  principal: string;
  text: string;
}

const SAML = 'sts:assumerolewithsaml';
const WEB_IDENTITY = 'sts:assumerolewithwebidentity';
const ASSUMING = ['sts:assumerole', SAML, WEB_IDENTITY];

/**
 * What is wrong with a role's trust policy (AssumeRolePolicyDocument). Only statements that let someone assume the role
 * count: sts:TagSession alone lets nobody in. Sorted by kind and principal; each problem once.
 */
export function trustProblems(policy: Policy, isOwn: (accountId: string) => boolean): TrustProblem[] {
  const trust = { statements: policy.statements.map(assuming) };
  const allows = trust.statements.filter(
    (statement) => statement.effect === 'Allow' && ASSUMING.some((action) => matchesAction(statement, action)),
  );
  const found = [...publicProblems(trust), ...foreignProblems({ statements: allows }, isOwn)];
  for (const statement of allows) {
    for (const principal of statement.principals) {
      if (principal.type === 'Federated') found.push(...federatedProblems(principal, statement));
    }
  }
  const byKey = new Map(found.map((problem) => [`${problem.kind} ${problem.principal} ${problem.text}`, problem]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

/** An Allow with only the actions that assume the role: a Deny need not name sts:TagSession too to close it. */
function assuming(statement: Statement): Statement {
  if (statement.effect === 'Deny' || statement.notActions.length > 0) return statement;
  const actions = statement.actions.filter((pattern) => ASSUMING.some((name) => covers(pattern.toLowerCase(), name)));
  return { ...statement, actions };
}

function publicProblems(trust: Policy): TrustProblem[] {
  return publicStatements(trust)
    .filter((statement) => ASSUMING.some((action) => matchesAction(statement, action)))
    .map((statement) => ({
      kind: 'public',
      principal: '*',
      text: `lets anyone in any account assume the role, ${conditionsOf(statement.conditions)}`,
    }));
}

function foreignProblems(trust: Policy, isOwn: (accountId: string) => boolean): TrustProblem[] {
  return foreignPrincipals(trust, isOwn).map(({ account, principal, statement }) => {
    const service = statement.principals.find(({ type }) => type === 'Service');
    if (service !== undefined && !statement.principals.some(({ value }) => value === principal)) {
      const text = `lets ${shown(service.value)} assume the role on behalf of foreign account ${account}`;
      return { kind: 'foreign', principal, text };
    }
    const bound = statement.conditions.some((condition) => condition.key === 'sts:externalid' && fixesValue(condition));
    const how = bound ? 'with an external id' : 'with no external id';
    const who = principal === account ? account : `${account} (${shown(principal)})`;
    const text = `lets foreign account ${who} assume the role, ${how}`;
    return { kind: bound ? 'foreign' : 'foreign-no-external-id', principal, text };
  });
}

function federatedProblems({ value }: PrincipalRef, statement: Statement): TrustProblem[] {
  if (value === '*') {
    const text = `lets any identity provider assume the role, ${conditionsOf(statement.conditions)}`;
    return [{ kind: 'public', principal: value, text }];
  }
  if (value.includes(':saml-provider/')) return matchesAction(statement, SAML) ? samlProblems(value, statement) : [];
  if (!matchesAction(statement, WEB_IDENTITY)) return [];
  const issuer = issuerOf(value);
  const why = looseSubject(issuer, statement);
  if (why === undefined) return [];
  return [{ kind: 'oidc-loose', principal: value, text: `lets strangers of ${shown(issuer)} assume the role: ${why}` }];
}

/** Without SAML:aud, an assertion issued for another application of the same provider is accepted too. */
function samlProblems(provider: string, { conditions }: Statement): TrustProblem[] {
  const bound = conditions.some((condition) => condition.key === 'saml:aud' && fixesValue(condition));
  if (bound) return [];
  const text = `lets anyone with an assertion of ${shown(provider)} assume the role: no condition on SAML:aud`;
  return [{ kind: 'saml', principal: provider, text }];
}
