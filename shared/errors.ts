/** What went wrong, for the exit code and for whoever handles it. */
export type ErrorKind =
  | 'usage' // wrong flags, missing files
  | 'config' // gatetrail.yml or a rules folder
  | 'input' // an object that can't be read
  | 'transient' // the same may succeed a little later: a server that is busy, a connection that broke
  | 'state-unreadable' // a store that holds something else
  | 'bug';

/** The one error class: a kind, a sentence a person can act on, and the cause. */
export class GatetrailError extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'GatetrailError';
    this.kind = kind;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
