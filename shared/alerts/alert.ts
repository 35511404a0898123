import type { Reason } from '../detections/hit.ts';
import type { Severity } from '../detections/severity.ts';

/** An incident that is sent: the contract of `alerts.ndjson`, one a line. */
export interface Alert {
  readonly id: string;
  /** eventTime of the event that made it fire, ISO. */
  readonly time: string;
  readonly account: string;
  /** Who it comes back to: the first of the actor chain. */
  readonly principal: string;
  readonly severity: Severity;
  /** Evidence in bits: the sum of the reasons' bits. Rules and sequences carry none; behaviour does. */
  readonly score: number;
  readonly channel: 'rule' | 'sequence' | 'acute' | 'rate' | 'slow';
  readonly title: string;
  readonly summary: string;
  readonly reasons: readonly Reason[];
  readonly findingIds: readonly string[];
  readonly eventIds: readonly string[];
  readonly attack: readonly string[];
  readonly nextSteps: readonly string[];
}
