import { isAccountId, parseArn } from '../cloudtrail/arn.ts';
import { decodeDocument, isOversized } from './decode.ts';

/** A policy document in one shape: identity, resource and trust policies alike. */
export interface Policy {
  statements: Statement[];
}

/** One statement; every element a list, empty when absent. Order and spelling are the document's own. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  principals: PrincipalRef[];
  notPrincipals: PrincipalRef[];
  actions: string[];
  notActions: string[];
  resources: string[];
  notResources: string[];
  /** All must hold (AND); the values of one are alternatives (OR). */
  conditions: Condition[];
  sid?: string;
}

export interface PrincipalRef {
  /** `*` for a bare `"Principal": "*"`; `{"AWS": "*"}`, which means the same in a resource policy, is of type AWS. */
  type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*';
  value: string;
}

export interface Condition {
  /** As written: `StringEquals`, `ForAnyValue:StringLike`, `BoolIfExists`... */
  operator: string;
  /** Lower-cased: AWS compares condition keys without case. */
  key: string;
  values: string[];
}

type Fields = [name: string, value: unknown][];

/**
 * Reads a policy from an object or from text as CloudTrail carries it (see `decodeDocument`); a bare statement, which is
 * what Lambda's AddPermission answers, counts as a policy of one. Undefined when it is no policy; never throws.
 * Source of the shape: IAM user guide, "Grammar of the IAM JSON policy language".
 */
export function parsePolicy(input: unknown): Policy | undefined {
  const value = typeof input === 'string' ? decodeDocument(input) : isOversized(input) ? undefined : input;
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const written = element(fields, 'statement');
  if (written.length === 0) {
    const alone = statementOf(value);
    return alone === undefined ? undefined : { statements: [alone] };
  }
  if (!written.some((item) => fieldsOf(item) !== undefined || Array.isArray(item))) return undefined;
  const statements = written.flatMap(asList).map(statementOf);
  return { statements: statements.filter((statement) => statement !== undefined) };
}

/** The own fields of an object with lower-cased names; undefined for anything else. */
function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).map(([name, item]) => [name.toLowerCase(), item]);
}

/** The values of one element; several when the document spells its name in several cases. */
function element(fields: Fields, name: string): unknown[] {
  return fields.filter(([field]) => field === name).map(([, value]) => value);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Text, numbers and booleans as text (AWS takes `true` and `300` unquoted); anything else is left out. */
function texts(value: unknown): string[] {
  return asList(value).flatMap((item) =>
    typeof item === 'string' ? [item] : typeof item === 'number' || typeof item === 'boolean' ? [String(item)] : [],
  );
}

function statementOf(value: unknown): Statement | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const list = (name: string) => element(fields, name).flatMap(texts);
  const effect = list('effect')[0]?.toLowerCase();
  if (effect !== 'allow' && effect !== 'deny') return undefined;
  const sid = list('sid')[0];
  return {
    effect: effect === 'allow' ? 'Allow' : 'Deny',
    principals: element(fields, 'principal').flatMap(principalsOf),
    notPrincipals: element(fields, 'notprincipal').flatMap(principalsOf),
    actions: list('action'),
    notActions: list('notaction'),
    resources: list('resource'),
    notResources: list('notresource'),
    conditions: element(fields, 'condition').flatMap(conditionsOf),
    ...(sid === undefined ? {} : { sid }),
  };
}

const PRINCIPAL_TYPES = new Map<string, PrincipalRef['type']>([
  ['aws', 'AWS'],
  ['service', 'Service'],
  ['federated', 'Federated'],
  ['canonicaluser', 'CanonicalUser'],
  ['*', '*'],
]);

function principalsOf(value: unknown): PrincipalRef[] {
  const fields = fieldsOf(value);
  if (fields === undefined) return texts(value).map(untyped);
  return fields.flatMap(([name, item]) => {
    const type = PRINCIPAL_TYPES.get(name);
    return type === undefined ? [] : texts(item).map((text) => ({ type, value: text }));
  });
}

/** A principal with no type, as in Lambda's AddPermission: an account, an ARN or a service name. */
function untyped(value: string): PrincipalRef {
  if (value === '*') return { type: '*', value };
  const named = isAccountId(value) || parseArn(value) !== undefined;
  return { type: !named && value.includes('.') ? 'Service' : 'AWS', value };
}

function conditionsOf(value: unknown): Condition[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([operator, keys]) =>
    (fieldsOf(keys) ?? []).map(([key, item]) => ({ operator, key, values: texts(item) })),
  );
}
