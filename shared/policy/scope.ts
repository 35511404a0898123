import { accountOf, isAccountId, parseArn } from '../cloudtrail/arn.ts';
import type { PrincipalRef, Statement } from './document.ts';
import { covers, disjoint } from './wildcard.ts';

/** Compares two patterns: whether the first takes in all of the second. */
type Match = (outer: string, inner: string) => boolean;

/** What one element of a statement reaches: a list, or everything but a list (`NotAction`...). */
export interface Scope {
  only: Part[];
  except: Part[];
  match: Match;
}

/** A value as compared (`key`) and as shown (`text`); `except` marks the one part that is "everything but these". */
export interface Part {
  key: string;
  text: string;
  except?: Part[];
}

/** What a statement reaches, along the three axes it can be widened. */
export interface Reach {
  principals: Scope;
  actions: Scope;
  resources: Scope;
}

/** An identity policy names no principal: it speaks of whoever it is attached to. */
const ATTACHED: Part = { key: '', text: '' };

/** A trust policy names no resource: it speaks of the role it belongs to. */
const WHOLE: Part = { key: '*', text: '*' };

/** Whether the principal is everyone: `*` or, which is the same in a resource policy, `{"AWS": "*"}`. */
export function isEveryone(principal: PrincipalRef): boolean {
  return principal.value === '*' && (principal.type === '*' || principal.type === 'AWS');
}

/** Whether the principal is every AWS service; as any service can be made to call by anyone, an Allow for it is open. */
export function isEveryService(principal: PrincipalRef): boolean {
  return principal.value === '*' && principal.type === 'Service';
}

/** The reach of a statement, prepared for many comparisons. */
export function reachOf(statement: Statement): Reach {
  const { principals, notPrincipals, actions, notActions, resources, notResources } = statement;
  const people = principals.map(principalPart);
  const places = resources.map((text) => ({ key: text, text }));
  const nobodyNamed = people.length === 0 && notPrincipals.length === 0;
  const nothingNamed = places.length === 0 && notResources.length === 0;
  return {
    principals: {
      only: nobodyNamed ? [ATTACHED] : people,
      except: notPrincipals.map(principalPart),
      match: principalCovers,
    },
    actions: { only: actions.map(actionPart), except: notActions.map(actionPart), match: covers },
    resources: {
      only: nothingNamed ? [WHOLE] : places,
      except: notResources.map((text) => ({ key: text, text })),
      match: resourceCovers,
    },
  };
}

function actionPart(text: string): Part {
  return { key: text.toLowerCase(), text };
}

function principalPart(principal: PrincipalRef): Part {
  const text = principal.value;
  if (isEveryone(principal)) return { key: '*', text: 'everyone' };
  if (isEveryService(principal)) return { key: 'Service:*', text: 'every AWS service' };
  // A bare account id and the account's root ARN are the same principal.
  const root = principal.type === 'AWS' && (isAccountId(text) || parseArn(text)?.resource === 'root');
  return { key: root ? `root:${accountOf(text) ?? text}` : `${principal.type}:${text}`, text };
}

/** Everyone takes in all, every service each; an account takes in the users, roles and sessions in it. */
function principalCovers(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  if (outer === 'Service:*') return inner.startsWith('Service:');
  return outer.startsWith('root:') && inner.startsWith('AWS:') && accountOf(inner.slice(4)) === outer.slice(5);
}

const SHORTHAND = 'execute-api:/';

/**
 * Resource patterns, with API Gateway's shorthand: `execute-api:/stage/GET/path` in a request is the same as the full
 * ARN the service answers with, so region, account and API id say nothing when one side is the shorthand.
 */
function resourceCovers(outer: string, inner: string): boolean {
  if (outer.startsWith(SHORTHAND) === inner.startsWith(SHORTHAND)) return covers(outer, inner);
  return covers(outer, inner) || covers(shortened(outer), shortened(inner));
}

function shortened(resource: string): string {
  const arn = parseArn(resource);
  if (arn?.service !== 'execute-api') return resource;
  const slash = arn.resource.indexOf('/');
  if (slash >= 0) return `${SHORTHAND}${arn.resource.slice(slash + 1)}`;
  return arn.resource.endsWith('*') ? `${SHORTHAND}*` : resource;
}

/** The parts of a scope, one for each value; "everything but" is a single part. */
export function partsOf(scope: Scope): Part[] {
  if (scope.except.length === 0) return scope.only;
  const named = scope.except.map((part) => part.text).sort();
  return [{ key: '', text: `everything but ${named.join(', ')}`, except: scope.except }];
}

/** Whether the scope takes in the whole part. */
export function takesIn(scope: Scope, part: Part): boolean {
  const { only, except, match } = scope;
  if (except.length === 0) {
    return only.some((outer) => (part.except === undefined ? match(outer.key, part.key) : outer.key === '*'));
  }
  const left = part.except;
  if (left !== undefined) return except.every((outer) => left.some((inner) => match(inner.key, outer.key)));
  return except.every((outer) => isApart(match, outer.key, part.key));
}

/** Principals hold no wildcards beyond everyone: they are apart when neither takes in the other. */
function isApart(match: Match, left: string, right: string): boolean {
  if (match === principalCovers) return !match(left, right) && !match(right, left);
  return disjoint(left, right) && (match !== resourceCovers || disjoint(shortened(left), shortened(right)));
}

/** Whether a statement speaks of an action (lower-cased, no wildcard), whatever its effect. */
export function matchesAction({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => covers(pattern.toLowerCase(), action));
  return actions.some((pattern) => covers(pattern.toLowerCase(), action));
}

/** No two policies AWS accepts come near (its largest are 32 KB); beyond it, only hostile text is at stake. */
const MOST_COMPARISONS = 500_000;

/** Whether comparing every value of the one list with every value of the other costs little. */
export function isComparable(left: readonly Statement[], right: readonly Statement[]): boolean {
  return sizeOf(left) * sizeOf(right) <= MOST_COMPARISONS;
}

function sizeOf(statements: readonly Statement[]): number {
  return statements.reduce((sum, statement) => {
    const { principals, notPrincipals, actions, notActions, resources, notResources, conditions } = statement;
    const lists = [principals, notPrincipals, actions, notActions, resources, notResources, conditions];
    const values = conditions.map((condition) => condition.values);
    return [...lists, ...values].reduce((total, { length }) => total + length, sum + 1);
  }, 0);
}
