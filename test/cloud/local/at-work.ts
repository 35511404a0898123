import type { FunctionError } from './runtime-api.ts';

/** What a process did with an invocation. */
export interface Answer {
  readonly payload?: unknown;
  readonly error?: FunctionError;
  /** What it wrote meanwhile. */
  readonly log: string;
}

/** The invocation that a process is at. Its answer comes by one way and its log by another: it is over when both are here. */
export interface AtWork {
  begin(id: string): Promise<Answer>;
  answered(id: string, answer: Omit<Answer, 'log'>): void;
  wrote(text: string): void;
  /** The process is gone, and with it whatever it was at. Gives what it wrote and nobody was told yet. */
  ended(error: FunctionError): string;
}

export function atWork(): AtWork {
  let log = '';
  let current: { readonly id: string; answer?: Omit<Answer, 'log'>; resolve(answer: Answer): void } | undefined;
  const finish = (answer: Omit<Answer, 'log'>): void => {
    current?.resolve({ ...answer, log });
    current = undefined;
    log = '';
  };
  const finishWhole = (): void => {
    if (current?.answer !== undefined && log.includes(`END RequestId: ${current.id}\n`)) finish(current.answer);
  };
  return {
    begin(id) {
      const { promise, resolve } = Promise.withResolvers<Answer>();
      current = { id, resolve };
      return promise;
    },
    answered(id, answer) {
      if (current?.id === id) current.answer = answer;
      finishWhole();
    },
    wrote(text) {
      log += text;
      finishWhole();
    },
    ended(error) {
      const left = log;
      finish({ error });
      return left;
    },
  };
}
