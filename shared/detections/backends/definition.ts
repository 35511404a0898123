import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, type Fields, fields, fieldsOrJson, list } from '../../cloudtrail/field.ts';

/** Definitions of APIs are at most 6 MB; CloudTrail cuts requests at 100 KB, so more than this is not looked at. */
const MAX_TEXT = 1 << 20;

/**
 * The OpenAPI document of an import as text (JSON or YAML), when the record holds it. Whether CloudTrail keeps it, and how, is
 * not documented: a text, base64, a list of bytes and a Java ByteBuffer (`{"hb": […]}`) are all read.
 */
export function definitionText(event: TrailEvent): string | undefined {
  const body = event.params['body'] ?? at(event.api?.input, 'body');
  if (typeof body === 'string') return decoded(body.slice(0, MAX_TEXT));
  const bytes = Array.isArray(body) ? body : list(body, 'hb');
  if (bytes.length > 0 && typeof bytes[0] === 'number') return Buffer.from(bytes.slice(0, MAX_TEXT)).toString('utf8');
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? JSON.stringify(body) : undefined;
}

function decoded(text: string): string | undefined {
  if (text === '') return undefined;
  const base64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  return base64 ? Buffer.from(text, 'base64').toString('utf8') : text;
}

/** The functions that a definition names, wherever: integrations and authorizers alike. */
export function functionArnsIn(text: string): string[] {
  return [...new Set(text.match(/arn:[\w-]{1,20}:lambda:[\w-]{0,30}:\d{12}:function:[\w-]{1,64}/g) ?? [])].sort();
}

const VERBS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'x-amazon-apigateway-any-method'];

/** The operations of a JSON definition that demand nothing of the caller, as `GET /orders`; undefined when it can't be read. */
export function openOperations(text: string): string[] | undefined {
  const document = fieldsOrJson(text);
  const paths = Object.entries(fields(document['paths']));
  if (paths.length === 0) return undefined;
  return paths
    .flatMap(([path, item]) =>
      VERBS.filter((verb) => isOpen(document, at(item, verb))).map((verb) => `${verbName(verb)} ${path}`),
    )
    .sort();
}

function verbName(verb: string): string {
  return verb.startsWith('x-') ? 'ANY' : verb.toUpperCase();
}

/** An operation's own `security` counts, else the document's; an empty list of requirements is none. */
function isOpen(document: Fields, operation: unknown): boolean {
  if (typeof operation !== 'object' || operation === null) return false;
  const auth = at(operation, 'x-amazon-apigateway-auth', 'type') ?? at(document, 'x-amazon-apigateway-auth', 'type');
  if (typeof auth === 'string' && auth.toUpperCase() !== 'NONE') return false;
  const security = at(operation, 'security') ?? at(document, 'security');
  return list(security).every((one) => Object.keys(fields(one)).length === 0);
}
