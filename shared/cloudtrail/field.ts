/**
 * Reading fields of log records. CloudTrail fields may be absent, null, an object, a list, a number or a JSON text
 * (quirk 14), so nothing is trusted to have the type the documentation gives it. None of these throw.
 */
export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = Object.freeze(Object.create(null) as Record<string, unknown>);

/** The value as an object; an empty one when it is anything else. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NOTHING;
}

/** Like `fields`, but a JSON text of an object counts too (EKS, Lake and SIEM exports write objects as text). */
export function fieldsOrJson(value: unknown): Fields {
  if (typeof value !== 'string') return fields(value);
  if (!value.trimStart().startsWith('{')) return NOTHING;
  try {
    return fields(JSON.parse(value));
  } catch {
    return NOTHING;
  }
}

/** The value at a path of own keys, or undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) {
    const holder = fields(here);
    if (!Object.hasOwn(holder, key)) return undefined;
    here = holder[key];
  }
  return here;
}

/** A text; numbers and booleans are written out, anything else is undefined. */
export function text(value: unknown, ...path: readonly string[]): string | undefined {
  if (typeof value === 'string') return path.length === 0 ? value : undefined;
  const found = path.length === 0 ? value : at(value, ...path);
  if (typeof found === 'string') return found;
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
}

/** A text that says something: undefined for an absent and for an empty one. */
export function filled(value: unknown, ...path: readonly string[]): string | undefined {
  const found = text(value, ...path);
  return found === '' ? undefined : found;
}

/** true and "true", false and "false" (quirk 4); undefined for anything else, because absent is not false. */
export function flag(value: unknown, ...path: readonly string[]): boolean | undefined {
  const found = path.length === 0 ? value : at(value, ...path);
  if (found === true || found === 'true') return true;
  return found === false || found === 'false' ? false : undefined;
}

/** A number, also when written as text ("-1"); undefined when it is none. */
export function amount(value: unknown, ...path: readonly string[]): number | undefined {
  const found = text(value, ...path);
  if (found === undefined || found.trim() === '') return undefined;
  const number = Number(found);
  return Number.isFinite(number) ? number : undefined;
}

/** A list; a single value that is present counts as a list of one, because AWS writes both. */
export function list(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = path.length === 0 ? value : at(value, ...path);
  if (Array.isArray(found)) return found;
  return found === undefined || found === null ? [] : [found];
}

/** The texts of a list. */
export function texts(value: unknown, ...path: readonly string[]): string[] {
  return list(value, ...path)
    .map((item) => text(item))
    .filter((item) => item !== undefined);
}

/** Cuts what is longer than `max` characters and says how much is missing. */
export function cut(value: string, max: number): string {
  return value.length <= max ? value : `${value.slice(0, max)}… (${value.length - max} more characters)`;
}
