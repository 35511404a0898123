import { KeptState } from '../../shared/adapters/local/kept-state.ts';
import { plainText } from '../../shared/alerts/plain-text.ts';
import { counted } from '../../shared/alerts/wording.ts';
import { profileKey } from '../../shared/behaviour/learn.ts';
import { isoDay } from '../../shared/cloudtrail/time.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { parseDay } from '../../shared/evaluate/lines.ts';
import { baselineText, legend, WHOLE } from '../../shared/explain/baseline-text.ts';
import { safeJson } from '../../shared/explain/json-text.ts';
import { loadBaseline } from '../../shared/explain/load-baseline.ts';
import { matchingKeys } from '../../shared/explain/matching.ts';

export interface BaselineOptions {
  readonly store: string;
  /** UTC day, such as 2026-11-22. */
  readonly day?: string;
  readonly json?: boolean;
}

/** Principals that a message names when several match. */
const NAMED = 20;

/** The `baseline show` command: what is normal for a principal. Gives the exit code. */
export async function showBaseline(wanted: string, options: BaselineOptions): Promise<number> {
  const asked = options.day === undefined ? undefined : parseDay(options.day);
  if (options.day !== undefined && asked === undefined)
    throw new GatetrailError('usage', `--day ${options.day}: expected a UTC day, such as 2026-11-22`);
  const kept = KeptState.open(options.store);
  if (kept === undefined)
    throw new GatetrailError(
      'usage',
      `--store ${options.store}: there is no such file; gatetrail replay <inputs> --store FILE.sqlite makes one`,
    );
  try {
    const principal = await onePrincipal(kept, wanted);
    const day = asked ?? (kept.lastDay() ?? 0) + 1;
    const baseline = await loadBaseline(kept.store, principal, day);
    if (baseline === undefined)
      throw new GatetrailError('usage', `nothing is known of ${plainText(principal)} from before ${isoDay(day)}`);
    process.stdout.write(
      options.json
        ? `${safeJson(baseline)}\n`
        : `${[...baselineText(baseline, WHOLE), '', ...legend([baseline])].join('\n')}\n`,
    );
    return 0;
  } finally {
    await kept.close();
  }
}

/** Throws `usage` when none or several are meant. */
async function onePrincipal(kept: KeptState, wanted: string): Promise<string> {
  const keys = kept.principals();
  const byKey = matchingKeys(keys, wanted);
  const found = byKey.length > 0 ? byKey : await named(kept, keys, wanted);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const among = first === undefined ? keys : found;
  const listed = among.slice(0, NAMED).map((key) => `\n  ${plainText(key)}`);
  const more = among.length > NAMED ? `\n  … and ${among.length - NAMED} more` : '';
  const which =
    first === undefined
      ? `no principal matches ${plainText(wanted)}; ${counted(keys.length, 'principal')} known${keys.length === 0 ? '' : ':'}`
      : `${counted(found.length, 'principal')} match ${plainText(wanted)}; give more of the key:`;
  throw new GatetrailError('usage', `${which}${listed.join('')}${more}`);
}

/** A name need not be part of the key; told only by reading every profile. */
async function named(kept: KeptState, keys: readonly string[], wanted: string): Promise<string[]> {
  const part = wanted.toLowerCase();
  const found: string[] = [];
  for (const key of keys) {
    const item = (await kept.store.read([profileKey(key)])).get(profileKey(key));
    if (item?.kind === 'profile' && item.who.name.toLowerCase().includes(part)) found.push(key);
  }
  return found;
}
