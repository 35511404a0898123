/** Where the days are remembered on which each account's logs were read: those accounts are ours. */
export const ACCOUNTS_KEY = 'D#accounts';

/** Longest key of a state item (shared/state/store.ts). */
export const MAX_KEY = 1024;

/** Where the hours are remembered in which an account's log of a region said something: silence is seen by whoever watches. */
export function pulseKey(account: string, region: string): string {
  return `R#pulse#${account}#${region}`.slice(0, MAX_KEY);
}

/** What a principal did on a day: begins as the store's list of the day asks for. */
export function activityKey(day: number, principal: string): string {
  return `A#${day}#${principal}`.slice(0, MAX_KEY);
}

/** Where the register of a session's origin lives: not by account, because roles are assumed across accounts. */
export function sessionKey(accessKeyId: string): string {
  return `R#session#${accessKeyId}`.slice(0, MAX_KEY);
}
