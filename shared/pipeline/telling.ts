import type { EventFace } from '../detections/hit.ts';
import { compareText } from '../order.ts';

/** Of two tellings of one act, which one stands: the later revision, then the caller's own account, then a fixed choice. */
export function byTelling(a: EventFace, b: EventFace): number {
  return (
    b.revision - a.revision ||
    Number(b.account === b.principal.account) - Number(a.account === a.principal.account) ||
    compareText(a.account, b.account) ||
    compareText(a.id, b.id) ||
    a.time - b.time
  );
}
