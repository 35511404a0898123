import type { Attack } from './attack.ts';
import { byFamily, type Ratio } from './family.ts';
import { type Bits, CHANNELS, type Channel } from './lines.ts';
import { Opening } from './opening.ts';
import type { Window } from './window.ts';

/** Benign alerts a day at which recall is told. */
const BUDGETS = [0.2, 0.5, 1, 2, 5];
const RECALLS = [0.8, 0.9, 0.95];
/** Products such as 0.2 * 35 miss the whole number they are by less. */
const ROUNDING = 1e-9;

interface AtBudget {
  readonly budget: number;
  /** In bits; an alert is what lies above. */
  readonly thresholds: Bits;
  /** Benign principal-days above any threshold. */
  readonly benign: number;
  readonly benignADay: number;
  readonly all: Ratio;
  /** Attacks that the channel finds; several may find one. */
  readonly channels: Readonly<Record<Channel, number>>;
  readonly families: readonly (Ratio & { readonly family: string })[];
}

export interface Recall {
  readonly budgets: readonly AtBudget[];
  /** Benign alerts a day that a recall costs; null when it is not to be had. */
  readonly needed: readonly { readonly recall: number; readonly benignADay: number | null }[];
  /** Benign alerts a day at which an attack is found; null for never. */
  readonly attacks: ReadonlyMap<Attack, number | null>;
}

/** An attack, and the opening at which each channel finds it; `first` is the least of them. */
interface Opened {
  readonly attack: Attack;
  readonly own: Readonly<Record<Channel, number>>;
  readonly first: number;
}

/**
 * Which attacks would be found at which budget, if thresholds were set by an oracle that knows the benign scores of the window:
 * what a score is worth, apart from how well thresholds are learnt. `bits` has the highest evidence of each attack; without
 * a score it is not found.
 */
export function recallOf(
  attacks: readonly Attack[],
  bits: ReadonlyMap<Attack, Bits>,
  benign: readonly Bits[],
  { days }: Window,
): Recall {
  const opening = new Opening(benign);
  const opened = attacks.map((attack) => openedBy(opening, attack, bits.get(attack)));
  const first = opened.map((one) => one.first).sort((a, b) => a - b);
  const cost = (at = Number.POSITIVE_INFINITY): number | null =>
    at === Number.POSITIVE_INFINITY ? null : opening.alertsAt(at) / days;
  return {
    budgets: BUDGETS.map((budget) => atBudget(budget, days, opening, opened)),
    needed: RECALLS.map((recall) => ({
      recall,
      benignADay: cost(first[Math.ceil(recall * first.length - ROUNDING) - 1]),
    })),
    attacks: new Map(opened.map((one) => [one.attack, cost(one.first)])),
  };
}

function openedBy(opening: Opening, attack: Attack, bits: Bits | undefined): Opened {
  const by = (channel: Channel): number => opening.forChannel(channel, bits?.[channel] ?? 0);
  const own = { acute: by('acute'), rate: by('rate'), slow: by('slow') };
  return { attack, own, first: Math.min(...CHANNELS.map((channel) => own[channel])) };
}

function atBudget(budget: number, days: number, opening: Opening, opened: readonly Opened[]): AtBudget {
  const limit = opening.limit(budget * days + ROUNDING);
  const benign = opening.alertsBelow(limit);
  const threshold = (channel: Channel): number => opening.threshold(channel, limit);
  const finds = (channel: Channel): number => opened.filter(({ own }) => own[channel] < limit).length;
  const ratio = (some: readonly Opened[]): Ratio => ({
    found: some.filter(({ first }) => first < limit).length,
    of: some.length,
  });
  return {
    budget,
    thresholds: { acute: threshold('acute'), rate: threshold('rate'), slow: threshold('slow') },
    benign,
    benignADay: benign / days,
    all: ratio(opened),
    channels: { acute: finds('acute'), rate: finds('rate'), slow: finds('slow') },
    families: byFamily(opened).map(([family, some]) => ({ family, ...ratio(some) })),
  };
}
