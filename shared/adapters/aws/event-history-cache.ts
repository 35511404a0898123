import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseTime } from '../../cloudtrail/time.ts';
import { GatetrailError, messageOf } from '../../errors.ts';
import type { Slice } from './event-history-slices.ts';

/** Log records are for their owner's eyes. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** An event as history tells it. */
export interface HistoryEvent {
  readonly id: string;
  /** ms */
  readonly time: number;
  /** The record, as JSON. */
  readonly record: string;
}

/** Where a stopped fetch of a slice goes on: at its oldest second, without what is there already. */
export interface Resume {
  readonly oldest: number;
  readonly ids: ReadonlySet<string>;
  readonly events: number;
}

/**
 * A folder of fetched history of an account and region: `2026-11-20.ndjson` when the slice is complete, `.part` while it is fetched,
 * `.open.ndjson` when more events may come (fetched anew by each run). A record a line, newest first.
 */
export class HistoryCache {
  readonly #folder: string;

  /** Throws `usage` when the folder can't be made. */
  constructor(...parts: readonly [root: string, account: string, region: string]) {
    this.#folder = join(...parts);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: FOLDER_MODE });
    } catch (error) {
      throw new GatetrailError('usage', `event history can't be kept in ${this.#folder}: ${messageOf(error)}`, error);
    }
  }

  /** The file of a slice, for when it is fetched. */
  path({ name, isOpen }: Slice): string {
    return join(this.#folder, `${name}${isOpen ? '.open' : ''}.ndjson`);
  }

  has(slice: Slice): boolean {
    return !slice.isOpen && existsSync(this.path(slice));
  }

  isEmpty(slice: Slice): boolean {
    return statSync(this.path(slice)).size === 0;
  }

  /** Begins a slice, or takes up a fetch that was stopped. */
  begin(slice: Slice): Resume | undefined {
    const part = this.#part(slice);
    const kept = slice.isOpen || !existsSync(part) ? undefined : resumeOf(readFileSync(part, 'utf8'));
    writeFileSync(part, kept?.text ?? '', { mode: FILE_MODE });
    return kept?.resume;
  }

  add(slice: Slice, events: readonly HistoryEvent[]): void {
    // A raw line feed in JSON text can only stand between tokens.
    const lines = events.map(({ record }) => `${record.replaceAll(/[\r\n]/g, ' ')}\n`);
    appendFileSync(this.#part(slice), lines.join(''));
  }

  end(slice: Slice): void {
    renameSync(this.#part(slice), this.path(slice));
    if (!slice.isOpen) rmSync(this.path({ ...slice, isOpen: true }), { force: true });
  }

  #part(slice: Slice): string {
    return `${this.path(slice)}.part`;
  }
}

/**
 * Where to go on behind whole lines; undefined when there are none, or when they are not newest first: then what came in between
 * can't be known.
 */
function resumeOf(kept: string): { readonly text: string; readonly resume: Resume } | undefined {
  const text = kept.slice(0, kept.lastIndexOf('\n') + 1);
  let oldest = Number.POSITIVE_INFINITY;
  let events = 0;
  let ids = new Set<string>();
  for (const line of text.split('\n').slice(0, -1)) {
    const about = headerOf(line);
    if (about === undefined || about.time > oldest) return undefined;
    if (about.time < oldest) ids = new Set();
    oldest = about.time;
    ids.add(about.id);
    events += 1;
  }
  return events === 0 ? undefined : { text, resume: { oldest, ids, events } };
}

function headerOf(line: string): { readonly id: string; readonly time: number } | undefined {
  try {
    const { eventID, eventTime } = JSON.parse(line) as { readonly eventID?: unknown; readonly eventTime?: unknown };
    const time = typeof eventTime === 'string' ? parseTime(eventTime) : undefined;
    return typeof eventID === 'string' && time !== undefined ? { id: eventID, time } : undefined;
  } catch {
    return undefined;
  }
}
