/** How patient a caller can be with Slack. */
export interface Patience {
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Longer waits than this (ms) are left to the queue, which brings the message back. */
  readonly longestWait: number;
  /** Of one request, after network errors and 5xx; see p-retry. */
  readonly retries: { readonly retries: number; readonly minTimeout: number; readonly maxTimeout: number };
  /** Of one request, ms. */
  readonly timeout: number;
}

/** For a function that a queue feeds. */
export function queuePatience(): Patience {
  return {
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    longestWait: 5000,
    retries: { retries: 2, minTimeout: 300, maxTimeout: 2000 },
    timeout: 5000,
  };
}

/** For a function that a person waits for: Slack gives three seconds. */
export function clickPatience(): Patience {
  return { ...queuePatience(), longestWait: 0, retries: { retries: 0, minTimeout: 1, maxTimeout: 1 }, timeout: 1500 };
}

const TRIES = 3;

/** Calls, and again when Slack asks to wait and the wait is short. `waitOf`: seconds that an error asks for; undefined: it is another. */
export async function patiently<T>(
  call: () => Promise<T>,
  waitOf: (error: unknown) => number | undefined,
  { wait, longestWait }: Patience,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const seconds = waitOf(error);
      if (seconds === undefined || seconds * 1000 > longestWait || tries === TRIES) throw error;
      await wait(seconds * 1000);
    }
  }
}
