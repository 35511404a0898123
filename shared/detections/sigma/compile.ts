import type { Detection, Sequence } from '../define.ts';
import { aboutOf } from './about.ts';
import { correlated } from './correlated.ts';
import { countDetection } from './counted.ts';
import { eventDetection } from './detection.ts';
import { documentsOf, type SigmaDocument, type SigmaSource, textsAt } from './document.ts';
import { filtered, readFilter, type SigmaFilter } from './filter.ts';
import { idsOf } from './ids.ts';
import { literalsNeeded } from './interest.ts';
import { Keywords } from './keywords.ts';
import { logSourceOf } from './log-source.ts';
import { ownPartOf } from './own-part.ts';
import { type Placeholders, placeholdersOf, type Shared } from './placeholders.ts';
import { namesOf, type Resolved, resolve, silenced } from './references.ts';
import { readRule, type SigmaRule } from './rule.ts';

/** What a folder of Sigma rules comes to. */
export interface SigmaRules {
  readonly detections: readonly Detection[];
  readonly sequences: readonly Sequence[];
  /** Rules for logs that are not CloudTrail's, with the log source they name. */
  readonly skipped: readonly { readonly file: string; readonly logSource: string }[];
}

/**
 * Compiles Sigma rules, already read from YAML. Pure: the deployed pipeline does it with rules that were read when it was built. Each
 * list holds the documents of one file, in order. Throws `config`, naming file, line and reason, for the first that can't be used.
 */
export function compileSigma(files: readonly (readonly SigmaSource[])[]): SigmaRules {
  const documents = files.flatMap(documentsOf);
  const { placeholders, rest } = takePlaceholders(documents);
  const shared: Shared = { placeholders, keywords: new Keywords() };
  const kinds = Map.groupBy(rest, kindOf);
  const skipped: SigmaRules['skipped'][number][] = [];
  const isOurs = (document: SigmaDocument): boolean => {
    const { isCloudTrail, name } = logSourceOf(document.keys, document.place);
    if (!isCloudTrail) skipped.push({ file: document.source.file, logSource: name });
    return isCloudTrail;
  };
  const written = kinds.get('detection') ?? [];
  const ours = written.filter(isOurs);
  const filters = (kinds.get('filter') ?? []).filter(isOurs).map((document) => readFilter(document, shared));
  const correlations = kinds.get('correlation') ?? [];
  const ids = idsOf([...ours, ...correlations]);
  const idOf = (document: SigmaDocument): string => ids.get(document) ?? '';
  const rules = new Map(ours.map((document) => [document, ruleOf(document, shared, filters)]));
  const elsewhere = written.filter((document) => !rules.has(document));
  const resolved = resolve(correlations, rules, elsewhere);
  const [kept, left] = [resolved.filter(isPossible), resolved.filter((one) => !isPossible(one))];
  const quiet = silenced(kept);
  // All are compiled, so that what is wrong is told also in those that only others are made of.
  const compiled = kept
    .map((one) => ({ document: one.correlation.document, ...correlated(one, kept, idOf(one.correlation.document)) }))
    .filter(({ document }) => !quiet.has(document));
  const alone = [...rules.values()].filter(({ document }) => !quiet.has(document));
  return {
    detections: [
      ...alone.map((rule) => detectionOf(rule, idOf(rule.document))),
      ...compiled.flatMap(({ detections }) => detections),
    ],
    sequences: compiled.flatMap(({ sequence }) => sequence ?? []),
    skipped: [
      ...skipped,
      ...left.map(({ correlation, elsewhere: others }) => ({
        file: correlation.document.source.file,
        logSource: others.map(({ keys, place }) => logSourceOf(keys, place).name).join(', '),
      })),
    ],
  };
}

/** Whether CloudTrail alone can fulfil it: all rules of a temporal correlation have to be seen, a count needs any. */
function isPossible({ correlation, referred, elsewhere }: Resolved): boolean {
  return elsewhere.length === 0 || ('counting' in correlation.kind && referred.length > 0);
}

function takePlaceholders(documents: readonly SigmaDocument[]): { placeholders: Placeholders; rest: SigmaDocument[] } {
  const isList = ({ keys }: SigmaDocument): boolean => 'placeholders' in keys && !('detection' in keys);
  const lists = documents.filter(isList);
  return {
    placeholders: new Map(lists.flatMap(({ keys, place }) => [...placeholdersOf(keys, place)])),
    rest: documents.filter((document) => !isList(document)),
  };
}

const KINDS = ['detection', 'correlation', 'filter'] as const;

function kindOf({ keys, place }: SigmaDocument): (typeof KINDS)[number] {
  const [kind, other] = KINDS.filter((one) => one in keys);
  if (kind === undefined) throw place.problem('is no Sigma rule: it has neither detection nor correlation nor filter');
  if (other !== undefined)
    throw place.at(other).problem(`a document with ${kind} has no ${other}; put it behind a line with ---`);
  return kind;
}

function ruleOf(document: SigmaDocument, shared: Shared, filters: readonly SigmaFilter[]): SigmaRule {
  return filtered(readRule(document, shared), namesOf(document), filters);
}

function detectionOf({ document, expression, aggregation }: SigmaRule, id: string): Detection {
  const about = { id, ...aboutOf(document, ownPartOf(document), literalsNeeded(expression).eventSource ?? []) };
  if (aggregation === undefined) return eventDetection(expression, about, textsAt(document.keys, 'fields'));
  const member = { expression, rename: (field: string) => field };
  return countDetection([member], aggregation, about, document.place.at('detection'));
}
