import { type Buffer, isAscii, isUtf8 } from 'node:buffer';

/** UTF-8 to text, invalid bytes as U+FFFD. Pure ASCII, as nearly all logs are, decodes faster as Latin-1. */
export function decode(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
}

/** Offset of the first byte that is not UTF-8, or -1. */
export function invalidUtf8At(bytes: Buffer): number {
  if (isAscii(bytes) || isUtf8(bytes)) return -1;
  let at = 0;
  for (const character of bytes.toString('utf8')) {
    if (character === '\uFFFD' && !isReplacementCharacter(bytes, at)) return at;
    const code = character.codePointAt(0) ?? 0;
    at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return at;
}

/** U+FFFD may also stand in the log itself. */
function isReplacementCharacter(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
}

/** Length of a UTF-8 byte order mark at the start: 3 or 0. */
export function bomLength(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** UTF-16 by its byte order mark, or by the NUL beside the bracket JSON begins with. */
export function isUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const opens = (byte: number | undefined) => byte === 0x7b || byte === 0x5b;
  return (opens(first) && second === 0) || (first === 0 && opens(second));
}

/** Bytes that are no text: control characters, or invalid UTF-8. */
export function isBinary(bytes: Buffer): boolean {
  const control = (byte: number) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b;
  return !isUtf8(bytes) || bytes.some(control);
}

/** What is wrong with a JSON text. V8's message quotes the text around the fault, and logs hold secrets: not repeated. */
export function jsonFault(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unreadable';
  const what = message.startsWith('Unexpected token')
    ? 'unexpected character'
    : message.replace(/ in JSON at .*$/s, '');
  return `not valid JSON: ${what.charAt(0).toLowerCase()}${what.slice(1)}`;
}

/** A number with thousands separators, for messages. */
export function count(value: number): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}
