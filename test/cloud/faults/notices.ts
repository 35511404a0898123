import type { AlertNotice, Notice } from '../../../shared/alerts/notice.ts';

/** Alerts and updates of what was sent. */
export function alertsIn(notices: readonly Notice[]): AlertNotice[] {
  return notices.flatMap((notice) => ('alert' in notice ? [notice] : []));
}

/** What people came to know: each notice once, by its key, sorted. */
export function keysIn(notices: readonly Notice[]): string[] {
  return [...new Set(notices.map(({ key }) => key))].sort();
}

/** Under which ids people were told of each finding. */
export function idsByPart(notices: readonly Notice[]): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { id, alert } of alertsIn(notices))
    for (const part of alert.findingIds) ids.set(part, (ids.get(part) ?? new Set()).add(id));
  return ids;
}
