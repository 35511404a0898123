import { work } from '../../functions/backfill/work.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import { parseKey } from '../../shared/cloudtrail/key.ts';
import { archivedDays, readArchive } from '../../shared/live/archive.ts';
import { withLate } from '../../shared/live/late-alerts.ts';
import type { LiveDeps } from '../../shared/live/ports.ts';
import { wavesOf } from '../../shared/live/waves.ts';
import type { ReplayObject } from '../../shared/pipeline/replay-order.ts';
import { Tally } from '../../shared/pipeline/tally.ts';
import { contentOf, type LawFile, ndjson } from '../laws/replays.ts';
import { linesOf } from './lines.ts';
import type { Live } from './runs.ts';

/** Files of an order. */
const BATCH = 20;

/** A backfill in this process, in the state and among the documents of a live pipeline: the orders of infra/backfill.yml one by one. */
export class Backfill {
  readonly #live: Live;
  readonly #run: string;
  readonly #content: ReadonlyMap<string, Uint8Array>;
  readonly #objects: readonly ReplayObject[];

  constructor(live: Live, run: string, files: readonly LawFile[]) {
    this.#live = live;
    this.#run = run;
    this.#content = contentOf(files);
    this.#objects = files.map(({ key, deliveredAt }) => ({
      key,
      deliveredAt: deliveredAt ?? parseKey(key)?.deliveredAt,
    }));
  }

  deps(now: number): LiveDeps {
    const source = { read: ({ key }: { readonly key: string }) => this.#content.get(key) ?? new Uint8Array() };
    const sink = { send: async () => {} };
    return { ...this.#live.deps(now), run: this.#run, source, sink, tally: new Tally() };
  }

  /** `between` is called before each wave is sealed. */
  async all(now: number, between: () => Promise<unknown> = async () => {}): Promise<void> {
    const about = { run: this.#run, publish: false };
    for (const { keys, until } of wavesOf(this.#objects)) {
      for (let at = 0; at < keys.length; at += BATCH)
        await work(
          { BatchInput: { ...about, do: 'take', scope: {} }, Items: keys.slice(at, at + BATCH) },
          this.deps(now),
        );
      await between();
      await work({ ...about, do: 'seal', until: until ?? null }, this.deps(now));
    }
    await work({ ...about, do: 'close' }, this.deps(now));
  }

  /** What the report is made of. */
  async outcome(): Promise<{ findings: string; scores: string; alerts: string; digest: string }> {
    const books = { documents: this.#live.documents, run: this.#run };
    const days = await archivedDays(books);
    const text = async (what: Parameters<typeof readArchive>[1]): Promise<string> =>
      (await Promise.all(days.map((day) => readArchive(books, what, day)))).join('');
    const [told, late, over] = [await text('alerts'), await text('late'), await text('digest')].map(linesOf<Alert>);
    return {
      findings: await text('findings'),
      scores: await text('scores'),
      alerts: ndjson(withLate(told ?? [], late ?? [])),
      digest: ndjson(withLate(over ?? [], [])),
    };
  }
}
