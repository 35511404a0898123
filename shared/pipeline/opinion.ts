import type { Reason } from '../detections/hit.ts';
import type { Severity } from '../detections/severity.ts';

/** What one kind of state says of a hit: nothing to report, or what it adds. */
export type Opinion =
  | 'quiet'
  | {
      readonly severity?: Severity | undefined;
      readonly reasons: readonly Reason[];
      readonly eventIds?: readonly string[];
      /** The APIs that the hit is about after all. */
      readonly apis?: readonly string[] | undefined;
    };
