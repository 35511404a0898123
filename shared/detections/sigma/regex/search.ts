import { type Assertion, type Flags, type Node, RegexProblem } from './node.ts';
import { parseRegex } from './parse.ts';

/** Steps of a program: a unit to take, two ways to go on, a place to be at, the end. */
type Step =
  | { readonly kind: 'take'; readonly test: (unit: number) => boolean }
  | { readonly kind: 'fork'; readonly to: readonly number[] }
  | { readonly kind: 'assert'; readonly holds: Assertion }
  | { readonly kind: 'match' };

const MOST_STEPS = 5_000;
/** Log text is hostile and long; what an expression looks at is not. */
const MOST_TEXT = 8192;

/**
 * A search for a regular expression anywhere in a text, in its first 8,192 characters. All ways through the expression are followed at
 * once (Thompson's construction), so the time is at most text times expression: no text and no rule can make it hang, as
 * they can with engines that try one way after the other. Throws `RegexProblem`.
 */
export function regexSearch(source: string, flags: Flags): (text: string) => boolean {
  const node = parseRegex(source, flags);
  const steps: Step[] = [];
  compile(node, steps);
  steps.push({ kind: 'match' });
  const literal = literalIn(node);
  const run = new Run(steps);
  return (text) => {
    const cut = text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text;
    return cut.includes(literal) && run.finds(cut);
  };
}

function compile(node: Node, steps: Step[]): void {
  if (steps.length > MOST_STEPS) throw new RegexProblem('is too large, for its repetitions');
  if (node.kind === 'unit') steps.push({ kind: 'take', test: node.test });
  else if (node.kind === 'assert') steps.push(node);
  else if (node.kind === 'row') for (const each of node.nodes) compile(each, steps);
  else if (node.kind === 'choice') compileChoice(node.nodes, steps);
  else compileRepeat(node.node, node.least, node.most, steps);
}

function compileChoice(nodes: readonly Node[], steps: Step[]): void {
  const to: number[] = [];
  steps.push({ kind: 'fork', to });
  const ends: number[][] = [];
  for (const each of nodes) {
    to.push(steps.length);
    compile(each, steps);
    const end: number[] = [];
    ends.push(end);
    steps.push({ kind: 'fork', to: end });
  }
  for (const end of ends) end.push(steps.length);
}

function compileRepeat(node: Node, least: number, most: number, steps: Step[]): void {
  for (let time = 0; time < least; time += 1) compile(node, steps);
  if (most === Number.POSITIVE_INFINITY) {
    const start = steps.length;
    const to: number[] = [start + 1];
    steps.push({ kind: 'fork', to });
    compile(node, steps);
    steps.push({ kind: 'fork', to: [start] });
    to.push(steps.length);
    return;
  }
  const forks: number[][] = [];
  for (let time = least; time < most; time += 1) {
    const to = [steps.length + 1];
    forks.push(to);
    steps.push({ kind: 'fork', to });
    compile(node, steps);
  }
  for (const to of forks) to.push(steps.length);
}

/** The program at work: which steps are reached at a place of the text, each once. */
class Run {
  readonly #steps: readonly Step[];
  /** At which place (plus one) a step was last reached. */
  readonly #reached: Int32Array;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#reached = new Int32Array(steps.length);
  }

  finds(text: string): boolean {
    this.#reached.fill(0);
    let here: number[] = [];
    for (let at = 0; at <= text.length; at += 1) {
      // The expression may begin at every place.
      if (this.#reach(0, text, at, here)) return true;
      if (at === text.length) return false;
      const unit = text.charCodeAt(at);
      const next: number[] = [];
      for (const index of here) {
        const step = this.#steps[index];
        if (step?.kind === 'take' && step.test(unit) && this.#reach(index + 1, text, at + 1, next)) return true;
      }
      here = next;
    }
    return false;
  }

  /** Follows what takes no character; true when that is the end. */
  #reach(first: number, text: string, at: number, taking: number[]): boolean {
    const open = [first];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (this.#reached[index] === at + 1) continue;
      this.#reached[index] = at + 1;
      const step = this.#steps[index];
      if (step?.kind === 'match') return true;
      if (step?.kind === 'take') taking.push(index);
      else if (step?.kind === 'fork') open.push(...step.to);
      else if (step?.kind === 'assert' && step.holds(text, at)) open.push(index + 1);
    }
    return false;
  }
}

/** The longest text that every match holds; a text without it needs no run. */
function literalIn(node: Node): string {
  const nodes = node.kind === 'row' ? node.nodes : [node];
  let longest = '';
  let current = '';
  for (const each of nodes) {
    const char = each.kind === 'unit' ? each.char : undefined;
    current = char === undefined ? '' : current + char;
    if (current.length > longest.length) longest = current;
  }
  return longest;
}
