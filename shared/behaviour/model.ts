/**
 * The constants of the model (docs/behaviour.md). Evidence is in bits: log2 of how much likelier a value is for an attacker than
 * for this principal.
 */

/** Features with an open vocabulary, in the order of `DayRecord.classes`. Each value's text begins with the letter. */
export const FEATURES = ['n', 'u', 'r', 'd', 't', 'h', 'c'] as const;
export type Feature = (typeof FEATURES)[number];

/** For a person, of each feature. */
export const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  n: 'network',
  u: 'client',
  r: 'region',
  d: 'denied service',
  t: 'target',
  h: 'time of day',
  c: 'access key',
};

/**
 * How often an attacker's newest value of a feature is known to the principal, to a peer, in the organisation, to nobody: what
 * intrusions look like, not what this organisation does. Whoever steals a session mostly brings a network nobody knows, seldom a
 * region; hours and denied services are only a little newer than those of others.
 */
export const ATTACKER: Readonly<Record<Feature, readonly [number, number, number, number]>> = {
  n: [0.35, 0.05, 0.1, 0.5],
  u: [0.4, 0.15, 0.25, 0.2],
  r: [0.75, 0.08, 0.1, 0.07],
  d: [0.55, 0.15, 0.25, 0.05],
  t: [0.4, 0.1, 0.1, 0.4],
  h: [0.6, 0.25, 0.1, 0.05],
  c: [0.75, 0.02, 0.03, 0.2],
};
/** Most bits that one feature of an open vocabulary may bring. */
export const MOST_NOVELTY = 8;

/**
 * -log2 of how likely an attacker does a thing, by tier (3, 2, 1, 0) and for reads that begin an intrusion. A read that nobody made
 * before is hardly evidence: people and scanners look at new things all the time.
 */
export const OFF = { tier3: 3, tier2: 4, recon: 7.5, tier1: 11, tier0: 18 } as const;
/** Of the services of a day, the five that stand out most: one new page of a console asks twenty new things at once. */
export const SERVICE_WEIGHTS: readonly number[] = [1, 0.8, 0.6, 0.5, 0.4];

/** After so many days a use weighs half. */
export const HALF_LIFE = 30;
/** A value not seen for so many days is new again. */
export const FORGOTTEN = 120;
/** Weight of the level above, in principals or days. */
export const BACK_OFF = { principal: 4, level: 6 } as const;

/** Active days before: none, 1 or 2, 3 to 9, 10 to 29, more. What is new is told apart by age: that is the model of a cold start. */
export const AGES = [0, 1, 3, 10, 30] as const;
export function ageOf(activeDays: number): number {
  return AGES.findLastIndex((from) => activeDays >= from);
}

/** Which counts of a day are watched, in the order of `DayRecord.counts`. */
export const COUNTS = ['calls', 'denied calls', 'sensitive calls', 'changes', 'different actions'] as const;
/** Counts below say nothing. */
export const LEAST_COUNT = 3;
/** -log2 of how likely an attacker makes such a volume, and most bits that volume may bring. */
export const VOLUME = { off: 4, most: 20 } as const;

/** Root is used for what nothing else can do, or by who should not: what its use alone is worth. */
export const ROOT_BITS = 6;

/** What is left of slowly gathered evidence a day later, and the most a day adds. */
export const SLOW = { kept: 0.9, most: 12 } as const;

/** Parts of the budget. */
export const SHARES = { acute: 0.7, rate: 0.2, slow: 0.1 } as const;
/** Until thresholds can be learnt. */
export const DEFAULT_THRESHOLDS = { acute: 18, rate: 8, slow: 22 } as const;
/** Days of scores that thresholds are learnt from. */
export const THRESHOLD_DAYS = 30;
/** Days before which nothing is known to be unusual, and before which only what stands out far alerts. */
export const MUTE_DAYS = 7;
export const LEARNING_DAYS = 14;
/** Days after the first of the log in which everybody looks new: they say nothing of how news of the young and the old differ. */
export const SETTLING_DAYS = 7;
/** Days of summaries behind what is usual for a group. */
export const PRIOR_DAYS = 90;
/** Days for which a reason of an alert is no reference for peers. */
export const CONTESTED_DAYS = 30;
/** By so many bits an incident must grow to be told again. */
export const GROWN = 6;
