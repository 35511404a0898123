import type { TrailEvent } from '../../cloudtrail/event.ts';
import { MINUTE } from '../../cloudtrail/time.ts';
import type { Detection } from '../define.ts';
import type { CountLimits } from '../measure.ts';
import type { StateUse } from '../state-use.ts';
import type { SigmaAbout } from './about.ts';
import { boundsText, type Counting, isMeasured, isWithin, mostTold, thresholdOf } from './counting.ts';
import { reasonsOf, whatOf } from './detection.ts';
import { type Expression, fieldText, questionOf } from './expression.ts';
import { fieldNamed } from './field.ts';
import { type Group, groupBy } from './group.ts';
import { interestOf } from './interest.ts';
import type { Place } from './place.ts';
import { inUnits } from './timespan.ts';
import { type View, viewOf } from './view.ts';

/** A rule that a correlation counts, with the fields that stand for the correlation's aliases in it. */
export interface Member {
  readonly expression: Expression;
  readonly rename: (field: string) => string;
}

/** As many values of one timespan can be told apart; a state item stays below some megabytes. */
const MOST = 10_000;
/** What is measured needs every event: so many a minute. */
const MOST_MEASURED = 1000;

/** A correlation that counts as a detection. `joinBy`: the fields by which a correlation made of this one joins its steps. */
export function countDetection(
  members: readonly Member[],
  counting: Counting,
  about: SigmaAbout,
  place: Place,
  joinBy?: readonly string[],
): Detection {
  const asked = members.map((member) => ({ member, holds: questionOf(member.expression) }));
  const matched = oncePerEvent((view) => asked.find(({ holds }) => holds(view))?.member);
  const groups = new Map<Member, Group>(
    members.map((member) => [member, groupBy(counting.groupBy.map(member.rename))]),
  );
  const join = joinBy === undefined ? undefined : groupBy(joinBy);
  return {
    ...about,
    on: interestOf(members.map(({ expression }) => expression)),
    match: (event) => {
      const view = viewOf(event.raw);
      const member = matched(view);
      if (member === undefined) return undefined;
      const fields = counting.groupBy.map(member.rename);
      const reasons =
        fields.length > 0
          ? fields.map((name) => fieldText(fieldNamed(name), view))
          : reasonsOf(member.expression, view);
      const key = join?.(view);
      return { what: whatOf(event, about.title), reasons, ...(key === undefined ? {} : { key }) };
    },
    state: {
      count: {
        subject: (event) => {
          const view = viewOf(event.raw);
          const member = matched(view);
          return member === undefined ? undefined : groups.get(member)?.(view);
        },
        ...distinctOf(counting, matched),
        ...limitsOf(counting, place),
        withinMinutes: inUnits(counting.timespan, MINUTE),
        noun: nounOf(counting),
      },
    },
  };
}

type Count = NonNullable<StateUse['count']>;

/** Several are asked about one event in turn: which rule, which group, which values. */
function oncePerEvent<T>(make: (view: View) => T): (view: View) => T {
  let last: { readonly view: View; readonly made: T } | undefined;
  return (view) => {
    if (last?.view !== view) last = { view, made: make(view) };
    return last.made;
  };
}

function distinctOf(
  { measure, fields }: Counting,
  matched: (view: View) => Member | undefined,
): Pick<Count, 'distinct'> {
  if (measure.kind === 'events') return {};
  const values = (event: TrailEvent): string[] => {
    const view = viewOf(event.raw);
    const rename = matched(view)?.rename ?? ((field: string) => field);
    const found = fields.map((name) => view.found(fieldNamed(rename(name))).texts.map(({ text }) => text));
    const [only = []] = found;
    if (measure.kind === 'values') {
      if (found.length === 1) return only;
      return found.some((texts) => texts.length === 0) ? [] : [found.map((texts) => texts.join(',')).join(' | ')];
    }
    // Equal numbers of several events count each; an act that is told in two accounts once.
    const number = only.map(Number).find((one) => Number.isFinite(one));
    return number === undefined ? [] : [`${number} ${event.sharedId ?? event.id}`];
  };
  return { distinct: values };
}

function limitsOf({ measure, bounds }: Counting, place: Place): Pick<Count, 'atLeast'> & Partial<CountLimits> {
  if (isMeasured(measure))
    return { atLeast: 1, measure, most: MOST_MEASURED, holds: (number) => isWithin(number, bounds) };
  const threshold = thresholdOf(bounds);
  const most = threshold ?? mostTold(bounds);
  if (most > MOST) throw place.problem(`${boundsText(bounds)}: expected no more than ${MOST}`);
  const limits = most > 64 ? { most } : {};
  return threshold === undefined
    ? { atLeast: 1, ...limits, holds: (number) => isWithin(number, bounds) }
    : { atLeast: threshold, ...limits };
}

function nounOf({ measure, fields }: Counting): string {
  const field = fields.join(', ');
  if (measure.kind === 'events') return 'matching events';
  if (measure.kind === 'values') return `different values of ${field}`;
  const name = measure.kind === 'percentile' ? `${measure.percentile}th percentile` : measure.kind;
  return `as the ${name} of ${field}`;
}
