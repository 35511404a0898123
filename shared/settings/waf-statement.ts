import { amount, at, fields, filled, list, text, texts } from '../cloudtrail/field.ts';

/** Whom a statement of a WAF rule fits. */
export interface Reach {
  /** As good as every request: any path, any size, all but a few. */
  readonly everyone: boolean;
  readonly words: string;
}

/** Statements nest; AWS allows few levels, hostile text may hold thousands. */
const DEEPEST = 8;
/** More countries than this are no place any more. */
const MOST_COUNTRIES = 60;
const ANYTHING = new Set(['', '/', '.', '.*', '.+', '^', '^/', '^.*', '^.*$', '^.+$', '^/.*', '^/.*$', '.*$', '(.*)']);

/** Whom a rule's statement lets pass when its action is allow. */
export function passReach(statement: unknown, depth = 0): Reach {
  const [kind = 'nothing'] = Object.keys(fields(statement));
  const inside = at(statement, kind);
  if (depth > DEEPEST) return { everyone: false, words: 'nested conditions' };
  switch (kind) {
    case 'byteMatchStatement':
      return searched(inside);
    case 'regexMatchStatement': {
      const pattern = text(inside, 'regexString') ?? '';
      return { everyone: ANYTHING.has(pattern), words: `${partOf(inside)} that fits ${quote(pattern)}` };
    }
    case 'sizeConstraintStatement': {
      const [operator, size] = [text(inside, 'comparisonOperator') ?? '', amount(inside, 'size') ?? Number.NaN];
      // A path is never empty; nor is anything shorter than nothing.
      const any =
        (operator === 'GE' && size === 0) || (operator === 'GT' && size === 0 && partOf(inside) === 'URI path');
      return { everyone: any, words: `size of ${partOf(inside)} ${operator} ${size}` };
    }
    case 'geoMatchStatement': {
      const countries = texts(inside, 'countryCodes');
      return { everyone: countries.length > MOST_COUNTRIES, words: `callers from ${countries.slice(0, 5).join('; ')}` };
    }
    case 'ipSetReferenceStatement':
      return { everyone: false, words: `IP set ${nameIn(text(inside, 'arn') ?? text(inside, 'aRN') ?? '', 'ipset')}` };
    case 'notStatement': {
      const { everyone, words } = passReach(at(inside, 'statement'), depth + 1);
      return { everyone: !everyone, words: `all but ${words}` };
    }
    case 'orStatement': {
      const parts = partsIn(inside, depth);
      return { everyone: parts.some((part) => part.everyone), words: joined(parts, ' or ') };
    }
    case 'andStatement': {
      const parts = partsIn(inside, depth);
      return { everyone: parts.length > 0 && parts.every((part) => part.everyone), words: joined(parts, ' and ') };
    }
    default:
      return { everyone: false, words: kind.replace(/Statement$/, '') };
  }
}

function partsIn(statement: unknown, depth: number): Reach[] {
  return list(statement, 'statements').map((part) => passReach(part, depth + 1));
}

function searched(statement: unknown): Reach {
  const wanted = bytesOf(at(statement, 'searchString'));
  const how = text(statement, 'positionalConstraint') ?? '';
  const fits = wanted === '/' && partOf(statement) === 'URI path' && (how === 'STARTS_WITH' || how === 'CONTAINS');
  return { everyone: fits, words: `${partOf(statement)} ${how.toLowerCase().replaceAll('_', ' ')} ${quote(wanted)}` };
}

/** The API wants bytes: their base64, a dump of the buffer, or the plain text. Which of them is logged is not documented. */
function bytesOf(value: unknown): string {
  const dumped = list(value, 'hb').filter((byte) => typeof byte === 'number');
  if (dumped.length > 0) return String.fromCharCode(...dumped.slice(0, 200));
  const plain = text(value) ?? '';
  return plain === 'Lw==' ? '/' : plain;
}

const PARTS: Readonly<Record<string, string>> = {
  uriPath: 'URI path',
  queryString: 'query',
  method: 'method',
  body: 'body',
};

function partOf(statement: unknown): string {
  const [kind = 'request'] = Object.keys(fields(at(statement, 'fieldToMatch')));
  const name = filled(statement, 'fieldToMatch', kind, 'name');
  if (name !== undefined) return `${kind === 'singleHeader' ? 'header' : 'argument'} ${name}`;
  return Object.hasOwn(PARTS, kind) ? (PARTS[kind] ?? kind) : kind;
}

function nameIn(arn: string, kind: string): string {
  return arn.slice(0, 1024).split(`${kind}/`)[1]?.split('/')[0] ?? arn;
}

function joined(parts: readonly Reach[], by: string): string {
  return parts.map(({ words }) => words).join(by);
}

function quote(value: string): string {
  return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
}
