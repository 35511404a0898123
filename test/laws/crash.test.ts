import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { findingLine } from '../../shared/alerts/finding-line.ts';
import type { Catalogue } from '../../shared/detections/catalogue.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { processObject } from '../../shared/pipeline/process-object.ts';
import { sampleFiles } from '../../shared/sample/sample.ts';
import { encodeItem } from '../../shared/state/encode.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import type { StateStore } from '../../shared/state/store.ts';
import { contentOf, depsFor, type LawFile, ndjson } from './replays.ts';
import { lawCatalogue } from './rules.ts';
import { type Act, recordsOf } from './universe.ts';

/** When the store fails: before it did anything, when half was written, or when all was but nobody heard of it. */
type Moment = 'before' | 'half way' | 'after';

/** A store whose n-th call of merge or read throws; it counts the calls. */
class CrashingStore implements StateStore {
  calls = 0;
  readonly #inner: StateStore;
  readonly #at: number;
  readonly #moment: Moment;

  constructor(inner: StateStore, at: number, moment: Moment) {
    this.#inner = inner;
    this.#at = at;
    this.#moment = moment;
  }

  async merge(items: ReadonlyMap<string, StateItem>) {
    this.calls += 1;
    if (this.calls !== this.#at) return this.#inner.merge(items);
    if (this.#moment === 'half way') await this.#inner.merge(new Map([...items].slice(0, Math.ceil(items.size / 2))));
    if (this.#moment === 'after') await this.#inner.merge(items);
    throw new Error('crashed');
  }

  async read(keys: Iterable<string>) {
    this.calls += 1;
    if (this.calls === this.#at) throw new Error('crashed');
    return this.#inner.read(keys);
  }

  async ofDay(kind: 'A' | 'H', day: number) {
    this.calls += 1;
    if (this.calls === this.#at) throw new Error('crashed');
    return this.#inner.ofDay(kind, day);
  }

  trim = (time: number): Promise<void> => this.#inner.trim(time);
  close = (): Promise<void> => this.#inner.close();
}

/** Remembers every key it was given, so that two stores can be compared whole. */
class OpenMemory extends MemoryStateStore {
  readonly keys = new Set<string>();
  override merge(items: ReadonlyMap<string, StateItem>) {
    for (const key of items.keys()) this.keys.add(key);
    return super.merge(items);
  }
  async text(): Promise<string> {
    const view = await this.read([...this.keys].sort());
    return [...view].map(([key, item]) => `${key} ${encodeItem(item)}`).join('\n');
  }
}

interface Result {
  readonly findings: readonly string[];
  readonly state: string;
  readonly calls: number;
  readonly crashed: boolean;
}

/** Processes the files one after the other, as a live pipeline does; what crashes is tried again once. */
async function live(files: readonly LawFile[], catalogue: Catalogue, at: number, moment: Moment): Promise<Result> {
  const memory = new OpenMemory();
  const state = new CrashingStore(memory, at, moment);
  const content = contentOf(files);
  const findings: string[] = [];
  let crashed = false;
  for (const { key } of files) {
    const once = async (): Promise<void> => {
      const { findings: found } = await processObject(depsFor(content, catalogue, state), { key });
      findings.push(`${key}\n${ndjson(found.map((finding) => findingLine(finding, undefined)))}`);
    };
    await once().catch((error: unknown) => {
      expect(error).toEqual(new Error('crashed'));
      crashed = true;
      return once();
    });
  }
  return { findings, state: await memory.text(), calls: state.calls, crashed };
}

async function crashEverywhere(files: readonly LawFile[], catalogue: Catalogue): Promise<void> {
  const calm = await live(files, catalogue, 0, 'before');
  expect(calm.calls).toBeGreaterThan(files.length);
  expect(calm.findings.join('')).toContain('"detection"');
  for (let at = 1; at <= calm.calls; at += 1)
    for (const moment of ['before', 'half way', 'after'] as const) {
      const { findings, state, crashed } = await live(files, catalogue, at, moment);
      expect(crashed).toBe(true);
      expect(findings.join(''), `call ${at}, ${moment}`).toBe(calm.findings.join(''));
      expect(state, `call ${at}, ${moment}`).toBe(calm.state);
    }
}

describe('law 6: a crash at any await of the store, and a retry', () => {
  it('finds the same, for every kind of state', async () => {
    const base = { who: 'session', value: 'a', region: 'us-east-1', told: 'own', updated: false, second: 0 } as const;
    const acts: Act[] = [
      { ...base, what: 'assume', who: 'user', day: 0, minute: 0 },
      { ...base, what: 'auth', day: 0, minute: 1 },
      { ...base, what: 'list', day: 0, minute: 2 },
      { ...base, what: 'create', day: 1, minute: 0, region: 'eu-central-1' },
      { ...base, what: 'auth', day: 1, minute: 1, value: 'b' },
      { ...base, what: 'trust', day: 1, minute: 1, value: 'b' },
      { ...base, what: 'list', day: 1, minute: 2, told: 'both', updated: true },
    ];
    const records = recordsOf(acts);
    const files = [records.slice(0, 3), records.slice(2, 5), records.slice(5)].map(
      (group, index): LawFile => ({ key: `file ${index}`, records: group.flat() }),
    );
    await crashEverywhere(files, lawCatalogue());
  });

  it('finds the same with the catalogue on the files of the sample that something is found in', async () => {
    const catalogue = builtInCatalogue();
    const all = sampleFiles().map(({ key, records }): LawFile => ({ key, records }));
    const calm = await live(all, catalogue, 0, 'before');
    const telling = all.filter((_, index) => calm.findings[index]?.includes('"detection"'));
    await crashEverywhere(telling.slice(0, 8), catalogue);
  });
});
