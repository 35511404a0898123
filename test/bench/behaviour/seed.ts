import { deflateRawSync } from 'node:zlib';
import { recallOf } from '../../../shared/evaluate/recall.ts';
import { encodeItem } from '../../../shared/state/encode.ts';
import { simulated } from './simulated.ts';
import { LEARNT, type Walked, walk } from './walk.ts';

/**
 * One organisation in a process of its own: `node seed.ts SEED NOISE [PART,...]`. Prints a JSON line: what was found with the whole
 * model and without each of the parts.
 */
const [, , seed = '1', noise = '1', parts = ''] = process.argv;
const DAYS = 90;
const FROM = 45;
const START = Date.UTC(2026, 0, 5);

const world = await simulated(
  { seed: Number(seed), days: DAYS, eventsPerDay: 10_000, start: START, noise: Number(noise) },
  8,
);
const first = Math.min(...world.days.keys());
const whole = await walk(world);
const results: Record<string, unknown> = { whole: recall(whole), channels: recall(acuteAlone(whole)) };
for (const part of parts.split(',').filter((name) => name !== ''))
  results[part] = recall(await walk(world, new Set([part as 'volume'])));
process.stdout.write(
  `${JSON.stringify({ seed, events: world.events, principalDays: whole.benign.length, results, learnt: learnt(whole), sizes: await sizes(whole) })}\n`,
);

/** As if the day's evidence were the only channel, with the whole budget. */
function acuteAlone(walked: Walked): Walked {
  const only = <T extends object>(score: T): T => ({ ...score, rate: 0, slow: 0 });
  const attacks = [...walked.attacks].map(([attack, score]) => [attack, only(score)] as const);
  return { ...walked, benign: walked.benign.map(only), attacks: new Map(attacks) };
}

function recall(walked: Walked): unknown {
  const benign = walked.benign.filter(({ day }) => day >= first + FROM);
  const attacks = [...walked.attacks.keys()].map((attack) => attack as never);
  const found = recallOf(attacks, walked.attacks as never, benign, { from: first + FROM, days: DAYS - FROM } as never);
  return {
    budgets: found.budgets.map(({ budget, all, families, channels }) => ({ budget, all, families, channels })),
    needed: found.needed,
    actions: [...walked.attacks.values()].flatMap(({ actions }) => actions ?? []),
  };
}

/** How often thresholds learnt from the past alerted. */
function learnt({ alerts, benign }: Walked): unknown {
  const late = benign.filter(({ day }) => day >= first + FROM);
  const byBudget = LEARNT.map((budget) => {
    const days = alerts.get(budget) ?? [];
    const sum = (some: typeof days, key: 'all' | 'young'): number => some.reduce((total, day) => total + day[key], 0);
    const weeks = Array.from({ length: 12 }, (_, week) => sum(days.slice(week * 7, week * 7 + 7), 'all') / 7);
    return {
      budget,
      realised: sum(days.slice(FROM), 'all') / (days.length - FROM),
      weeks,
      young: sum(days.slice(FROM), 'young'),
    };
  });
  return { byBudget, youngDays: late.filter(({ age }) => age < 5).length / late.length };
}

/** Bytes of the items of one kind, as a store would deflate them. */
async function sizes({ state }: Walked): Promise<unknown> {
  const bytes = new Map<string, number[]>();
  for (const [key, item] of state.items()) {
    const size = deflateRawSync(encodeItem(item)).length;
    const kind = item.kind === 'parent' ? `parent ${key.slice(2, 3)}` : item.kind;
    bytes.set(kind, [...(bytes.get(kind) ?? []), size]);
  }
  return Object.fromEntries([...bytes].map(([kind, list]) => [kind, spread(list)]));
}

function spread(list: number[]): { items: number; median: number; p90: number; most: number } {
  const sorted = list.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { items: sorted.length, median: at(0.5), p90: at(0.9), most: at(1) };
}
