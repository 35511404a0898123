/**
 * On which days something was: the first day for good, the last, and which of the BITS days up to the last. A few numbers instead
 * of a list, because a profile holds hundreds of them. Joining is a union; what falls out of reach is the same in any order,
 * because the newest day alone decides it.
 */
export interface DayBits {
  readonly first: number;
  readonly last: number;
  /** Bit i: the day `last - i`; then those 32 and 64 days further back. Signed 32-bit numbers. */
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
}

/** Days that are told apart. */
export const BITS = 96;

export function onDay(day: number): DayBits {
  return { first: day, last: day, w0: 1, w1: 0, w2: 0 };
}

export function joinBits(a: DayBits, b: DayBits): DayBits {
  const [newer, older] = a.last >= b.last ? [a, b] : [b, a];
  const moved = moveBack(older, newer.last - older.last);
  return {
    first: Math.min(a.first, b.first),
    last: newer.last,
    w0: newer.w0 | moved.w0,
    w1: newer.w1 | moved.w1,
    w2: newer.w2 | moved.w2,
  };
}

/** As if the last day were so many days later. */
function moveBack({ w0, w1, w2 }: DayBits, by: number): Pick<DayBits, 'w0' | 'w1' | 'w2'> {
  if (by === 0) return { w0, w1, w2 };
  if (by >= BITS) return { w0: 0, w1: 0, w2: 0 };
  if (by >= 64) return { w0: 0, w1: 0, w2: w0 << (by - 64) };
  if (by >= 32) return { w0: 0, w1: w0 << (by - 32), w2: shifted(w1, w0, by - 32) };
  return { w0: w0 << by, w1: shifted(w1, w0, by), w2: shifted(w2, w1, by) };
}

/** `high` moved up by less than 32, filled from the top of `low`. */
function shifted(high: number, low: number, by: number): number {
  return by === 0 ? high : (high << by) | (low >>> (32 - by));
}

/** Which of the days before `day` are set, as ages in days (1: the day before), the newest first. */
export function agesBefore(bits: DayBits, day: number): number[] {
  const ages: number[] = [];
  for (const [block, word] of [bits.w0, bits.w1, bits.w2].entries())
    for (let left = word; left !== 0; left &= left - 1) {
      const age = day - bits.last + block * 32 + (31 - Math.clz32(left & -left));
      if (age > 0) ages.push(age);
    }
  return ages;
}

/** The last day before `day`; undefined when there is none within reach. */
export function lastBefore(bits: DayBits, day: number): number | undefined {
  if (bits.last < day) return bits.last;
  const [age] = agesBefore(bits, day);
  if (age !== undefined) return day - age;
  return bits.first < day ? bits.first : undefined;
}

export function isSet(bits: DayBits | undefined, day: number): boolean {
  if (bits === undefined) return false;
  const age = bits.last - day;
  if (age < 0 || age >= BITS) return false;
  const word = age < 32 ? bits.w0 : age < 64 ? bits.w1 : bits.w2;
  return ((word >>> (age & 31)) & 1) === 1;
}
