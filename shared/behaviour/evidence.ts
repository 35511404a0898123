import type { Witness } from '../state/activity.ts';
import type { Feature } from './model.ts';

/** One reason why a principal-day is unlike those before, with the numbers behind it. */
export type Evidence = ActionEvidence | NoveltyEvidence | VolumeEvidence | RootEvidence;

interface Counted {
  /** Bits that it adds to the score; a tenth of a bit is the smallest part. */
  readonly bits: number;
  /** Events that show it, the earliest first. */
  readonly witnesses: readonly Witness[];
}

/** Of all a principal uses, on how many of its active days; how many others use it. */
export interface Use {
  readonly days: number;
  readonly activeDays: number;
  /** First day of the value; undefined: never. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly peers: readonly [users: number, members: number];
  readonly organisation: readonly [users: number, members: number];
}

export interface ActionEvidence extends Counted {
  readonly kind: 'action';
  /** `iam:CreateAccessKey`; with other new ones of its service behind it. */
  readonly value: string;
  readonly others: readonly string[];
  /** Its first try was refused. */
  readonly refused: boolean;
  readonly use: Use;
}
export interface NoveltyEvidence extends Counted {
  readonly kind: 'novelty';
  readonly feature: Feature;
  readonly value: string;
  /** 1 known to a peer, 2 in the organisation, 3 to nobody. */
  readonly class: number;
  readonly use: Use;
  /** What is usual instead: values and on how many days. */
  readonly usual: readonly (readonly [value: string, days: number])[];
}
export interface VolumeEvidence extends Counted {
  readonly kind: 'volume';
  /** What is counted: a member of COUNTS. */
  readonly value: string;
  readonly count: number;
  /** Whether the count is an estimate. */
  readonly about: boolean;
  /** Count that 99 of 100 days stay below. */
  readonly p99: number;
  /** Days on which there was any, of the active days known. */
  readonly days: number;
  readonly activeDays: number;
  readonly median: number;
}
interface RootEvidence extends Counted {
  readonly kind: 'root';
  readonly value: string;
}

/** To a tenth of a bit: what is written, kept and compared is the same number. */
export function rounded(bits: number): number {
  return Math.round(bits * 10) / 10;
}
