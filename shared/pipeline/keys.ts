/** Where the days are remembered on which each account's logs were read: those accounts are ours. */
export const ACCOUNTS_KEY = 'D#accounts';

/** Longest key of a state item (shared/state/store.ts). */
export const MAX_KEY = 1024;

/** Where the register of a session's origin lives: not by account, because roles are assumed across accounts. */
export function sessionKey(accessKeyId: string): string {
  return `R#session#${accessKeyId}`.slice(0, MAX_KEY);
}
