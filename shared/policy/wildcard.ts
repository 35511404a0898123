/** No ARN or action is longer (IAM quota: 2,048 bytes); a longer pattern is compared by equality only. */
const LONGEST = 2048;

/** Whether an IAM pattern holds a wildcard (`*` any text, `?` any one character). */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/** The text before the first wildcard: what every match must start with. */
export function literalPrefix(pattern: string): string {
  let end = 0;
  while (end < pattern.length && pattern.charAt(end) !== '*' && pattern.charAt(end) !== '?') end += 1;
  return pattern.slice(0, end);
}

/**
 * Whether `outer` matches everything `inner` matches; with a literal `inner`, plain wildcard matching.
 * A wildcard inside `inner` is only met by a wildcard of `outer`, so a "no" may rarely be over-cautious, a "yes" never.
 */
export function covers(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*') return true;
  if (outer.length > LONGEST || inner.length > LONGEST) return false;
  const prefix = literalPrefix(outer);
  if (prefix.length === outer.length || !inner.startsWith(prefix)) return false;
  if (prefix.length === outer.length - 1 && outer.endsWith('*')) return true;
  return simulate(ordered(outer.slice(prefix.length)), ordered(inner.slice(prefix.length)));
}

/**
 * One pass over the text with every state of the pattern in one integer (bit i: its first i characters are matched):
 * no backtracking, so no pattern is slow, however it is written.
 */
function simulate(pattern: string, text: string): boolean {
  const places = new Map<string, bigint>();
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern.charAt(index);
    places.set(char, (places.get(char) ?? 0n) | (1n << BigInt(index)));
  }
  const stars = places.get('*') ?? 0n;
  const singles = places.get('?') ?? 0n;
  const emptyStars = (states: bigint) => states | ((states & stars) << 1n);
  let states = emptyStars(1n);
  for (let index = 0; index < text.length && states !== 0n; index += 1) {
    const char = text.charAt(index);
    const stepping = char === '*' ? 0n : (places.get(char) ?? 0n) | singles;
    states = emptyStars(((states & stepping) << 1n) | (states & stars));
  }
  return states >> BigInt(pattern.length) === 1n;
}

/** Runs such as `*?`, `?*` and `?**` match the same texts: written one way (`?*`), they compare as the same. */
function ordered(pattern: string): string {
  if (!pattern.includes('*')) return pattern;
  let out = '';
  let star = false;
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern.charAt(index);
    if (char === '*') {
      star = true;
      continue;
    }
    if (star && char !== '?') {
      out += '*';
      star = false;
    }
    out += char;
  }
  return star ? `${out}*` : out;
}

/** Whether no text can match both; judged from the literal beginnings of two wildcards, so a "no" may be over-cautious. */
export function disjoint(left: string, right: string): boolean {
  if (left.length > LONGEST || right.length > LONGEST) return false;
  if (!hasWildcard(left)) return !covers(right, left);
  if (!hasWildcard(right)) return !covers(left, right);
  const [a, b] = [literalPrefix(left), literalPrefix(right)];
  return !a.startsWith(b) && !b.startsWith(a);
}
