import { isoDay } from '../../shared/cloudtrail/time.ts';
import { type Attack, attackOf } from '../../shared/evaluate/attack.ts';
import { type Evaluation, evaluationOf } from '../../shared/evaluate/evaluation.ts';
import { Labels } from '../../shared/evaluate/labels.ts';
import { AlertLine, FindingLine, LabelLine, ScoreLine } from '../../shared/evaluate/lines.ts';
import { NoiseCount } from '../../shared/evaluate/noise.ts';
import { PrincipalDays } from '../../shared/evaluate/principal-days.ts';
import { type Window, windowOf } from '../../shared/evaluate/window.ts';

/** 2026-09-01, the first day of the runs here. */
const FIRST = 20_697;
type Line = Readonly<Record<string, unknown>>;

/** `2026-09-03` for 3. */
export function date(day: number): string {
  return isoDay(FIRST + day - 1);
}

/** Noon of a day, if no other clock time is given. */
export function at(day: number, clock = '12:00:00'): string {
  return `${date(day)}T${clock}Z`;
}

export function score(principal: string, day: number, acute: number, rate = 0, slow = 0): Line {
  return { account: '111111111111', principal, day: date(day), class: 'human', acute, rate, slow, events: 3 };
}

export function alert(id: string, principal: string, time: string, about: Line = {}): Line {
  return { id, time, principal, severity: 'medium', score: 9, channel: 'acute', eventIds: [`of ${id}`], ...about };
}

export function finding(detection: string, principal: string, time: string, about: Line = {}): Line {
  return { id: `f-${time}`, detection, severity: 'low', time, principal, eventIds: [`of ${detection}`], ...about };
}

/** A label with a step a time: `a-1-1` is the first event of attack `a-1`. */
export function label(id: string, principal: string, times: readonly string[], about: Line = {}): Line {
  const steps = times.map((time, index) => ({ time, eventId: `${id}-${index + 1}`, action: `iam:Step${index + 1}` }));
  return { id, family: id.split('-')[0], principal, day: times.at(-1)?.slice(0, 10), steps, ...about };
}

export function attack(line: Line): Attack {
  return attackOf(LabelLine.parse(line));
}

/** Days 1 to `last` of a run, judged from `from`. */
export function days(last: number, from?: number): Window {
  return windowOf({ first: FIRST, last: FIRST + last - 1, add: () => {} }, from && FIRST + from - 1);
}

export interface Made {
  readonly labels?: readonly Line[];
  readonly scores?: readonly Line[] | null;
  readonly alerts?: readonly Line[];
  readonly digest?: readonly Line[];
  readonly findings?: readonly Line[];
  readonly budget?: number;
}

/** The evaluation of hand-made lines. `scores: null` is a run without them. */
export function evaluated(made: Made, window: Window): Evaluation {
  const labels = new Labels((made.labels ?? []).map(attack));
  const scores = new PrincipalDays();
  for (const line of made.scores ?? []) scores.add(ScoreLine.parse(line));
  const noise = new NoiseCount(labels);
  for (const line of made.findings ?? []) noise.add(FindingLine.parse(line));
  const alerts = (made.alerts ?? []).map((line) => AlertLine.parse(line));
  const digest = (made.digest ?? []).map((line) => AlertLine.parse(line));
  return evaluationOf(
    { labels, scores: made.scores === null ? undefined : scores, alerts, digest, noise, budget: made.budget },
    window,
  );
}
