import { createHash, hash } from 'node:crypto';

/** A short id that the same parts always give: `f-0123456789abcdef`. Parts are kept apart, so `ab|c` is not `a|bc`. */
export function stableId(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`;
}

/** 128 bits of a text's digest, as 32 hex digits. Half a surrogate pair has no UTF-8: such a text is told by its JSON, with another hash. */
export function digestOf(text: string): string {
  const digest = text.isWellFormed() ? hash('sha256', text, 'hex') : hash('sha512', JSON.stringify(text), 'hex');
  return digest.slice(0, 32);
}
