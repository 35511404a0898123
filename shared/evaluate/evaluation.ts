import { isoDay, isoTime } from '../cloudtrail/time.ts';
import { byTimeThenId } from '../order.ts';
import { type Alerted, alertsOf, type FoundByRun, foundByFamily, foundByRun } from './alerted.ts';
import type { Attack } from './attack.ts';
import { actionsUntilAlert, type Delay, delayOf } from './delay.ts';
import { type Labels, matched } from './labels.ts';
import type { AlertLine, Bits } from './lines.ts';
import { type Load, loadOf } from './load.ts';
import type { Noise, NoiseCount } from './noise.ts';
import { bitsOf, divided, type PrincipalDays } from './principal-days.ts';
import { type Recall, recallOf } from './recall.ts';
import { type Week, weeksOf } from './weeks.ts';
import { isIn, type Window } from './window.ts';
import { type Young, youngOf } from './young.ts';

/** What a run left, read. */
export interface RunRead {
  readonly labels: Labels;
  /** Undefined when the run has no `scores.ndjson`. */
  readonly scores: PrincipalDays | undefined;
  readonly alerts: readonly AlertLine[];
  readonly digest: readonly AlertLine[];
  readonly noise: NoiseCount;
  /** Behavioural alerts a day that the run was asked for. */
  readonly budget: number | undefined;
}

/** What became of one attack. */
interface AttackResult extends Pick<Attack, 'id' | 'family' | 'title' | 'principal'> {
  /** Benign alerts a day at which its scores find it; null for never. */
  readonly benignADay: number | null;
  readonly alert: { readonly id: string; readonly time: string; readonly channel: string } | null;
  readonly inDigest: boolean;
  readonly actionsUntilAlert: number | null;
}

/** The contract of `evaluate --json`. Of attacks, alerts and findings only those of the window count, but for `weeks`. */
export interface Evaluation {
  readonly window: { readonly first: string; readonly from: string; readonly last: string; readonly days: number };
  readonly labels: {
    readonly all: number;
    /** Whose act begins in the window. */
    readonly inWindow: number;
    /** Of these, without steps: alerts are found by principal and time, and what came before an alert can't be told. */
    readonly withoutSteps: number;
    /** Of these, without any score on the days of the act: missed at every budget. Null when the run has no scores. */
    readonly withoutScore: number | null;
  };
  /** Null when the run has no scores. */
  readonly recall: (Omit<Recall, 'attacks'> & { readonly benignPrincipalDays: number }) | null;
  readonly found: { readonly all: FoundByRun; readonly families: readonly (FoundByRun & { family: string })[] };
  readonly load: Load;
  readonly delay: Delay;
  readonly weeks: readonly Week[];
  readonly young: Young | null;
  readonly noise: readonly Noise[];
  /** By their start. */
  readonly attacks: readonly AttackResult[];
}

export function evaluationOf(run: RunRead, window: Window): Evaluation {
  const { labels, scores } = run;
  const attacks = labels.attacks.filter(({ days }) => isIn(window, days[0] ?? Number.NaN)).sort(byStart);
  const sent = matched(run.alerts, labels);
  const digest = matched(run.digest, labels);
  const alerted = alertsOf(attacks, sent, digest);
  const scored = scores === undefined ? undefined : scoredPart(attacks, labels, scores, window);
  return {
    window: { first: isoDay(window.first), from: isoDay(window.from), last: isoDay(window.last), days: window.days },
    labels: {
      all: labels.attacks.length,
      inWindow: attacks.length,
      withoutSteps: attacks.filter(({ steps }) => steps.length === 0).length,
      withoutScore: scored === undefined ? null : attacks.length - scored.bits.size,
    },
    recall: scored?.recall ?? null,
    found: { all: foundByRun(alerted), families: foundByFamily(alerted) },
    load: loadOf(sent, digest, window, run.budget),
    delay: delayOf(alerted),
    weeks: weeksOf(sent, window),
    young: scored === undefined ? null : youngOf(sent, scored.benign, scored.principals, window),
    noise: run.noise.top(window),
    attacks: alerted.map((one) => resultOf(one, scored?.cost.get(one.attack) ?? null)),
  };
}

function byStart(a: Attack, b: Attack): number {
  return byTimeThenId({ time: a.start, id: a.id }, { time: b.start, id: b.id });
}

/** What can only be told with scores. */
function scoredPart(attacks: readonly Attack[], labels: Labels, scores: PrincipalDays, window: Window) {
  const { benign, touched } = divided(scores, labels, window);
  const bits = new Map(
    attacks.flatMap((attack): [Attack, Bits][] => {
      const own = bitsOf(attack, touched);
      return own === undefined ? [] : [[attack, own]];
    }),
  );
  const { budgets, needed, attacks: cost } = recallOf(attacks, bits, benign, window);
  const recall = { benignPrincipalDays: benign.length, budgets, needed };
  return { benign, bits, cost, principals: scores.principals, recall };
}

function resultOf(alerted: Alerted, benignADay: number | null): AttackResult {
  const { attack, sent, digest } = alerted;
  const { id, family, title, principal } = attack;
  const alert = sent[0];
  return {
    id,
    family,
    title,
    principal,
    benignADay,
    alert: alert === undefined ? null : { id: alert.id, time: isoTime(alert.time), channel: alert.channel },
    inDigest: digest.length > 0,
    actionsUntilAlert: actionsUntilAlert(alerted) ?? null,
  };
}
