/** Longer text is no policy AWS would take: its largest quota is 32 KB, padding is seen up to 128 KB. */
const LONGEST_TEXT = 256 * 1024;

/** Quoted in quotes in quotes: CloudTrail, an export and a message envelope together add fewer. */
const MOST_LAYERS = 6;

/**
 * The JSON value behind a policy text as CloudTrail carries it: plain JSON, URL-encoded JSON, a JSON string of JSON, or
 * JSON whose quotes are escaped once more with no quotes around it (`{\"Version\"...`). Undefined when it is none of
 * these or is over 256 Ki characters. Never throws.
 */
export function decodeDocument(text: string, layers = MOST_LAYERS): unknown {
  if (layers === 0 || text.length > LONGEST_TEXT) return undefined;
  const trimmed = text.trim();
  if (trimmed.startsWith('%')) return decodePercent(trimmed, layers);
  if (!'{["\\'.includes(trimmed.charAt(0))) return undefined;
  const value = parsed(trimmed) ?? parsed(`"${withoutLineBreaks(trimmed)}"`);
  return typeof value === 'string' ? decodeDocument(value, layers - 1) : value;
}

/** A form encoder writes a space as a plus sign, which AWS itself does not: tried second. */
function decodePercent(text: string, layers: number): unknown {
  const plain = percentDecoded(text);
  const value = plain === undefined ? undefined : decodeDocument(plain, layers - 1);
  if (value !== undefined || !text.includes('+')) return value;
  const spaced = percentDecoded(text.replaceAll('+', ' '));
  return spaced === undefined ? undefined : decodeDocument(spaced, layers - 1);
}

/** Whether the value is too large to look at, measured like the text it would be; also when it has no JSON form. */
export function isOversized(value: unknown): boolean {
  try {
    const text = JSON.stringify(value);
    return text === undefined || text.length > LONGEST_TEXT;
  } catch {
    return true;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A pretty-printed document may be escaped but keep its own line breaks, which no JSON string holds. */
function withoutLineBreaks(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('\r', ' ').replaceAll('\t', ' ');
}
