import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { Alerting } from '../../shared/alerts/alerting.ts';
import { findingLine } from '../../shared/alerts/finding-line.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { type Config, DEFAULT_CONFIG } from '../../shared/config.ts';
import type { Catalogue } from '../../shared/detections/catalogue.ts';
import type { Finding } from '../../shared/detections/hit.ts';
import type { Deps } from '../../shared/pipeline/ports.ts';
import { look, replay } from '../../shared/pipeline/replay.ts';
import type { ReplayObject } from '../../shared/pipeline/replay-order.ts';
import { Tally } from '../../shared/pipeline/tally.ts';
import type { StateStore } from '../../shared/state/store.ts';

/** A file of records as a test has it. */
export interface LawFile {
  readonly key: string;
  readonly records: readonly RawRecord[];
  /** What its name says; undefined: nothing. */
  readonly deliveredAt?: number | undefined;
}

export interface Replayed {
  /** As they are written: one line each. */
  readonly findings: string;
  readonly alerts: string;
  readonly raw: readonly Finding[];
  readonly tally: Tally;
  /** Whether a misleading name made it start over. */
  readonly restarted: boolean;
}

const NOW = Date.UTC(2027, 0, 1);

export function depsFor(
  content: ReadonlyMap<string, Uint8Array>,
  catalogue: Catalogue,
  state: StateStore,
  config: Config = DEFAULT_CONFIG,
): Deps {
  const source = { read: ({ key }: { readonly key: string }) => content.get(key) ?? new Uint8Array() };
  return { source, state, catalogue, config, scope: {}, tally: new Tally(), now: NOW };
}

export function contentOf(files: readonly LawFile[]): Map<string, Uint8Array> {
  return new Map(files.map(({ key, records }) => [key, Buffer.from(JSON.stringify({ Records: records }))]));
}

/** Replays the files as the command does: by their names first, anew with a look into each when a name has misled. */
export async function replayed(
  files: readonly LawFile[],
  catalogue: Catalogue,
  config: Config = DEFAULT_CONFIG,
): Promise<Replayed> {
  const content = contentOf(files);
  const refs = files.map(({ key, deliveredAt }): ReplayObject => ({ key, deliveredAt }));
  const deps = depsFor(content, catalogue, new MemoryStateStore(), config);
  const named = refs.filter(({ deliveredAt }) => deliveredAt !== undefined);
  const unnamed = refs.filter(({ deliveredAt }) => deliveredAt === undefined);
  const first = await once(deps, [...named, ...(await look(deps, unnamed))]);
  if (first !== undefined) return { ...first, restarted: false };
  const fresh = { ...deps, state: new MemoryStateStore(), tally: new Tally() };
  const second = await once(fresh, await look(fresh, refs));
  if (second === undefined) throw new Error('late even after a look into every file');
  return { ...second, restarted: true };
}

async function once(deps: Deps, objects: readonly ReplayObject[]): Promise<Omit<Replayed, 'restarted'> | undefined> {
  const alerting = new Alerting(deps.config, deps.catalogue);
  const raw: Finding[] = [];
  const lines: unknown[] = [];
  const end = await replay(deps, objects, {
    onDay: ({ findings, behaved }, nextDay) => {
      raw.push(...findings);
      for (const { finding, suppression } of alerting.day(findings, nextDay, behaved))
        lines.push(findingLine(finding, suppression));
    },
  });
  if (end === 'late') return undefined;
  return { findings: ndjson(lines), alerts: ndjson(alerting.end().alerts), raw, tally: deps.tally };
}

export function ndjson(lines: readonly unknown[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
