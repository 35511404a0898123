import type { Place } from './place.ts';

/** What the part of a key behind the field's name asks for. */
export interface Modifiers {
  /** Lists: every value has to match instead of one. */
  readonly all: boolean;
  readonly neq: boolean;
  readonly cased: boolean;
  readonly expand: boolean;
  /** How a value is compared. */
  readonly kind: 'text' | 're' | 'cidr' | 'exists' | 'fieldref' | Compare;
  /** The part of a date that is compared. */
  readonly time: TimePart | undefined;
  readonly flags: { readonly i: boolean; readonly m: boolean; readonly s: boolean };
  /** What changes the text, in the order given. */
  readonly changes: readonly Change[];
}
type Compare = 'lt' | 'lte' | 'gt' | 'gte';
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
export type Change =
  | 'contains'
  | 'startswith'
  | 'endswith'
  | 'windash'
  | 'wide'
  | 'utf16le'
  | 'utf16be'
  | 'utf16'
  | 'base64'
  | 'base64offset';

const TIMES = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
const COMPARES = ['lt', 'lte', 'gt', 'gte'] as const;
const KINDS = ['re', 'cidr', 'exists', 'fieldref', ...COMPARES] as const;
const WILDCARDS = ['contains', 'startswith', 'endswith'] as const;
const CHANGES = [...WILDCARDS, 'windash', 'wide', 'utf16le', 'utf16be', 'utf16', 'base64', 'base64offset'] as const;
const FLAGS = { i: 'i', ignorecase: 'i', m: 'm', multiline: 'm', s: 's', dotall: 's' } as const;
const OTHERS = ['all', 'neq', 'cased', 'expand'] as const;
const KNOWN: readonly string[] = [...CHANGES, ...KINDS, ...TIMES, ...OTHERS, ...Object.keys(FLAGS)];

/** `userAgent|contains|all` taken apart; no field for a keyword (`|all`). Throws what can't be combined. */
export function readKey(
  key: string,
  place: Place,
): { readonly field: string | undefined; readonly modifiers: Modifiers } {
  const [field = '', ...names] = key.split('|');
  const unknown = names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    throw place.problem(
      `there is no modifier ${unknown === '' ? 'without a name' : unknown}; known are ${KNOWN.join(', ')}`,
    );
  const one = <T extends string>(of: readonly T[]): T | undefined => {
    const [first, second] = names.filter((name): name is T => (of as readonly string[]).includes(name));
    if (second !== undefined && second !== first) throw place.problem(`${first} and ${second} can't be combined`);
    return first;
  };
  const flags = names.flatMap((name) => (isFlag(name) ? [FLAGS[name]] : []));
  const modifiers: Modifiers = {
    all: names.includes('all'),
    neq: names.includes('neq'),
    cased: names.includes('cased'),
    expand: names.includes('expand'),
    kind: one(KINDS) ?? 'text',
    time: one(TIMES),
    flags: { i: flags.includes('i'), m: flags.includes('m'), s: flags.includes('s') },
    changes: names.filter((name): name is Change => (CHANGES as readonly string[]).includes(name)),
  };
  checkCombination(modifiers, flags.length > 0, place);
  if (field === '' && !['text', 're'].includes(modifiers.kind)) throw place.problem(`${modifiers.kind} needs a field`);
  if (field === '' && modifiers.time !== undefined) throw place.problem(`${modifiers.time} needs a field`);
  return { field: field === '' ? undefined : field, modifiers };
}

function isFlag(name: string): name is keyof typeof FLAGS {
  return Object.hasOwn(FLAGS, name);
}

function checkCombination({ kind, time, changes, cased }: Modifiers, flagged: boolean, place: Place): void {
  if (flagged && kind !== 're') throw place.problem('i, m and s are flags of re, and re is not there');
  const allowed: readonly string[] = kind === 'text' ? CHANGES : kind === 're' || kind === 'fieldref' ? WILDCARDS : [];
  const other = changes.find((change) => !allowed.includes(change));
  if (other !== undefined) throw place.problem(`${other} and ${kind} can't be combined`);
  if (cased && kind !== 'text' && kind !== 'fieldref' && kind !== 're')
    throw place.problem(`cased and ${kind} can't be combined`);
  const isNumber = kind === 'text' || (COMPARES as readonly string[]).includes(kind);
  if (time !== undefined && (!isNumber || changes.length > 0 || cased))
    throw place.problem(`${time} gives a number: it goes with lt, lte, gt, gte, neq and nothing else`);
}
