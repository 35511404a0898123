import { HOUR } from '../../cloudtrail/time.ts';
import type { Sequence, Step } from '../define.ts';
import type { SigmaAbout } from './about.ts';
import type { Member } from './counted.ts';
import { boundsOf, boundsText, thresholdOf } from './counting.ts';
import { reasonsOf, whatOf } from './detection.ts';
import { isMap } from './document.ts';
import { fieldText, questionOf } from './expression.ts';
import { fieldNamed } from './field.ts';
import { groupBy } from './group.ts';
import { interestOf } from './interest.ts';
import type { Place } from './place.ts';
import { inUnits } from './timespan.ts';
import { viewOf } from './view.ts';

/** A step of a temporal correlation: a rule, or another correlation whose findings are joined. */
export type TemporalMember = { readonly title: string; readonly name: readonly string[] } & (
  | { readonly member: Member }
  | { readonly detection: string }
);

export interface Temporal {
  readonly members: readonly TemporalMember[];
  readonly ordered: boolean;
  readonly condition: unknown;
  readonly groupBy: readonly string[];
  /** ms */
  readonly timespan: number;
}

/** The engine weighs every set of steps against every other. */
const MOST_STEPS = 12;

/** A temporal correlation as a sequence whose steps are joined by the fields to group by. Throws what no sequence can be. */
export function temporalSequence(
  temporal: Temporal,
  about: SigmaAbout,
  place: Place,
): Sequence & { readonly shared: true } {
  const { members, ordered, timespan } = temporal;
  if (members.length < 2) throw place.at('rules').problem('expected at least two rules; event_count takes one');
  if (members.length > MOST_STEPS) throw place.at('rules').problem(`expected at most ${MOST_STEPS} rules`);
  const atLeast = atLeastOf(temporal, place.at('condition'));
  return {
    ...about,
    key: 'match',
    withinHours: inUnits(timespan, HOUR),
    ordered,
    shared: true,
    ...(atLeast === members.length ? {} : { atLeast }),
    steps: members.map((member) => stepOf(member, temporal.groupBy)),
  };
}

function stepOf(step: TemporalMember, fields: readonly string[]): Step {
  if ('detection' in step) return { title: step.title, detections: [step.detection] };
  const { expression, rename } = step.member;
  const renamed = fields.map(rename);
  const group = groupBy(renamed);
  const holds = questionOf(expression);
  return {
    title: step.title,
    on: interestOf([expression]),
    match: (event) => {
      const view = viewOf(event.raw);
      const key = holds(view) ? group(view) : undefined;
      if (key === undefined) return undefined;
      return {
        key,
        what: whatOf(event, step.title),
        reasons: [...renamed.map((name) => fieldText(fieldNamed(name), view)), ...reasonsOf(expression, view)],
      };
    },
  };
}

/** How many of the rules have to be seen. */
function atLeastOf({ members, ordered, condition }: Temporal, place: Place): number {
  if (condition === undefined || condition === null) return members.length;
  if (typeof condition === 'string') return allOf(condition, members, place);
  if (!isMap(condition)) throw place.problem('expected a comparison, such as gte: 2');
  const bounds = boundsOf(condition, [], place);
  const exact = bounds.length === 1 && bounds[0]?.operator === 'eq' ? bounds[0].number : undefined;
  const atLeast = exact === members.length ? exact : thresholdOf(bounds);
  if (atLeast === undefined || atLeast > members.length)
    throw place.problem(
      `${boundsText(bounds)} of ${members.length} rules: a temporal correlation tells that rules were seen, not that they were not`,
    );
  if (ordered && atLeast !== members.length)
    throw place.problem(`${boundsText(bounds)} of ${members.length} rules: in order, all of them have to be seen`);
  return atLeast;
}

/** `rule_a and rule_b`: all of them. `or` and `not` would be other correlations. */
function allOf(condition: string, members: readonly TemporalMember[], place: Place): number {
  const named = condition
    .replace(/[()]/g, ' ')
    .trim()
    .split(/\s+and\s+/i);
  const unknown = named.find((name) => !members.some((member) => member.name.includes(name.trim())));
  if (unknown !== undefined || named.length < members.length)
    throw place.problem(
      `${condition}: expected all rules, joined by "and"; write a correlation for each "or", "not" is not supported`,
    );
  return members.length;
}
