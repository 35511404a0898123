import type { Explanation } from './explanation.ts';
import { withoutSecrets } from './shown-record.ts';

/** The contract of `explain --json`: nothing is left out, but secrets. */
export function explanationJson({ about, found, moved, normal }: Explanation): Record<string, unknown> {
  const { id, kind, alerts, findings } = about;
  return {
    id,
    kind,
    alerts: alerts.map(({ alert, inDigest }) => ({ ...alert, inDigest })),
    findings,
    records: found.records.map(({ id: eventId, object, raw }) => ({ eventId, object, record: withoutSecrets(raw) })),
    missing: found.missing,
    normal: typeof normal === 'string' ? null : normal.behind,
    problems: [...moved, ...found.problems],
  };
}
