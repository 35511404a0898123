import type { Change, Documents } from '../../pipeline/documents.ts';

/** Documents in this process: nobody else can be faster, because a change is one step. */
export class MemoryDocuments implements Documents {
  readonly #texts = new Map<string, string>();

  async read(key: string): Promise<string | undefined> {
    return this.#texts.get(key);
  }

  async change<T>(key: string, change: (text: string | undefined) => Change<T>): Promise<T> {
    const { text, result } = change(this.#texts.get(key));
    if (text !== undefined) this.#texts.set(key, text);
    return result;
  }
}
