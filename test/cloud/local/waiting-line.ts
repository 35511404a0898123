/** Work that waits for whoever is free first. */
export interface WaitingLine<T> {
  /** How much waits. */
  readonly length: number;
  put(item: T): void;
  /** The next item, as soon as there is one; undefined if `end` comes first. */
  take(end: Promise<unknown>): Promise<T | undefined>;
  /** The next item if one waits. */
  takeNow(): T | undefined;
}

export function waitingLine<T>(): WaitingLine<T> {
  const items: T[] = [];
  const takers = new Set<(item: T | undefined) => void>();
  return {
    get length() {
      return items.length;
    },
    put(item) {
      const [taker] = takers;
      if (taker === undefined) items.push(item);
      else {
        takers.delete(taker);
        taker(item);
      }
    },
    takeNow: () => items.shift(),
    async take(end) {
      if (items.length > 0) return items.shift();
      const { promise, resolve } = Promise.withResolvers<T | undefined>();
      takers.add(resolve);
      end.then(() => {
        takers.delete(resolve);
        resolve(undefined);
      });
      return promise;
    },
  };
}
