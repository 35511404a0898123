import type { ActivityItem } from '../../../shared/state/activity.ts';

/** An organisation as behaviour sees it, and what attackers would have done in it. */
export interface World {
  /** By UTC day. */
  readonly days: ReadonlyMap<number, readonly ActivityItem[]>;
  /** None of them happened: each is tried on its own. */
  readonly attacks: readonly TriedAttack[];
}

export interface TriedAttack {
  readonly id: string;
  readonly family: string;
  readonly principal: string;
  /** What the attack adds, by day; days of preparation only teach. */
  readonly days: readonly { readonly activity: ActivityItem; readonly isAct: boolean }[];
  /** Times (ms) of its malicious actions; the same action again and again is one. */
  readonly steps: readonly number[];
}
