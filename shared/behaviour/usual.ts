import type { DayRecord, SummaryItem } from '../state/summary.ts';
import { AGES, ageOf, COUNTS, FEATURES, HALF_LIFE, PRIOR_DAYS, SETTLING_DAYS } from './model.ts';
import type { Sums } from './volume.ts';

/** Per day, of the novelty of a group. */
const NOVELTY_KEPT = 0.985;
/** New actions of one day that count: a new page of a console asks for hundreds. */
const MOST_FRESH = 20;

const AGE = AGES.length;
/** Where things stand in a group's numbers. */
const FRESH = 0;
const DAYS = FRESH + AGE * 3;
const CLASSES = DAYS + AGE;
const VOLUME = CLASSES + FEATURES.length * AGE * 4;
const SIZE = VOLUME + COUNTS.length * 4;

/** One day of one group, added up: see the offsets above. */
type Numbers = Float64Array;

/** A day of all groups, added up once. */
export type DayNumbers = ReadonlyMap<string, { readonly class: string; readonly numbers: Numbers }>;

export function addUp(summary: SummaryItem): DayNumbers {
  const groups = new Map<string, { class: string; numbers: Numbers }>();
  for (const [, record] of [...summary.records].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const known = groups.get(record.peers) ?? { class: record.class, numbers: new Float64Array(SIZE) };
    groups.set(record.peers, known);
    add(known.numbers, record);
  }
  return groups;
}

function add(numbers: Numbers, { age, fresh, classes, counts }: DayRecord): void {
  const bucket = ageOf(age);
  const up = (index: number, by = 1): void => {
    numbers[index] = (numbers[index] ?? 0) + by;
  };
  up(DAYS + bucket);
  for (const [group, count] of fresh.entries()) up(FRESH + bucket * 3 + group, Math.min(MOST_FRESH, count));
  for (const [feature, kind] of classes.entries()) if (kind >= 0) up(CLASSES + (feature * AGE + bucket) * 4 + kind);
  for (const [count, x] of counts.entries()) {
    const at = VOLUME + count * 4;
    up(at);
    if (x <= 0) continue;
    const y = Math.log1p(x);
    up(at + 1);
    up(at + 2, y);
    up(at + 3, y * y);
  }
}

/** What is usual for a group or a class: decayed sums over the days before. */
export class Usual {
  readonly #numbers: Numbers = new Float64Array(SIZE);

  /** Adds a day of so many days ago. `settling`: when the log itself was new, and nobody's age was known. */
  add(numbers: Numbers, age: number, settling: boolean): void {
    const novelty = NOVELTY_KEPT ** age;
    const volume = 2 ** (-age / HALF_LIFE);
    const own = this.#numbers;
    if (!settling) {
      for (let at = 0; at < CLASSES; at += 1) own[at] = (own[at] ?? 0) + novelty * (numbers[at] ?? 0);
      for (let at = CLASSES; at < VOLUME; at += 1) own[at] = (own[at] ?? 0) + (numbers[at] ?? 0);
    }
    for (let at = VOLUME; at < SIZE; at += 1) own[at] = (own[at] ?? 0) + volume * (numbers[at] ?? 0);
  }

  /** New actions of a tier group on days of principals of that age, and how many such days. */
  fresh(age: number, group: number): readonly [count: number, days: number] {
    return [this.#numbers[FRESH + age * 3 + group] ?? 0, this.#numbers[DAYS + age] ?? 0];
  }

  /** How often the newest value of a feature was of each class. */
  classes(feature: number, age: number): readonly number[] {
    const at = CLASSES + (feature * AGE + age) * 4;
    return [...this.#numbers.subarray(at, at + 4)];
  }

  volume(count: number): Sums {
    const at = VOLUME + count * 4;
    const [days = 0, positive = 0, sum = 0, squares = 0] = this.#numbers.subarray(at, at + 4);
    return [days, positive, sum, squares];
  }
}

const NOTHING = new Usual();

/** What is usual for every peer group and class as of a day. */
export class Baselines {
  readonly #peers = new Map<string, Usual>();
  readonly #classes = new Map<string, Usual>();

  /** `days`: numbers of days before `day`, by day. */
  constructor(days: ReadonlyMap<number, DayNumbers>, day: number) {
    const first = Math.min(...days.keys());
    for (let age = PRIOR_DAYS; age >= 1; age -= 1) {
      const settling = first > day - PRIOR_DAYS && day - age < first + SETTLING_DAYS;
      for (const [peers, { class: kind, numbers }] of days.get(day - age) ?? []) {
        of(this.#peers, peers).add(numbers, age, settling);
        of(this.#classes, kind).add(numbers, age, settling);
      }
    }
  }

  peers(name: string): Usual {
    return this.#peers.get(name) ?? NOTHING;
  }

  class(name: string): Usual {
    return this.#classes.get(name) ?? NOTHING;
  }
}

function of(all: Map<string, Usual>, name: string): Usual {
  const known = all.get(name) ?? new Usual();
  all.set(name, known);
  return known;
}
