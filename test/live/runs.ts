import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import { Alerting } from '../../shared/alerts/alerting.ts';
import { findingLine } from '../../shared/alerts/finding-line.ts';
import type { Notice } from '../../shared/alerts/notice.ts';
import { scoreLine } from '../../shared/alerts/score-line.ts';
import { dayOf, parseTime } from '../../shared/cloudtrail/time.ts';
import type { Config } from '../../shared/config.ts';
import type { Catalogue } from '../../shared/detections/catalogue.ts';
import { type Archived, readArchive } from '../../shared/live/archive.ts';
import { calibrate } from '../../shared/live/calibrate.ts';
import { LIVE, type LiveDeps } from '../../shared/live/ports.ts';
import { takeIn } from '../../shared/live/take-in.ts';
import type { ToldIncident } from '../../shared/live/told.ts';
import { compareText } from '../../shared/order.ts';
import type { Change } from '../../shared/pipeline/documents.ts';
import { look, replay } from '../../shared/pipeline/replay.ts';
import { Tally } from '../../shared/pipeline/tally.ts';
import { encodeItem } from '../../shared/state/encode.ts';
import { trimmed } from '../../shared/state/trim.ts';
import { contentOf, depsFor, type LawFile, ndjson } from '../laws/replays.ts';

/** What a run over files comes to, as texts that can be compared. */
export interface Outcome {
  readonly findings: string;
  readonly scores: string;
  readonly alerts: string;
  readonly digest: string;
  readonly state: readonly string[];
}

/** The files as `gatetrail replay` reads them. */
export async function replayOf(files: readonly LawFile[], catalogue: Catalogue, config: Config): Promise<Outcome> {
  const state = new MemoryStateStore();
  const deps = depsFor(contentOf(files), catalogue, state, config);
  const alerting = new Alerting(config, catalogue);
  const lines: unknown[] = [];
  const scores: unknown[] = [];
  let last = 0;
  const objects = await look(
    deps,
    files.map(({ key }) => ({ key })),
  );
  await replay(deps, objects, {
    onDay: ({ findings, behaved }, nextDay) => {
      for (const { finding, suppression } of alerting.day(findings, nextDay, behaved))
        lines.push(findingLine(finding, suppression));
      scores.push(...behaved.scored.map(scoreLine));
      last = nextDay;
    },
  });
  const { alerts, digest } = alerting.end();
  return {
    findings: ndjson(lines),
    scores: ndjson(scores),
    alerts: ndjson(alerts),
    digest: ndjson(digest),
    state: stateOf(state, last),
  };
}

/** The UTC days of the files' events, ascending. */
export function daysOf(all: readonly LawFile[]): number[] {
  const times = all.flatMap(({ records }) => records.map(({ eventTime }) => parseTime(String(eventTime)) ?? 0));
  return [...new Set(times.map(dayOf))].sort((a, b) => a - b);
}

/** Alerts are written down by the day on which their incident began; a replay gives them by time. */
export function byTime(lines: string): string {
  const alerts = lines.split('\n').flatMap((line) => (line === '' ? [] : [{ line, ...(JSON.parse(line) as Alert) }]));
  const sorted = alerts.sort((a, b) => compareText(a.time, b.time) || compareText(a.id, b.id));
  return sorted.map(({ line }) => `${line}\n`).join('');
}

/** What is remembered for good: without what only waits, or was noted of days that were not complete. */
function stateOf(store: MemoryStateStore, nextDay: number): string[] {
  return [...store.items()]
    .filter(([key]) => !/^[HO]#/.test(key))
    .flatMap(([key, item]) => {
      const left = trimmed(item, nextDay * 86_400_000);
      return left === undefined ? [] : [`${key} ${encodeItem(left)}`];
    })
    .sort();
}

/** Documents that can be looked through. */
class OpenDocuments extends MemoryDocuments {
  readonly keys = new Set<string>();
  override change<T>(key: string, change: (text: string | undefined) => Change<T>): Promise<T> {
    this.keys.add(key);
    return super.change(key, change);
  }
}

/** A live pipeline in this process. */
export class Live {
  readonly state = new MemoryStateStore();
  readonly documents = new OpenDocuments();
  readonly sent: Notice[] = [];
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #catalogue: Catalogue;
  readonly #config: Config;

  constructor(files: readonly LawFile[], catalogue: Catalogue, config: Config) {
    this.#files = contentOf(files);
    this.#catalogue = catalogue;
    this.#config = config;
  }

  deps(now: number): LiveDeps {
    return {
      ...depsFor(this.#files, this.#catalogue, this.state, this.#config),
      now,
      tally: new Tally(),
      documents: this.documents,
      sink: {
        send: async (notice) => {
          this.sent.push(notice);
        },
      },
      run: LIVE,
    };
  }

  /** A batch of objects, as one invocation gets them. */
  takeIn(keys: readonly string[], now: number) {
    return takeIn(
      this.deps(now),
      keys.map((key) => ({ key })),
    );
  }

  calibrate(now: number) {
    return calibrate(this.deps(now), 0);
  }

  /** What people were told of, by incident. */
  async told(): Promise<ToldIncident[]> {
    const keys = [...this.documents.keys].filter((key) => key.startsWith('told/'));
    const texts = await Promise.all(keys.map((key) => this.documents.read(key)));
    return texts.flatMap((text) => (text === undefined ? [] : (JSON.parse(text) as ToldIncident[])));
  }

  async archived(what: Archived, days: readonly number[]): Promise<string> {
    const texts = await Promise.all(
      days.map((day) => readArchive({ documents: this.documents, run: LIVE }, what, day)),
    );
    return texts.join('');
  }

  async outcome(days: readonly number[]): Promise<Outcome> {
    const last = days.at(-1) ?? 0;
    return {
      findings: await this.archived('findings', days),
      scores: await this.archived('scores', days),
      alerts: byTime(await this.archived('alerts', days)),
      digest: byTime(await this.archived('digest', days)),
      state: stateOf(this.state, last + 1),
    };
  }
}
