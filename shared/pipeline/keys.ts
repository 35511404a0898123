/** Where the days are remembered on which each account's logs were read: those accounts are ours. */
export const ACCOUNTS_KEY = 'D#accounts';
