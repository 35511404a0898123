import type { LiveDeps } from '../../../shared/live/ports.ts';

/** A process that dies at one of its awaits: nothing that it asks for afterwards is done. */
export interface Mortal {
  readonly deps: LiveDeps;
  /** Awaits so far. */
  readonly awaits: number;
  readonly isDead: boolean;
}

/**
 * `at`: the await at which it dies, from 1; Infinity: never. `when`: before or after that is done. As in DynamoDB each item of a
 * merge is joined by itself, so that a crash leaves some joined and others not.
 */
export function mortal(deps: LiveDeps, at: number, when: 'before' | 'after'): Mortal {
  let awaits = 0;
  let isDead = false;
  const step = async <T>(act: () => T | Promise<T>): Promise<T> => {
    if (isDead) throw new Error('killed');
    awaits += 1;
    const dies = awaits === at;
    if (dies && when === 'before') isDead = true;
    if (isDead) throw new Error('killed');
    const result = await act();
    isDead ||= dies;
    if (isDead) throw new Error('killed');
    return result;
  };
  const { source, state, documents, sink } = deps;
  return {
    get awaits() {
      return awaits;
    },
    get isDead() {
      return isDead;
    },
    deps: {
      ...deps,
      source: { read: (ref) => step(() => source.read(ref)) },
      state: {
        async merge(items) {
          for (const item of items) await step(() => state.merge(new Map([item])));
          return state.merge(items);
        },
        read: (keys) => step(() => state.read(keys)),
        ofDay: (kind, day) => step(() => state.ofDay(kind, day)),
        trim: (time) => step(() => state.trim(time)),
        close: () => state.close(),
      },
      documents: {
        read: (key) => step(() => documents.read(key)),
        change: (key, change) => step(() => documents.change(key, change)),
      },
      sink: { send: (notice) => step(() => sink.send(notice)) },
    },
  };
}
