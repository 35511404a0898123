/** What a regular expression is made of. Sets are tests of one UTF-16 code unit. */
export type Node =
  | {
      readonly kind: 'unit';
      readonly test: (unit: number) => boolean /** When nothing but this character will do. */;
      readonly char?: string;
    }
  | { readonly kind: 'row'; readonly nodes: readonly Node[] }
  | { readonly kind: 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly least: number; readonly most: number }
  | { readonly kind: 'assert'; readonly holds: Assertion };

/** Whether a place between two units is such a place. */
export type Assertion = (text: string, at: number) => boolean;

/** Flags of Sigma: `i` ignores case, `m` lets ^ and $ stand at line ends, `s` lets . be a line end. */
export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/** Flags as `(?i-s)` changes them. */
export function withFlags(flags: Flags, written: string): Flags {
  const [on = '', off = ''] = written.replace(/[^ims-]/g, '').split('-');
  const set = (flag: keyof Flags): boolean => (flags[flag] || on.includes(flag)) && !off.includes(flag);
  return { i: set('i'), m: set('m'), s: set('s') };
}

/** Why an expression can't be used. */
export class RegexProblem extends Error {}
