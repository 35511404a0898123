let folders = 0;

/**
 * The keywords of all rules of a folder, looked for at once: whether a record can hold one of them costs one look through it,
 * however many rules have keywords.
 */
export class Keywords {
  /** Tells the keywords of two folders apart. */
  readonly name: string;
  readonly #texts = new Set<string>();
  #searches: readonly RegExp[] | undefined;

  constructor() {
    folders += 1;
    this.name = `keywords ${folders}`;
  }

  /** In lower case; none of them empty. */
  add(texts: readonly string[]): void {
    for (const text of texts) this.#texts.add(text);
    this.#searches = undefined;
  }

  /** Whether one of them is in a text, which is in lower case. An alternation of plain texts never tries a way twice. */
  areIn(text: string): boolean {
    this.#searches ??= searchesFor([...this.#texts]);
    return this.#searches.some((search) => search.test(text));
  }
}

/** So many texts make one expression: an engine takes no expression of any size. */
const TOGETHER = 500;

function searchesFor(texts: readonly string[]): RegExp[] {
  const count = Math.ceil(texts.length / TOGETHER);
  return Array.from({ length: count }, (_, index) => {
    const some = texts.slice(index * TOGETHER, (index + 1) * TOGETHER);
    return new RegExp(some.map((text) => escaped(text.slice(0, LONGEST))).join('|'));
  });
}

/** The beginning of a long keyword tells enough. */
const LONGEST = 100;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
