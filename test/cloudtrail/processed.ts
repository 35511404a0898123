import { Buffer } from 'node:buffer';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { TrailEvent } from '../../shared/cloudtrail/event.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { identify } from '../../shared/cloudtrail/record.ts';
import { parseTime } from '../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { type Difference, record } from '../../shared/detections/example.ts';
import type { Finding } from '../../shared/detections/hit.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { processObject } from '../../shared/pipeline/process-object.ts';
import { Tally } from '../../shared/pipeline/tally.ts';

/** A record understood, as the pipeline would. */
export function understood(raw: RawRecord): TrailEvent {
  const { id, revision } = identify(raw);
  return new TrailEvent(raw, id, revision, parseTime(String(raw.eventTime)) ?? 0);
}

/** `iam:CreateUser` with what differs. */
export function told(difference: Difference = {}, service = 'iam', name = 'CreateUser'): TrailEvent {
  return understood(record(service, name, { also: { eventID: 'event-1' }, ...difference }));
}

/** A trail is stopped: a record that no detection misses. */
export function stopped(eventID: string, also: RawRecord = {}): RawRecord {
  return record('cloudtrail', 'StopLogging', { params: { name: 'org-trail' }, also: { eventID, ...also } });
}

/** What comes of these objects, delivered one after the other into one state. A `string` or bytes is an object as it is. */
export async function processed(
  ...objects: readonly (readonly RawRecord[] | string | Uint8Array)[]
): Promise<{ findings: readonly Finding[]; tally: Tally }> {
  const tally = new Tally();
  const state = new MemoryStateStore();
  const catalogue = builtInCatalogue();
  const findings: Finding[] = [];
  for (const [index, object] of objects.entries()) {
    const bytes =
      typeof object === 'string' || object instanceof Uint8Array ? object : JSON.stringify({ Records: object });
    const source = { read: () => Buffer.from(bytes) };
    const deps = { source, state, catalogue, config: DEFAULT_CONFIG, scope: {}, tally, now: Number.POSITIVE_INFINITY };
    findings.push(...(await processObject(deps, { key: `object-${index}` })).findings);
  }
  return { findings, tally };
}
