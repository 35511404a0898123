import { at, type Fields, fields, list, text } from './field.ts';

/** One operation of a v1 PATCH. Values are always texts ("true", "-1"); `path` is a JSON pointer, still escaped. */
export interface Patch {
  readonly op: string;
  readonly path: string;
  readonly value?: string;
  readonly from?: string;
}

/**
 * The patch operations of a v1 Update call, in order. CloudTrail's place for them is inside `update<X>Input`; exports and
 * older records have them at the top level or as a JSON text, so all three are read.
 */
export function patchesOf(params: Fields): readonly Patch[] {
  const places = [
    params,
    ...Object.keys(params)
      .filter((key) => key.endsWith('Input'))
      .map((key) => fields(params[key])),
  ];
  for (const place of places) {
    const found = operations(place['patchOperations']);
    if (found.length > 0) return found;
  }
  return [];
}

function operations(value: unknown): Patch[] {
  const items =
    typeof value === 'string' ? parsed(value) : Array.isArray(value) ? value : list(at(value, 'items') ?? value);
  return items.flatMap((item) => {
    const path = text(item, 'path');
    if (path === undefined) return [];
    const patch: { op: string; path: string; value?: string; from?: string } = {
      op: (text(item, 'op') ?? 'replace').toLowerCase(),
      path,
    };
    const value = text(item, 'value');
    const from = text(item, 'from');
    if (value !== undefined) patch.value = value;
    if (from !== undefined) patch.from = from;
    return [patch];
  });
}

function parsed(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

/** The segments of a JSON pointer, unescaped: `/~1orders/GET/logging/loglevel` -> [`/orders`, `GET`, `logging`, `loglevel`]. */
export function segments(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * Whether a patch path fits a pattern of the same number of segments; `*` stands for any one segment, `**` at the end for
 * any rest. Case is ignored, as API Gateway does for the names of settings.
 */
export function pathFits(path: string, pattern: string): boolean {
  const have = segments(path);
  const want = pattern.split('/').slice(1);
  const open = want.at(-1) === '**';
  const fixed = open ? want.slice(0, -1) : want;
  if (open ? have.length < fixed.length : have.length !== fixed.length) return false;
  return fixed.every((part, index) => part === '*' || part.toLowerCase() === have[index]?.toLowerCase());
}

/** A patch that takes the setting away: op remove, or an empty value. */
export function removes(patch: Patch): boolean {
  return patch.op === 'remove' || (patch.op !== 'test' && (patch.value ?? '') === '');
}

/** A patch that puts a value there: add or replace with something. */
export function sets(patch: Patch): boolean {
  return (patch.op === 'replace' || patch.op === 'add') && (patch.value ?? '') !== '';
}
