import { at, filled } from '../../cloudtrail/field.ts';

/**
 * What is at a path whose names may begin with either case: services differ, and so do their CloudTrail records (`policy` of
 * one operation, `Policy` in the XML body of another).
 */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) here = at(here, key) ?? at(here, `${key.charAt(0).toUpperCase()}${key.slice(1)}`);
  return here;
}

/** The text there, when it says something. */
export function memberText(value: unknown, ...path: readonly string[]): string | undefined {
  return filled(member(value, ...path));
}
