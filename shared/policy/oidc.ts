import type { Condition, Statement } from './document.ts';
import { isRequired } from './narrowing.ts';
import { hasWildcard, literalPrefix } from './wildcard.ts';
import { listed } from './wording.ts';

/**
 * Identity providers for people, where a subject is one person and the audience is the application (for Cognito: the
 * identity pool). Source: IAM user guide, "Available keys for AWS OIDC federation".
 */
const CONSUMER_ISSUERS = new Set([
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
]);

const CONSUMER_CLAIMS = ['aud', 'oaud', 'azp', 'app_id', 'sub', 'user_id', 'id'];

/** Claims that say whose workload a token is for; `aud` does not: every workload may ask for any audience. */
const WORKLOAD_CLAIMS = [
  ...['sub', 'repository', 'repository_id', 'repository_owner', 'repository_owner_id', 'job_workflow_ref'],
  ...['enterprise', 'enterprise_id'],
];

/** Kubernetes writes every subject so; the namespace after it is what sets workloads apart. */
const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** The issuer of a web identity principal, lower-cased: from a provider ARN or a bare host. */
export function issuerOf(principal: string): string {
  const marker = 'oidc-provider/';
  const start = principal.indexOf(marker);
  return (start < 0 ? principal : principal.slice(start + marker.length)).toLowerCase();
}

/**
 * Why a web identity trust lets in workloads or applications of strangers: no condition on the subject, or a subject
 * whose owner is a wildcard (`*`, `repo:*`, `repo:my-org*`). Undefined when it is bound.
 */
export function looseSubject(issuer: string, statement: Statement): string | undefined {
  const consumer = CONSUMER_ISSUERS.has(issuer);
  const names = consumer ? CONSUMER_CLAIMS : WORKLOAD_CLAIMS;
  const claims = statement.conditions.filter(
    (condition) => names.includes(claimOf(condition)) && isRequired(condition.operator),
  );
  const bound = claims.some(
    (condition) => condition.values.length > 0 && condition.values.every((value) => isOwned(claimOf(condition), value)),
  );
  if (bound) return undefined;
  const loose = claims.flatMap((condition) => condition.values.filter((value) => !isOwned(claimOf(condition), value)));
  if (loose.length > 0) return `the subject may be ${listed(loose)}`;
  return `no condition on ${issuer}:${consumer ? 'aud' : 'sub'}`;
}

/** The claim behind a condition key such as `token.actions.githubusercontent.com:sub`; empty for AWS's own keys. */
function claimOf({ key }: Condition): string {
  const colon = key.lastIndexOf(':');
  return key.slice(0, colon).includes('.') ? key.slice(colon + 1) : '';
}

/** Whether the literal part of a value holds a whole owner: `repo:my-org/`, `organization:acme:`, `org/1234/`. */
function isOwned(claim: string, value: string): boolean {
  if (!hasWildcard(value)) return value !== '';
  const prefix = literalPrefix(value);
  if (claim !== 'sub') return prefix.indexOf('/') > 0;
  if (prefix.startsWith(SERVICE_ACCOUNT)) return prefix.indexOf(':', SERVICE_ACCOUNT.length) > SERVICE_ACCOUNT.length;
  // The first word names the kind of owner, the second the owner; only a separator behind it ends it.
  const [kind = '', owner = '', more] = prefix.split(/[:/]/);
  return kind !== '' && owner !== '' && more !== undefined;
}
