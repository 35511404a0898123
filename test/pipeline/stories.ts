import { expect } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { defineDetection, defineSequence, type Sequence } from '../../shared/detections/define.ts';
import { type Difference, record } from '../../shared/detections/example.ts';
import type { Finding } from '../../shared/detections/hit.ts';
import type { Severity } from '../../shared/detections/severity.ts';
import { processObject } from '../../shared/pipeline/process-object.ts';
import { Tally } from '../../shared/pipeline/tally.ts';

const nothing = { title: '', records: [] };
const about: Omit<Sequence, 'id' | 'key' | 'withinHours' | 'ordered' | 'steps'> = {
  topic: 'U',
  title: 'test',
  severity: 'high',
  attack: ['T1078'],
  why: 'a test',
  benign: ['a test'],
  runbook: ['read the test'],
  examples: () => ({ fires: [nothing], quiet: [nothing] }),
};

/** A detection of one operation, whose severity is what the request says. */
const detection = (id: string, name: string) =>
  defineDetection({
    ...about,
    id,
    on: { source: 'test', names: [name], outcome: 'any' },
    match: ({ params }) => ({
      severity: (params['severity'] as Severity | undefined) ?? 'high',
      target: String(params['target'] ?? 'thing'),
      api: (params['apis'] as string[] | undefined) ?? [],
    }),
  });
const detections = [detection('one', 'One'), detection('two', 'Two'), detection('three', 'Three')];
export const sequence = (changes: Partial<Sequence> = {}): Sequence =>
  defineSequence({
    ...about,
    id: 'seq-test',
    key: 'account',
    withinHours: 6,
    ordered: true,
    steps: [
      { title: 'one', detections: ['one'] },
      { title: 'two', detections: ['two'] },
      { title: 'three', detections: ['three'] },
    ],
    ...changes,
  });

export const call = (
  name: string,
  minute: number,
  params: Record<string, unknown> = {},
  difference: Difference = {},
): RawRecord =>
  record('test', name, { minute, params, ...difference, also: { eventID: `${name}@${minute}`, ...difference.also } });

/** What files in this order, one after the other, lead to. */
export async function live(
  files: readonly (readonly RawRecord[])[],
  of: Sequence,
  trusted: string[] = [],
): Promise<Finding[]> {
  const state = new MemoryStateStore();
  const found: Finding[] = [];
  for (const [index, records] of files.entries()) {
    const bytes = Buffer.from(JSON.stringify({ Records: records }));
    const deps = {
      source: { read: () => bytes },
      state,
      catalogue: new Catalogue(detections, [of]),
      config: { ...DEFAULT_CONFIG, accounts: { own: [], trusted } },
      scope: {},
      tally: new Tally(),
      now: Number.POSITIVE_INFINITY,
    };
    found.push(...(await processObject(deps, { key: String(index) })).findings);
    expect(deps.tally.detectionErrors).toEqual([]);
  }
  return found.filter(({ channel }) => channel === 'sequence');
}
