import { type InputsNow, inputsNow, readAbout } from '../../shared/adapters/local/kept-run.ts';
import { KeptState } from '../../shared/adapters/local/kept-state.ts';
import { LogFileSource } from '../../shared/adapters/local/log-files.ts';
import { plainText } from '../../shared/alerts/plain-text.ts';
import { dayOf, isoDay, parseTime } from '../../shared/cloudtrail/time.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { type About, eventsOf, principalsOf, timeOf } from '../../shared/explain/about.ts';
import type { Behind, Explanation } from '../../shared/explain/explanation.ts';
import { explanationJson } from '../../shared/explain/explanation-json.ts';
import { explanationText } from '../../shared/explain/explanation-text.ts';
import { type FoundRecords, findRecords } from '../../shared/explain/find-records.ts';
import { safeJson } from '../../shared/explain/json-text.ts';
import type { RunLine } from '../../shared/explain/lines.ts';
import { loadBaseline } from '../../shared/explain/load-baseline.ts';
import { principalIn } from '../../shared/explain/shown-record.ts';

export interface ExplainOptions {
  readonly run: string;
  readonly store?: string;
  readonly input?: readonly string[];
  readonly json?: boolean;
}

/** Principals whose usual behaviour is told; an incident may have many. */
const PRINCIPALS = 2;
const LOOKED_AT = 10;
/** What alerts and findings are called (shared/id.ts): no event is. */
const OURS = /^[af]-[0-9a-f]{16}$/;

/** The `explain` command: why something fired, with all that is behind it. Gives the exit code. */
export async function runExplain(id: string, options: ExplainOptions): Promise<number> {
  const { about, line } = await readAbout(options.run, id);
  if (about.kind === 'event' && OURS.test(id)) throw unknown(id, options.run);
  const inputs = inputsNow(line.inputs ?? [], options.run, options.input);
  const time = parseTime(timeOf(about) ?? about.findings[0]?.time ?? '');
  const found = await findRecords(new LogFileSource(new Map()), inputs.objects, eventsOf(about), time);
  const isKnown = about.findings.length + about.alerts.length + found.records.length > 0;
  if (!isKnown) throw unknown(id, options.run, inputs);
  const normal = await normalFor(about, found, time, options.store, line);
  const explanation: Explanation = { about, found, moved: inputs.moved, normal };
  const text = options.json ? safeJson(explanationJson(explanation)) : explanationText(explanation).join('\n');
  process.stdout.write(`${text}\n`);
  return inputs.moved.length + found.missing.length > 0 ? 3 : 0;
}

function unknown(id: string, run: string, inputs?: InputsNow): GatetrailError {
  const moved = inputs?.moved.map(({ object, reason }) => `\n  ${plainText(`${object}: ${reason}`)}`) ?? [];
  const where = inputs === undefined ? `in ${run}` : `in ${run}, and no such event in its inputs`;
  const hint =
    moved.length > 0
      ? `; not all of them could be read (--input says where they are now):${moved.join('')}`
      : '; its alerts.ndjson and findings.ndjson hold the ids';
  return new GatetrailError('usage', `there is no alert or finding ${plainText(id)} ${where}${hint}`);
}

/** What was normal for those behind it at the beginning of the day, or why that is not known. */
async function normalFor(
  about: About,
  found: FoundRecords,
  time: number | undefined,
  named: string | undefined,
  { options }: RunLine,
): Promise<Explanation['normal']> {
  const store = named ?? options?.store ?? 'memory';
  if (named === undefined && store === 'memory')
    return 'not kept by this run; replay again with --store FILE.sqlite, and it stands here';
  try {
    const kept = KeptState.open(store);
    if (kept === undefined) throw new GatetrailError('usage', `--store ${store}: there is no such file`);
    const raw = found.records[0]?.raw;
    const day = dayOf(time ?? parseTime(String(raw?.eventTime)) ?? 0);
    const told = principalsOf(about);
    const principals = told.length === 0 && raw !== undefined ? [principalIn(raw)] : told;
    try {
      return { day: isoDay(day), store, behind: await behindOf(kept, principals, day) };
    } finally {
      await kept.close();
    }
  } catch (error) {
    // The state that the run kept is more than was asked for: without it the rest is told.
    if (named !== undefined || !(error instanceof GatetrailError)) throw error;
    return `can't be told: ${error.message}`;
  }
}

/** Who was never seen before comes first, then who stood out most on the day. */
async function behindOf(kept: KeptState, principals: readonly string[], day: number): Promise<Behind[]> {
  const behind: Behind[] = [];
  for (const principal of principals.slice(0, LOOKED_AT))
    behind.push({ principal, baseline: await loadBaseline(kept.store, principal, day) });
  const score = ({ baseline }: Behind): number =>
    baseline === undefined ? Number.POSITIVE_INFINITY : (baseline.scored?.acute ?? -1);
  return behind.sort((a, b) => (score(a) === score(b) ? 0 : score(b) - score(a))).slice(0, PRINCIPALS);
}
