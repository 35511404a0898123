/** What seed.ts prints. */
export interface Seed {
  readonly seed: string;
  readonly events: number;
  readonly principalDays: number;
  readonly results: Readonly<Record<string, Found>>;
  readonly learnt: {
    readonly byBudget: readonly { budget: number; realised: number; weeks: readonly number[]; young: number }[];
    readonly youngDays: number;
  };
  readonly sizes: Readonly<Record<string, { items: number; median: number; p90: number; most: number }>>;
}
interface Found {
  readonly budgets: readonly {
    readonly budget: number;
    readonly all: Ratio;
    readonly families: readonly (Ratio & { readonly family: string })[];
  }[];
  readonly needed: readonly { readonly recall: number; readonly benignADay: number | null }[];
  readonly actions: readonly number[];
}
interface Ratio {
  readonly found: number;
  readonly of: number;
}

const BUDGETS = [0.2, 0.5, 1, 2, 5];

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function row(cells: readonly string[]): void {
  print(`| ${cells.join(' | ')} |`);
}

function head(cells: readonly string[]): void {
  row(cells);
  print(`|${'---|'.repeat(cells.length)}`);
}

/** Recall by budget and family, and what thresholds learnt from the past do. */
export function printWhole(seeds: readonly Seed[]): void {
  head(['recall at benign alerts a day', ...BUDGETS.map(String)]);
  row([
    '**all**, mean (sd)',
    ...BUDGETS.map((budget) => `**${meanSd(seeds.map(({ results }) => recallAt(results, budget)))}**`),
  ]);
  for (const family of familiesOf(seeds)) row([family, ...BUDGETS.map((budget) => ofFamily(seeds, family, budget))]);
  const needed = (recall: number): string =>
    meanSd(
      seeds.map(
        ({ results }) => results['whole']?.needed.find((one) => one.recall === recall)?.benignADay ?? Number.NaN,
      ),
    );
  print(`\nBenign alerts a day for recall .8 / .9 / .95: ${[0.8, 0.9, 0.95].map(needed).join(' / ')}`);
  const actions = seeds.flatMap(({ results }) => results['whole']?.actions ?? []).sort((a, b) => a - b);
  const at = (share: number): number => actions[Math.floor(actions.length * share)] ?? Number.NaN;
  print(
    `Malicious actions until the alert (learnt thresholds, 1 a day): median ${at(0.5)}, p90 ${at(0.9)}, of ${actions.length} found\n`,
  );
  head([
    'target',
    'realised, mean (sd)',
    'a day by week since the start',
    'of them young principals (share of all days)',
  ]);
  for (const { budget } of seeds[0]?.learnt.byBudget ?? []) row(learntRow(seeds, budget));
  print('');
}

function learntRow(seeds: readonly Seed[], budget: number): string[] {
  const own = seeds
    .map(({ learnt }) => learnt.byBudget.find((one) => one.budget === budget))
    .filter((one) => one !== undefined);
  const weeks = own[0]?.weeks.map((_, week) => mean(own.map((one) => one.weeks[week] ?? 0)).toFixed(1)) ?? [];
  const young = own.reduce((sum, one) => sum + one.young, 0) / own.reduce((sum, one) => sum + one.realised * 45, 0);
  const days = mean(seeds.map(({ learnt }) => learnt.youngDays));
  return [
    String(budget),
    meanSd(own.map(({ realised }) => realised)),
    weeks.join(' '),
    `${percent(young)} (${percent(days)})`,
  ];
}

/** The same recall without parts of the model. */
export function printParts(seeds: readonly Seed[], parts: readonly string[]): void {
  const known = parts.filter((part) => seeds.every(({ results }) => part in results));
  if (known.length === 0) return;
  head(['recall', ...BUDGETS.map(String)]);
  for (const part of ['whole', ...known])
    row([
      part === 'whole' ? 'the model' : part === 'channels' ? 'acute channel alone' : `without ${part}`,
      ...BUDGETS.map((budget) => meanSd(seeds.map(({ results }) => recallAt(results, budget, part)))),
    ]);
  print('');
}

export function printSizes(seeds: readonly Seed[]): void {
  head(['items, bytes deflated', 'items', 'median', 'p90', 'most']);
  for (const kind of Object.keys(seeds[0]?.sizes ?? {}).sort()) {
    const of = (key: 'items' | 'median' | 'p90' | 'most'): string =>
      Math.round(mean(seeds.map(({ sizes }) => sizes[kind]?.[key] ?? 0))).toLocaleString('en-US');
    row([kind, of('items'), of('median'), of('p90'), of('most')]);
  }
}

function recallAt(results: Seed['results'], budget: number, part = 'whole'): number {
  const all = results[part]?.budgets.find((one) => one.budget === budget)?.all;
  return all === undefined ? Number.NaN : all.found / all.of;
}

function familiesOf(seeds: readonly Seed[]): string[] {
  const names = seeds.flatMap(
    ({ results }) => results['whole']?.budgets[0]?.families.map(({ family }) => family) ?? [],
  );
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function ofFamily(seeds: readonly Seed[], family: string, budget: number): string {
  const ratios = seeds.flatMap(
    ({ results }) =>
      results['whole']?.budgets.find((one) => one.budget === budget)?.families.find((one) => one.family === family) ??
      [],
  );
  const sum = (key: keyof Ratio): number => ratios.reduce((total, ratio) => total + ratio[key], 0);
  return `${sum('found')}/${sum('of')}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanSd(values: readonly number[]): string {
  const average = mean(values);
  const sd = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
  return `${average.toFixed(2)} (${sd.toFixed(2)})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
