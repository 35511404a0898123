import type { Measure } from '../detections/measure.ts';

/** What the values in a window come to, kept up as they come and go. */
export interface Gauge {
  add(value: string): void;
  /** Of a value that was added. */
  remove(value: string): void;
  readonly number: number;
}

/** Without a measure: how many different values there are. */
export function gaugeOf(measure: Measure | undefined): Gauge {
  return measure === undefined ? new Distinct() : new Measured(measure);
}

class Distinct implements Gauge {
  readonly #times = new Map<string, number>();

  add(value: string): void {
    this.#times.set(value, (this.#times.get(value) ?? 0) + 1);
  }

  remove(value: string): void {
    const left = (this.#times.get(value) ?? 1) - 1;
    if (left === 0) this.#times.delete(value);
    else this.#times.set(value, left);
  }

  get number(): number {
    return this.#times.size;
  }
}

/** Of the numbers that the values begin with, in order, so that any percentile is a look. A value that is there twice counts once. */
class Measured implements Gauge {
  readonly #measure: Measure;
  readonly #distinct = new Map<string, number>();
  readonly #numbers: number[] = [];
  #sum = 0;

  constructor(measure: Measure) {
    this.#measure = measure;
  }

  add(value: string): void {
    const times = this.#distinct.get(value) ?? 0;
    this.#distinct.set(value, times + 1);
    if (times > 0) return;
    const number = numberIn(value);
    this.#numbers.splice(this.#placeOf(number), 0, number);
    this.#sum += number;
  }

  remove(value: string): void {
    const left = (this.#distinct.get(value) ?? 1) - 1;
    if (left > 0) {
      this.#distinct.set(value, left);
      return;
    }
    this.#distinct.delete(value);
    const number = numberIn(value);
    this.#numbers.splice(this.#placeOf(number), 1);
    this.#sum = this.#numbers.length === 0 ? 0 : this.#sum - number;
  }

  get number(): number {
    const { length } = this.#numbers;
    const { kind, percentile = 50 } = this.#measure;
    if (kind === 'sum') return this.#sum;
    if (kind === 'average') return this.#sum / length;
    if (kind === 'least') return this.#at(0);
    if (kind === 'greatest') return this.#at(length - 1);
    if (kind === 'median') return (this.#at(Math.floor((length - 1) / 2)) + this.#at(Math.floor(length / 2))) / 2;
    return this.#at(Math.min(Math.floor((length * percentile) / 100), length - 1));
  }

  #at(index: number): number {
    return this.#numbers[index] ?? Number.NaN;
  }

  /** Where the number is, or belongs. */
  #placeOf(number: number): number {
    let [low, high] = [0, this.#numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#at(middle) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function numberIn(value: string): number {
  return Number(value.slice(0, value.indexOf(' ')));
}
