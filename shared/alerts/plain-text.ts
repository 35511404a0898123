/**
 * Log text is hostile wherever it is shown: control characters move a terminal's cursor, bidirectional marks turn a name
 * around. Both become visible, and newlines become spaces, so that log text can't imitate ours.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/**
 * Log text in a line that people paste into a shell: what a shell acts on, even between quotes, becomes visible and does nothing. A name that
 * holds such a character is then not found, which is better than run.
 */
export function shellSafe(text: string): string {
  return plainText(text).replace(SHELL, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

const SHELL = /[;&|`$<>"'!]|\\(?!u\{[0-9a-f]+\})/g;

/** Control and format characters: all that is not seen, or changes how its neighbours are seen. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
