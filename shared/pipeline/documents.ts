/**
 * Texts that are changed one after the other, whoever changes them: what must not be joined but decided, such as under which id people
 * were told of an incident. One contract suite (test/contract/documents.ts) runs against every adapter.
 */
export interface Documents {
  /** The text as the last finished change left it; undefined: none. */
  read(key: string): Promise<string | undefined>;
  /**
   * Compare and set. `change` gets what is there and says what shall be, or gives no text to leave it; it is asked again when somebody
   * else was faster, so it must be pure. Gives its last answer's `result`.
   */
  change<T>(key: string, change: (text: string | undefined) => Change<T>): Promise<T>;
}

export interface Change<T> {
  readonly text: string | undefined;
  readonly result: T;
}
