import type { Detection, Sequence } from '../define.ts';
import { aboutOf, type SigmaAbout, techniquesOf } from './about.ts';
import type { SigmaCorrelation } from './correlation.ts';
import { countDetection, type Member } from './counted.ts';
import type { Counting } from './counting.ts';
import { type SigmaDocument, textsAt } from './document.ts';
import { literalsNeeded } from './interest.ts';
import { ownPartOf } from './own-part.ts';
import { namesOf, type Referred, type Resolved } from './references.ts';
import type { SigmaRule } from './rule.ts';
import { type TemporalMember, temporalSequence } from './temporal.ts';

/** What a correlation comes to. Steps that are correlations themselves are detections that report to it alone. */
export interface Correlated {
  readonly detections: readonly Detection[];
  readonly sequence: Sequence | undefined;
}

/** Compiles one correlation; `all` are needed for correlations made of correlations. Throws `config`. */
export function correlated(resolved: Resolved, all: readonly Resolved[], id: string): Correlated {
  const { correlation, referred } = resolved;
  const about = correlationAbout(resolved, id);
  if ('counting' in correlation.kind) {
    const members = membersOf(resolved);
    return {
      detections: [countDetection(members, correlation.kind.counting, about, correlation.place.at('condition'))],
      sequence: undefined,
    };
  }
  const inner: Detection[] = [];
  const members = referred.map((one, index): TemporalMember => {
    const title = titleOf(one.document);
    const name = namesOf(one.document);
    if ('rule' in one && one.rule.aggregation === undefined)
      return { title, name, member: { expression: one.rule.expression, rename: renaming(correlation, one.document) } };
    const detection = innerDetection(one, resolved, all, `${id}-step-${index + 1}`);
    inner.push(detection);
    return { title, name, detection: detection.id };
  });
  const { ordered, condition } = correlation.kind;
  const { groupBy, timespan } = correlation;
  const temporal = { members, ordered, condition, groupBy, timespan };
  return { detections: inner, sequence: temporalSequence(temporal, about, correlation.place) };
}

/** A count that is a step: its finding says whom it is about in the words of the correlation around it. */
function innerDetection(one: Referred, outer: Resolved, all: readonly Resolved[], id: string): Detection {
  const { correlation } = outer;
  const key = correlation.groupBy.map(renaming(correlation, one.document));
  const silent = (detection: Detection): Detection & { readonly silent: true } => ({ ...detection, silent: true });
  if ('rule' in one) {
    const about = { id, ...aboutOf(one.document, ownPartOf(one.document), []) };
    const member = { expression: one.rule.expression, rename: (field: string) => field };
    return silent(countDetection([member], one.rule.aggregation as Counting, about, one.document.place, key));
  }
  const resolved = all.find((other) => other.correlation === one.correlation);
  if (resolved === undefined || !('counting' in one.correlation.kind))
    throw correlation.place
      .at('rules')
      .problem(
        `${titleOf(one.document)} is a temporal correlation: name its rules here instead, with a timespan for all`,
      );
  const about = correlationAbout(resolved, id);
  return silent(countDetection(membersOf(resolved), one.correlation.kind.counting, about, one.correlation.place, key));
}

/** The rules that are counted. */
function membersOf({ correlation, referred }: Resolved): Member[] {
  return referred.map((one, index) => {
    if (!('rule' in one) || one.rule.aggregation !== undefined)
      throw correlation.place
        .at('rules', index)
        .problem(
          `${titleOf(one.document)} counts or correlates itself: only temporal correlations are made of such rules`,
        );
    return { expression: one.rule.expression, rename: renaming(correlation, one.document) };
  });
}

/** What a field, or an alias for several, is called in one rule. Throws when an alias doesn't say. */
function renaming({ aliases, place }: SigmaCorrelation, document: SigmaDocument): (field: string) => string {
  const names = namesOf(document);
  return (field) => {
    const fields = aliases.get(field);
    if (fields === undefined) return field;
    const found = names.map((name) => fields.get(name)).find((one) => one !== undefined);
    if (found === undefined)
      throw place.at('aliases', field).problem(`says no field for the rule ${names.join(', ') || titleOf(document)}`);
    return found;
  };
}

function correlationAbout({ correlation, referred }: Resolved, id: string): SigmaAbout {
  const own = ownPartOf(correlation.document);
  const rules = referred.flatMap((one): SigmaRule[] => ('rule' in one ? [one.rule] : []));
  const sources = rules.flatMap(({ expression }) => literalsNeeded(expression).eventSource ?? []);
  const about = aboutOf(correlation.document, own, sources);
  const attack = about.attack.length > 0 ? about.attack : referred.flatMap(({ document }) => techniquesOf(document));
  return { id, ...about, attack: [...new Set(attack)] };
}

function titleOf({ keys, source }: SigmaDocument): string {
  return textsAt(keys, 'title')[0] ?? textsAt(keys, 'name')[0] ?? source.file;
}
