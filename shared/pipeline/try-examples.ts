import { text } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { parseTime } from '../cloudtrail/time.ts';
import { type Config, DEFAULT_CONFIG } from '../config.ts';
import type { Catalogue } from '../detections/catalogue.ts';
import type { Detection, Example, Examples, Sequence } from '../detections/define.ts';
import { EXAMPLE_START } from '../detections/example.ts';
import type { Finding } from '../detections/hit.ts';
import { GatetrailError, messageOf } from '../errors.ts';
import { stableId } from '../id.ts';
import type { StateStore } from '../state/store.ts';
import { processObject } from './process-object.ts';
import { Tally } from './tally.ts';

/** What an example did that it should not have done; `undefined`: it behaved. */
export interface Tried {
  readonly rule: string;
  readonly example: string;
  readonly problem: string | undefined;
}

/** Runs every example of every rule through the real pipeline. `newState` gives each an empty store. */
export async function tryExamples(
  rules: readonly (Detection | Sequence)[],
  catalogue: Catalogue,
  newState: () => StateStore,
): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const rule of rules)
    try {
      const { fires, quiet } = examplesOf(rule);
      for (const example of fires) {
        const problem = await problemOf(example, notFired, rule, catalogue, newState);
        tried.push({ rule: rule.id, example: example.title, problem });
      }
      for (const example of quiet) {
        const problem = await problemOf(example, notQuiet, rule, catalogue, newState);
        tried.push({ rule: rule.id, example: example.title, problem });
      }
    } catch (error) {
      tried.push({ rule: rule.id, example: 'examples', problem: messageOf(error) });
    }
  return tried;
}

/** A rule's examples. Throws `config` when its code does. */
export function examplesOf(rule: Detection | Sequence): Examples {
  try {
    return rule.examples();
  } catch (error) {
    throw new GatetrailError('config', `${rule.id}: its examples can't be made: ${messageOf(error)}`, error);
  }
}

async function problemOf(
  example: Example,
  judge: (example: Example, run: Run) => string | undefined,
  rule: Detection | Sequence,
  catalogue: Catalogue,
  newState: () => StateStore,
): Promise<string | undefined> {
  try {
    return judge(example, await run(rule, example, catalogue, newState()));
  } catch (error) {
    return `can't be run: ${messageOf(error)}`;
  }
}

function notFired({ severity }: Example, { findings, problem, start }: Run): string | undefined {
  if (problem !== undefined) return problem;
  const told = findings.filter(({ time }) => time >= start);
  if (told.length === 0) return 'should fire, stays quiet';
  const found = told.map((finding) => finding.severity);
  return severity === undefined || found.includes(severity)
    ? undefined
    : `should fire as ${severity}, fires as ${found.join(', ')}`;
}

function notQuiet(_example: Example, { findings, problem }: Run): string | undefined {
  return (
    problem ??
    (findings.length === 0
      ? undefined
      : `should stay quiet, fires: ${findings[0]?.reasons.map(({ text }) => text).join('; ')}`)
  );
}

interface Run {
  readonly findings: readonly Finding[];
  /** What came before (ms) is history, and can't be what makes an example fire. */
  readonly start: number;
  readonly problem: string | undefined;
}

/** Examples begin at EXAMPLE_START; those that are all before it, or have times of their own, have no history. */
function startOf(records: readonly RawRecord[]): number {
  const begun = records.some((record) => (parseTime(text(record.eventTime) ?? '') ?? 0) >= EXAMPLE_START);
  return begun ? EXAMPLE_START : Number.NEGATIVE_INFINITY;
}

function listsOf({ lists = {} }: Example): Partial<Config['lists']> {
  return Object.fromEntries(Object.entries(lists).map(([name, members]) => [name, [...members]]));
}

/** Replays one example, days in order, and gives back the findings of its rule. */
export async function run(
  rule: Detection | Sequence,
  example: Example,
  catalogue: Catalogue,
  state: StateStore,
): Promise<Run> {
  const config: Config = {
    ...DEFAULT_CONFIG,
    accounts: { own: [], trusted: [...(example.trusted ?? [])] },
    lists: { ...DEFAULT_CONFIG.lists, ...listsOf(example) },
  };
  const tally = new Tally();
  const records = example.records.map(
    (record, index): RawRecord => ({ eventID: stableId('e', rule.id, example.title, String(index)), ...record }),
  );
  const bytes = Buffer.from(JSON.stringify({ Records: records }));
  const deps = {
    source: { read: () => bytes },
    state,
    catalogue,
    config,
    scope: {},
    tally,
    now: Number.POSITIVE_INFINITY,
    places: (ip: string) => example.places?.[ip],
  };
  const { findings } = await processObject(deps, { key: example.title }, 'sealed');
  const broken = tally.detectionErrors[0]?.reason ?? tally.rejections[0]?.reason ?? tally.failures[0]?.reason;
  return { findings: findings.filter((finding) => finding.rule === rule.id), problem: broken, start: startOf(records) };
}
