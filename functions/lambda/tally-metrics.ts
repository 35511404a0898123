import type { Metrics } from '@aws-lambda-powertools/metrics';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Tally } from '../../shared/pipeline/tally.ts';
import type { Used } from './pipeline.ts';

/** What was read, as metrics: records in = events + rejected + duplicates + out of scope, objects found = done + skipped + failed. */
export function countTally(metrics: Metrics, tally: Tally): void {
  const { objects, records, errors, bytes } = tally;
  const counts: Readonly<Record<string, number>> = {
    ObjectsFound: objects.found,
    ObjectsDone: objects.done,
    ObjectsSkipped: objects.skipped,
    ObjectsFailed: objects.failed,
    RecordsIn: records.in,
    Events: records.events,
    Rejected: records.rejected,
    Duplicates: records.duplicates,
    OutOfScope: records.outOfScope,
    DetectionErrors: errors.detections,
    Findings: tally.findings.total,
    BytesIn: bytes.in,
    Unbalanced: tally.imbalance === '' ? 0 : 1,
  };
  for (const [name, count] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, count);
}

/** What an invocation used and sent: by what was used before it and after it, because a container serves many. */
export function countUsed(metrics: Metrics, before: Used, after: Used): void {
  metrics.addMetric('ReadUnits', MetricUnit.Count, after.readUnits - before.readUnits);
  metrics.addMetric('WriteUnits', MetricUnit.Count, after.writeUnits - before.writeUnits);
  metrics.addMetric('AlertsSent', MetricUnit.Count, after.alertsSent - before.alertsSent);
}
