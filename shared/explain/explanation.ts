import type { About } from './about.ts';
import type { Baseline } from './baseline.ts';
import type { FoundRecords } from './find-records.ts';

/** What was normal for a principal before the day; undefined: nothing was known of it. */
export interface Behind {
  readonly principal: string;
  readonly baseline: Baseline | undefined;
}

/** All that is said about an id. */
export interface Explanation {
  readonly about: About;
  readonly found: FoundRecords;
  /** Inputs that could not be looked into, and why. */
  readonly moved: readonly { readonly object: string; readonly reason: string }[];
  /** A text says why what is normal isn't known. */
  readonly normal: { readonly day: string; readonly store: string; readonly behind: readonly Behind[] } | string;
}
