import type { Alert } from '../../shared/alerts/alert.ts';
import { rank } from '../../shared/detections/severity.ts';
import { compareText } from '../../shared/order.ts';
import type { Tally } from '../../shared/pipeline/tally.ts';
import type { Learning } from './learning.ts';

/** What a replay came to. */
export interface Outcome {
  readonly tally: Tally;
  readonly alerts: readonly Alert[];
  readonly digest: readonly Alert[];
  readonly learning: Learning;
  readonly out: string;
  seconds: number;
}

/** The contract of `tally.json`. */
export function tallyJson({ tally, seconds }: Outcome): Record<string, unknown> {
  const { records, bytes } = tally;
  const detections = [...tally.byDetection].sort(([a], [b]) => compareText(a, b));
  return {
    objects: { ...tally.objects, failures: sorted(tally.failures), skips: sorted(tally.skips) },
    records: {
      ...records,
      outOfScopeBy: tally.outOfScope,
      rejections: sorted(tally.rejections),
      oddities: sorted(tally.oddities),
    },
    findings: tally.findings,
    alerts: tally.alerts,
    detections: Object.fromEntries(detections),
    detectionErrors: tally.detectionErrors,
    bytes,
    seconds: Number(seconds.toFixed(3)),
    eventsPerSecond: seconds > 0 ? Math.round(records.events / seconds) : 0,
    complete: tally.complete,
  };
}

function sorted<T extends { object: string; reason: string; index?: number }>(problems: readonly T[]): T[] {
  return [...problems].sort(
    (a, b) => compareText(a.object, b.object) || (a.index ?? 0) - (b.index ?? 0) || compareText(a.reason, b.reason),
  );
}

/** What `--json` prints: one object, one line. */
export function summaryJson(outcome: Outcome): Record<string, unknown> {
  const { alerts, digest, out, tally } = outcome;
  const bySeverity = Object.fromEntries(
    [...Map.groupBy(alerts, ({ severity }) => severity)].map(([severity, list]) => [severity, list.length]),
  );
  return {
    out,
    ...tallyJson(outcome),
    alerts: { ...tally.alerts, bySeverity, top: topAlerts(alerts, 20) },
    digest: digest.length,
    behaviour: outcome.learning.json(),
  };
}

/** The worst first; of equals the earliest. */
export function topAlerts(alerts: readonly Alert[], number: number): Alert[] {
  return [...alerts]
    .sort((a, b) => rank(b.severity) - rank(a.severity) || compareText(a.time, b.time) || compareText(a.id, b.id))
    .slice(0, number);
}
