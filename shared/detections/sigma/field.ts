const known = new Map<string, Field>();

/** The field of a name: one for all rules, so that an event's fields can be remembered by number. */
export function fieldNamed(name: string): Field {
  const field = known.get(name) ?? new Field(name, known.size);
  known.set(name, field);
  return field;
}

/** A field's name, taken apart once: `userIdentity.arn` is a path, unless a key itself has dots. */
export class Field {
  readonly name: string;
  readonly number: number;
  readonly parts: readonly string[];
  /** `keys[from][length - 1]`: that many parts from there on, as one key. */
  readonly #keys: readonly (readonly string[])[];

  constructor(name: string, number: number) {
    this.name = name;
    this.number = number;
    this.parts = name.split('.');
    this.#keys = this.parts.map((_, from) =>
      this.parts.slice(from).map((_part, more) => this.parts.slice(from, from + more + 1).join('.')),
    );
  }

  /**
   * The values at this path, in the record's order. A list on the way stands for each of its elements. A key that has dots itself
   * goes before a path. `depth` bounds what a hostile record can nest.
   */
  valuesIn(holder: unknown): unknown[] {
    const found: unknown[] = [];
    this.#collect(holder, 0, found, 0);
    return found;
  }

  #collect(value: unknown, from: number, found: unknown[], depth: number): void {
    if (from === this.parts.length) {
      found.push(value);
      return;
    }
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
    if (Array.isArray(value)) {
      for (const element of value) this.#collect(element, from, found, depth + 1);
      return;
    }
    const keys = this.#keys[from] ?? [];
    const before = found.length;
    for (let length = keys.length; length > 0 && found.length === before; length -= 1) {
      const key = keys[length - 1] ?? '';
      if (Object.hasOwn(value, key))
        this.#collect((value as Record<string, unknown>)[key], from + length, found, depth + 1);
    }
  }
}

/** Nobody writes deeper records; CloudTrail itself never has. */
export const DEEPEST = 64;
