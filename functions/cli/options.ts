import { configFile, configText } from '../../shared/adapters/local/config-file.ts';
import { loadRuleFolder } from '../../shared/adapters/local/rules.ts';
import { SqliteStateStore } from '../../shared/adapters/local/sqlite-state-store.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { parseTime } from '../../shared/cloudtrail/time.ts';
import { type Config, DEFAULT_CONFIG } from '../../shared/config.ts';
import { parseConfig, placeOf } from '../../shared/config-text.ts';
import type { Catalogue } from '../../shared/detections/catalogue.ts';
import { detections, sequences } from '../../shared/detections/index.ts';
import { selected } from '../../shared/detections/selected.ts';
import type { SigmaRules } from '../../shared/detections/sigma/compile.ts';
import { GatetrailError } from '../../shared/errors.ts';
import type { Scope } from '../../shared/pipeline/ports.ts';
import type { StateStore } from '../../shared/state/store.ts';

/** Flags that several commands share, as commander gives them. */
export interface CommonOptions {
  readonly since?: string;
  readonly until?: string;
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly config?: string;
  readonly rules?: string;
  readonly store: string;
  readonly json?: boolean;
  /** ARN of a topic. */
  readonly publish?: string;
  readonly budget?: string;
}

/** The configuration: --config, else gatetrail.yml of this folder, else the defaults. --budget goes over it. */
export function configFor(options: Pick<CommonOptions, 'config' | 'budget'>): Config {
  const { budget } = options;
  const path = configFile(options.config);
  const config = path === undefined ? DEFAULT_CONFIG : parseConfig(configText(path), path);
  if (budget === undefined) return config;
  const number = Number(budget);
  if (!Number.isFinite(number) || number <= 0)
    throw new GatetrailError('usage', `--budget ${budget}: expected a number of alerts a day, such as 1`);
  return { ...config, alerts: { ...config.alerts, budget: number } };
}

/** What ships, without what the configuration turns off, with the user's own from --rules; and which of these are for other logs. */
export async function catalogueFor(
  { rules, config: named }: Pick<CommonOptions, 'rules' | 'config'>,
  config: Config,
): Promise<{ readonly catalogue: Catalogue; readonly skipped: SigmaRules['skipped'] }> {
  const file = configFile(named);
  const own = rules === undefined ? { detections: [], sequences: [], skipped: [] } : await loadRuleFolder(rules);
  const all = [...detections, ...own.detections];
  const stories = [...sequences, ...own.sequences];
  const known = new Set([...all, ...stories].map(({ id }) => id));
  for (const part of ['off', 'severity'] as const)
    for (const id of Object.keys(config.detections[part]))
      if (!known.has(id)) throw unknownDetection(['detections', part, id], file);
  return { catalogue: selected(own, config.detections.off), skipped: own.skipped };
}

function unknownDetection(path: readonly string[], file: string | undefined): GatetrailError {
  const where = file === undefined ? '' : `${placeOf(configText(file), file, path)}: `;
  const problem = `there is no detection ${path.at(-1)}; gatetrail detections list names them`;
  return new GatetrailError('config', `${where}${path.join('.')}: ${problem}`);
}

/** Throws `usage` for a time or account that is none. */
export function scopeFor({
  since,
  until,
  account,
  region,
}: Pick<CommonOptions, 'since' | 'until' | 'account' | 'region'>): Scope {
  for (const id of account ?? [])
    if (!/^\d{12}$/.test(id)) throw new GatetrailError('usage', `--account ${id}: expected twelve digits`);
  const [from, to] = [timeFor('--since', since), timeFor('--until', until)];
  if (from !== undefined && to !== undefined && from >= to)
    throw new GatetrailError('usage', `--since ${since} --until ${until}: expected the first to be earlier`);
  return {
    since: from,
    until: to,
    accounts: account === undefined ? undefined : new Set(account),
    regions: region === undefined ? undefined : new Set(region),
  };
}

function timeFor(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const time = parseTime(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value);
  if (time === undefined)
    throw new GatetrailError(
      'usage',
      `${flag} ${value}: expected a UTC day or time, such as 2026-11-22 or 2026-11-22T13:00:00Z`,
    );
  return time;
}

/** `memory`, a file name ending in .sqlite, or `dynamodb:` and the name of a table. */
export async function newState(store: string): Promise<StateStore> {
  if (store === 'memory') return new MemoryStateStore();
  if (store.endsWith('.sqlite')) return new SqliteStateStore(store);
  if (/^dynamodb:[\w.-]{3,255}$/.test(store))
    return (await import('./table-state.ts')).tableState(store.slice('dynamodb:'.length));
  throw new GatetrailError(
    'usage',
    `--store ${store}: expected memory, a file name ending in .sqlite, or dynamodb:TABLE`,
  );
}
