import { createHash } from 'node:crypto';

/** A short id that the same parts always give: `f-0123456789abcdef`. Parts are kept apart, so `ab|c` is not `a|bc`. */
export function stableId(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`;
}
