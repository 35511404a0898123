import { compareText } from '../order.ts';

/**
 * What detections saw in a batch of files and can't be judged for good before its UTC day is complete: hits by what tells them
 * apart, each as JSON text. Batches add items of their own under a digest of their content, so a day is the union of its items.
 */
export interface WaitingItem {
  readonly kind: 'waiting';
  readonly day: number;
  readonly hits: ReadonlyMap<string, string>;
}

/** From the end of the day on, days: late files come within days, and a day is judged again when they do. */
export const WAITING_DAYS = 10;

export function joinWaiting(a: WaitingItem, b: WaitingItem): WaitingItem {
  const hits = new Map(a.hits);
  for (const [id, text] of b.hits) {
    const known = hits.get(id);
    if (known === undefined || compareText(text, known) < 0) hits.set(id, text);
  }
  return { kind: 'waiting', day: a.day, hits };
}
