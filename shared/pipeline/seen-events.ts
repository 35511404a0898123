import { digestOf } from '../id.ts';

/** Words a slot takes: four of the id, one for account and revisions. */
const SLOT = 5;
const FULL = 0.6;
/** Slots of a day with few events: a file may hold events of very many days. Grown fourfold, so that busy days seldom grow. */
const SMALLEST = 256;
const GROWTH = 4;
const UUID = 36;
const DASH = 45;

/** `again`: an event that is known, but not in this revision. */
export type Telling = 'new' | 'again' | 'duplicate';

/** The value of a lower-case hex digit by character code; -1 for any other character. */
const HEX = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit += 1) HEX[digit.toString(16).charCodeAt(0)] = digit;

/**
 * Which events a day has seen, by eventID and recipient account. Every event is asked about, so ids are kept as 128 bits in one
 * flat table: exact for UUIDs, a third of the memory of a set of strings, and nothing for the garbage collector to walk.
 */
export class SeenEvents {
  #slots: Int32Array;
  #size = 0;
  readonly #accounts = new Map<string, number>();
  #lastAccount: string | undefined;
  #lastIndex = 0;
  readonly #words = new Int32Array(4);

  constructor(expected = 0) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST, expected / FULL)));
    this.#slots = new Int32Array(slots * SLOT);
  }

  /** Events seen. */
  get size(): number {
    return this.#size;
  }

  /** Notes a telling of an event. Of revisions there are two, the original and the updated one; each is new once. */
  tell(id: string, account: string, revision: number): Telling {
    const told = revision > 0 ? 2 : 1;
    // Of ids that are no UUIDs, such as those of access logs, a digest of as many bits.
    if (!parseUuid(id, this.#words)) parseHex(digestOf(id), this.#words);
    const index = this.#indexOf(account);
    const at = this.#find(index);
    const meta = this.#slots[at + 4] ?? 0;
    if ((meta & told) !== 0) return 'duplicate';
    if (meta !== 0) {
      this.#slots[at + 4] = meta | told;
      return 'again';
    }
    this.#slots.set(this.#words, at);
    this.#slots[at + 4] = (index << 2) | told;
    this.#size += 1;
    if (this.#size * SLOT > this.#slots.length * FULL) this.#grow();
    return 'new';
  }

  #indexOf(account: string): number {
    if (account === this.#lastAccount) return this.#lastIndex;
    const index = this.#accounts.get(account) ?? this.#accounts.size + 1;
    this.#accounts.set(account, index);
    this.#lastAccount = account;
    this.#lastIndex = index;
    return index;
  }

  /** The slot of the id in `#words` for an account, or the empty slot where it belongs. */
  #find(account: number): number {
    const slots = this.#slots;
    const [a = 0, b = 0, c = 0, d = 0] = this.#words;
    const count = slots.length / SLOT;
    for (let slot = mix(a ^ d, account) & (count - 1); ; slot = (slot + 1) & (count - 1)) {
      const at = slot * SLOT;
      const meta = slots[at + 4] ?? 0;
      if (meta === 0) return at;
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d && meta >> 2 === account)
        return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * GROWTH);
    for (let at = 0; at < old.length; at += SLOT) {
      const meta = old[at + 4] ?? 0;
      if (meta === 0) continue;
      this.#words.set(old.subarray(at, at + 4));
      this.#slots.set(old.subarray(at, at + SLOT), this.#find(meta >> 2));
    }
  }
}

function mix(word: number, account: number): number {
  let mixed = Math.imul(word ^ account, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Writes the 128 bits of `01234567-89ab-cdef-0123-456789abcdef` into `words`; false when the text is not of that form. */
function parseUuid(id: string, words: Int32Array): boolean {
  if (id.length !== UUID) return false;
  let word = 0;
  let digits = 0;
  let odd = 0;
  for (let index = 0; index < UUID; index += 1) {
    const code = id.charCodeAt(index);
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      odd |= code ^ DASH;
      continue;
    }
    const value = HEX[code] ?? -1;
    odd |= value & 0x80;
    word = (word << 4) | (value & 15);
    digits += 1;
    if ((digits & 7) === 0) words[(digits >> 3) - 1] = word;
  }
  return odd === 0;
}

/** Writes the 128 bits of 32 lower-case hex digits into `words`. */
function parseHex(digits: string, words: Int32Array): void {
  for (let index = 0; index < words.length; index += 1) {
    let word = 0;
    for (let at = index * 8; at < index * 8 + 8; at += 1) word = (word << 4) | (HEX[digits.charCodeAt(at)] ?? 0);
    words[index] = word;
  }
}
