import type { FirstOf } from './define.ts';

/** What an event may be a first sight of, as bits of one number. */
export const FIRST_BIT: Readonly<Record<FirstOf, number>> = { caller: 1, service: 2, region: 4, ip: 8 };
