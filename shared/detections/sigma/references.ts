import { readCorrelation, type SigmaCorrelation } from './correlation.ts';
import { type SigmaDocument, textsAt } from './document.ts';
import type { SigmaRule } from './rule.ts';

/** A rule or correlation that a correlation is made of. */
export type Referred =
  | { readonly document: SigmaDocument; readonly rule: SigmaRule }
  | { readonly document: SigmaDocument; readonly correlation: SigmaCorrelation };

/** A correlation and what it is made of. */
export interface Resolved {
  readonly correlation: SigmaCorrelation;
  readonly referred: readonly Referred[];
  /** Rules it names that are for other logs. */
  readonly elsewhere: readonly SigmaDocument[];
}

/** What a rule answers to: its id and its name. */
export function namesOf({ keys }: SigmaDocument): string[] {
  return [...textsAt(keys, 'id'), ...textsAt(keys, 'name')];
}

/**
 * Reads correlations and finds the rules they name, in whatever file. `rules` are those for CloudTrail, `elsewhere` those for other
 * logs. Throws `config` for a name that nobody has, or that two have.
 */
export function resolve(
  documents: readonly SigmaDocument[],
  rules: ReadonlyMap<SigmaDocument, SigmaRule>,
  elsewhere: readonly SigmaDocument[],
): Resolved[] {
  const correlations = new Map(documents.map((document) => [document, readCorrelation(document)]));
  const byName = new Map<string, SigmaDocument[]>();
  for (const document of [...rules.keys(), ...elsewhere, ...documents])
    for (const name of new Set(namesOf(document))) byName.set(name, [...(byName.get(name) ?? []), document]);
  return [...correlations.values()].map((correlation) => {
    const named = correlation.rules.map((name, index) => {
      const [document, other] = byName.get(name) ?? [];
      const place = correlation.place.at('rules', index);
      if (document === undefined) throw place.problem(`there is no rule with the id or name ${name}`);
      if (other !== undefined)
        throw place.problem(`${name}: ${document.source.file} and ${other.source.file} both have it`);
      if (document === correlation.document) throw place.problem(`${name}: a correlation can't be made of itself`);
      return document;
    });
    return {
      correlation,
      referred: named.flatMap((document): Referred[] => {
        const [rule, inner] = [rules.get(document), correlations.get(document)];
        if (rule !== undefined) return [{ document, rule }];
        return inner === undefined ? [] : [{ document, correlation: inner }];
      }),
      elsewhere: named.filter((document) => !rules.has(document) && !correlations.has(document)),
    };
  });
}

/** Rules that report only through the correlations made of them. A correlation that is left out silences nobody. */
export function silenced(resolved: readonly Resolved[]): ReadonlySet<SigmaDocument> {
  const generated = resolved.filter(({ correlation }) => correlation.generate);
  const reporting = new Set(generated.flatMap(({ referred }) => referred.map(({ document }) => document)));
  const all = resolved.flatMap(({ referred }) => referred.map(({ document }) => document));
  return new Set(all.filter((document) => !reporting.has(document)));
}
