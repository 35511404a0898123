import type { ChainReport } from '../cloudtrail/digest-report.ts';
import type { Answer } from './condition.ts';
import type { DeadQueue } from './dead-letters.ts';
import type { TrailState } from './trail.ts';
import type { WayIn } from './way-in.ts';
import type { Topic } from './way-out.ts';

/** What AWS is asked. Absent: a deployment does not have that part. */
export interface Questions {
  deadLetters(): Promise<readonly DeadQueue[]>;
  topics(): Promise<readonly Topic[]>;
  wayIn(): Promise<WayIn>;
  readonly trail?: { readonly arn: string; state(): Promise<Answer<TrailState>> } | undefined;
  /** Verifies the digests that ended after `since`, ms. Throws when they can't be listed. */
  readonly chains?: { readonly bucket: string; verify(since: number): Promise<ChainLook> } | undefined;
}

interface ChainLook {
  readonly reports: readonly ChainReport[];
  /** Regions that give no public keys, and what they say: a region that this account has not enabled, for one. */
  readonly keyless: readonly { readonly region: string; readonly said: string }[];
}
