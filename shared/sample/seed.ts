/** A source of choices that gives the same answers for the same seed, on any machine. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
  /** `length` characters out of `alphabet`. */
  letters(alphabet: string, length: number): string;
  /** Shaped like a version 4 UUID. */
  uuid(): string;
  /** An independent source: what one part of the sample draws never moves another part. */
  fork(label: string): Chance;
}

export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HEX = '0123456789abcdef';

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string, start: number): number {
  let value = (start ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/** mulberry32 (public domain): 32 bits of state, good enough to vary a sample, not for anything secret. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function chanceFrom(seed: number): Chance {
  const next = mulberry32(seed);
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const letters = (alphabet: string, length: number) => {
    let text = '';
    while (text.length < length) text += alphabet.charAt(int(0, alphabet.length - 1));
    return text;
  };
  return {
    next,
    int,
    letters,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    uuid: () => {
      const hex = letters(HEX, 30);
      const variant = letters('89ab', 1);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
    },
    fork: (label) => chanceFrom(hash(label, seed)),
  };
}

/**
 * An AWS unique id of a named thing: the same for every seed, because a role keeps its id.
 * All ids end in EXAMPLE, the way AWS documentation marks ids that belong to nobody.
 */
export function uniqueId(prefix: 'AIDA' | 'AROA', name: string): string {
  return `${prefix}${chanceFrom(hash(name, 7)).letters(BASE32, 10)}EXAMPLE`;
}
