import { DASH, DASHES, MANY, type Part } from './pattern.ts';

/** A value on its way through its modifiers. */
export interface Encoded {
  readonly parts: readonly Part[];
  /** Each character is one byte: an encoding has been applied. */
  readonly bytes: boolean;
}

/** UTF-16 as bytes, each a character; `mark`: behind a byte order mark. Wildcards stay. */
export function utf16({ parts }: Encoded, order: 'le' | 'be', mark: boolean): Encoded {
  const encoded = parts.map((part) => (typeof part === 'string' ? bytesOf(part, order) : part));
  return { parts: mark ? ['\u00ff\u00fe', ...encoded] : encoded, bytes: true };
}

function bytesOf(text: string, order: 'le' | 'be'): string {
  let bytes = '';
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const [low, high] = [String.fromCharCode(unit & 0xff), String.fromCharCode(unit >> 8)];
    bytes += order === 'le' ? low + high : high + low;
  }
  return bytes;
}

/** undefined: with wildcards there is nothing to encode. */
export function base64(value: Encoded): Encoded | undefined {
  const bytes = binaryOf(value);
  return bytes === undefined ? undefined : { parts: [btoa(bytes)], bytes: false };
}

/**
 * The value as it looks inside a longer encoded text: its bytes may begin at the first, second or third of a group of three, and
 * what of its ends depends on the neighbours is cut off.
 */
export function base64Offsets(value: Encoded): Encoded[] | undefined {
  const bytes = binaryOf(value);
  if (bytes === undefined) return undefined;
  return [0, 1, 2].map((offset) => {
    const start = [0, 2, 3][offset];
    const end = [undefined, -3, -2][(bytes.length + offset) % 3];
    return { parts: [btoa(' '.repeat(offset) + bytes).slice(start, end)], bytes: false };
  });
}

function binaryOf({ parts, bytes }: Encoded): string | undefined {
  if (parts.some((part) => typeof part !== 'string')) return undefined;
  const text = parts.join('');
  if (bytes) return text;
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return binary;
}

const OPTION = new RegExp(`\\B[${DASHES}]\\b`, 'g');

/** Every dash that begins an option may be any of the five dashes that Windows programs take for one. */
export function windash({ parts, bytes }: Encoded): Encoded {
  const dashed = parts.flatMap((part): readonly Part[] => {
    if (typeof part !== 'string') return [part];
    const pieces: Part[] = [];
    let from = 0;
    for (const { index } of part.matchAll(OPTION)) {
      if (index > from) pieces.push(part.slice(from, index));
      pieces.push(DASH);
      from = index + 1;
    }
    if (from < part.length) pieces.push(part.slice(from));
    return pieces;
  });
  return { parts: dashed, bytes };
}

/** `contains`, `startswith` and `endswith`: any text before, behind or both. */
export function wildcards({ parts, bytes }: Encoded, before: boolean, behind: boolean): Encoded {
  const first: readonly Part[] = before && parts[0] !== MANY ? [MANY] : [];
  const last: readonly Part[] = behind && (parts.at(-1) !== MANY || parts.length === 0) ? [MANY] : [];
  return { parts: [...first, ...parts, ...last], bytes };
}
