import { byTimeThenId } from '../order.ts';
import type { Attack } from './attack.ts';
import { byFamily, type Ratio } from './family.ts';
import type { Matched } from './labels.ts';
import { type AlertLine, CHANNELS } from './lines.ts';

const SERIOUS: ReadonlySet<string> = new Set(['high', 'critical']);
const BEHAVIOUR: ReadonlySet<string> = new Set(CHANNELS);

/** Whether it comes from scores, and so falls under the budget; else from a rule or a sequence. */
export function isBehavioural({ channel }: Pick<AlertLine, 'channel'>): boolean {
  return BEHAVIOUR.has(channel);
}

/** An attack and the alerts about it, by time: those that were sent, and those that went to the digest. */
export interface Alerted {
  readonly attack: Attack;
  readonly sent: readonly AlertLine[];
  readonly digest: readonly AlertLine[];
}

/** Attacks of a family that got at least one alert of a kind; an attack may be in several columns, but not in two of `any` and `digestOnly`. */
export interface FoundByRun {
  readonly of: number;
  readonly any: number;
  readonly behavioural: number;
  /** A rule or sequence at high or critical. */
  readonly seriousRule: number;
  /** Over the budget: nobody was woken. */
  readonly digestOnly: number;
}

export function alertsOf(attacks: readonly Attack[], sent: readonly Matched[], digest: readonly Matched[]): Alerted[] {
  const [sentOf, digestOf] = [byAttack(sent), byAttack(digest)];
  return attacks.map((attack) => ({ attack, sent: sentOf.get(attack) ?? [], digest: digestOf.get(attack) ?? [] }));
}

function byAttack(alerts: readonly Matched[]): Map<Attack, AlertLine[]> {
  const found = new Map<Attack, AlertLine[]>();
  for (const { alert, attacks } of [...alerts].sort((a, b) => byTimeThenId(a.alert, b.alert)))
    for (const attack of attacks) found.set(attack, [...(found.get(attack) ?? []), alert]);
  return found;
}

export function foundByRun(alerted: readonly Alerted[]): FoundByRun {
  const count = (is: (one: Alerted) => boolean): number => alerted.filter(is).length;
  return {
    of: alerted.length,
    any: count(({ sent }) => sent.length > 0),
    behavioural: count(({ sent }) => sent.some(isBehavioural)),
    seriousRule: count(({ sent }) => sent.some((alert) => !isBehavioural(alert) && SERIOUS.has(alert.severity))),
    digestOnly: count(({ sent, digest }) => sent.length === 0 && digest.length > 0),
  };
}

export function foundByFamily(alerted: readonly Alerted[]): (FoundByRun & { readonly family: string })[] {
  return byFamily(alerted).map(([family, some]) => ({ family, ...foundByRun(some) }));
}

/** Alerts that are about an attack, of all. */
export function precisionOf(alerts: readonly Matched[]): Ratio {
  return { found: alerts.filter(({ attacks }) => attacks.length > 0).length, of: alerts.length };
}
