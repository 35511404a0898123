import type { NoticeSink } from '../alerts/notice.ts';
import type { Documents } from '../pipeline/documents.ts';
import type { Deps } from '../pipeline/ports.ts';

/** What runs beside the pipeline when files come as they come. */
export interface LiveDeps extends Deps {
  readonly documents: Documents;
  readonly sink: NoticeSink;
  /** Who keeps the books: `live`, or a backfill by its id. They share state, and nothing else. */
  readonly run: string;
}

/** The books of `live`. */
export const LIVE = 'live';
