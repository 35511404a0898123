import type { Statement } from './document.ts';
import type { Part, Reach } from './scope.ts';
import { partsOf, reachOf, takesIn } from './scope.ts';
import { describeStatement, listed } from './wording.ts';

/** A statement with its reach worked out once. */
export interface Prepared {
  statement: Statement;
  reach: Reach;
}

export function prepared(statement: Statement): Prepared {
  return { statement, reach: reachOf(statement) };
}

/** How to compare one list of statements with another. */
export interface Comparing {
  /** `now allows` or `no longer denies`. */
  verb: string;
  /** Statements without conditions that make a difference harmless. */
  moot: readonly Prepared[];
  /** Sentences for the conditions of `outer` that `inner` does not meet; empty when it meets them all. */
  unmet: (inner: Statement, outer: Statement) => string[];
}

/** What one outer statement takes in of an inner one. */
interface Coverage {
  principals: Set<Part>;
  actions: Set<Part>;
  resources: Set<Part>;
  unmet: string[];
}

/** Above this, which no policy AWS accepts comes near, a statement must be covered by a single other one. */
const MOST_COMBINATIONS = 5_000_000;

/**
 * A sentence for each way in which `inner` reaches what no statement of `outers` does: several of them together may
 * cover it. Each difference is named once, at the first level that differs: principal, action, resource, condition.
 */
export function gapsOf(inner: Prepared, outers: readonly Prepared[], how: Comparing): string[] {
  const [principals, actions, resources] = [inner.reach.principals, inner.reach.actions, inner.reach.resources].map(
    partsOf,
  );
  if (principals === undefined || actions === undefined || resources === undefined) return [];
  const covering = (outer: Prepared): Coverage => ({
    principals: new Set(principals.filter((part) => takesIn(outer.reach.principals, part))),
    actions: new Set(actions.filter((part) => takesIn(outer.reach.actions, part))),
    resources: new Set(resources.filter((part) => takesIn(outer.reach.resources, part))),
    unmet: [],
  });
  const coverages = outers.map((outer) => ({ ...covering(outer), unmet: how.unmet(inner.statement, outer.statement) }));
  const moot = how.moot.map(covering);
  const combinations = principals.length * actions.length * resources.length;
  const isWhole = (one: Coverage) =>
    one.principals.size * one.actions.size * one.resources.size === combinations && one.unmet.length === 0;
  if (coverages.some(isWhole) || moot.some(isWhole)) return [];
  if (combinations * (coverages.length + moot.length) > MOST_COMBINATIONS) {
    return [`${describeStatement(inner.statement)}, which is new or wider`];
  }
  return sentencesOf({ principals, actions, resources, coverages, moot, verb: how.verb });
}

interface Grid {
  principals: Part[];
  actions: Part[];
  resources: Part[];
  coverages: Coverage[];
  moot: Coverage[];
  verb: string;
}

/** Values that share a difference, so that ten new actions for one new principal make one sentence. */
type Grouped = Map<string, Set<string>>;

function note(grouped: Grouped, key: string, value: string): void {
  const set = grouped.get(key) ?? new Set();
  grouped.set(key, set.add(value));
}

interface Found {
  principals: Grouped;
  actions: Grouped;
  resources: Grouped;
  conditions: Set<string>;
}

function sentencesOf(grid: Grid): string[] {
  const found: Found = { principals: new Map(), actions: new Map(), resources: new Map(), conditions: new Set() };
  for (const principal of grid.principals) {
    for (const action of grid.actions) compare(grid, principal, action, found);
  }
  const { verb } = grid;
  const to = (people: string) => (people === '' ? '' : ` to ${people}`);
  return [
    ...render(found.principals, (principal, actions) => `${verb} ${actions}${to(principal)}`),
    ...render(found.actions, (action, people) => `${verb} ${action}${to(people)}`),
    ...render(found.resources, (resource, actions) => `${verb} ${actions} on ${resource}`),
    ...found.conditions,
  ];
}

function compare(grid: Grid, principal: Part, action: Part, found: Found): void {
  const moot = grid.moot.filter((one) => one.principals.has(principal) && one.actions.has(action));
  const open = grid.resources.filter((resource) => !moot.some((one) => one.resources.has(resource)));
  if (open.length === 0) return;
  const forPrincipal = grid.coverages.filter((one) => one.principals.has(principal));
  const forAction = forPrincipal.filter((one) => one.actions.has(action));
  if (forPrincipal.length === 0) {
    note(found.principals, principal.text, action.text);
  } else if (forAction.length === 0) {
    note(found.actions, action.text, principal.text);
  } else {
    for (const resource of open) {
      const here = forAction.filter((one) => one.resources.has(resource));
      if (here.length === 0) note(found.resources, resource.text, action.text);
      for (const sentence of fewest(here)) found.conditions.add(sentence);
    }
  }
}

function render(grouped: Grouped, sentence: (key: string, values: string) => string): string[] {
  return [...grouped].map(([key, values]) => sentence(listed([key]), listed(values)));
}

/** The unmet conditions of the statement that comes closest; none when one statement's conditions are all met. */
function fewest(coverages: readonly Coverage[]): string[] {
  const ranked = coverages
    .map(({ unmet }) => ({ unmet, text: [...unmet].sort().join() }))
    .sort((a, b) => a.unmet.length - b.unmet.length || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return ranked[0]?.unmet ?? [];
}
