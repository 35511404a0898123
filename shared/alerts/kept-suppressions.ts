import type { Config, Suppression } from '../config.ts';
import { GatetrailError, messageOf } from '../errors.ts';
import { compareText } from '../order.ts';

/** The key of the document (pipeline/documents.ts) that holds what people suppressed while the pipeline runs. */
export const SUPPRESSIONS_KEY = 'suppressions';

/** A suppression that was said in Slack or by the command, beside those of gatetrail.yml. */
export interface KeptSuppression extends Suppression {
  /** `s-…`; the same for the same person saying it again of the same alert. */
  readonly id: string;
  /** ISO. */
  readonly createdAt: string;
  /** The alert that it was said of. */
  readonly alertId?: string;
}

/** More would slow every judgement; that many people can't oversee either. */
const MOST = 2000;
const PATTERNS = ['detection', 'principal', 'account', 'resource', 'ip'] as const;

/**
 * What a document holds, by id. Throws `state-unreadable` for a text that is none: to judge without suppressions would alert on all that
 * people silenced, to drop the text would lose them.
 */
export function readSuppressions(text: string | undefined): KeptSuppression[] {
  if (text === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new GatetrailError('state-unreadable', `document ${SUPPRESSIONS_KEY}: ${messageOf(error)}`, error);
  }
  if (!Array.isArray(value) || !value.every(isKept))
    throw new GatetrailError('state-unreadable', `document ${SUPPRESSIONS_KEY}: expected a list of suppressions`);
  return value;
}

function isKept(value: unknown): value is KeptSuppression {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const isText = (name: string): boolean => typeof fields[name] === 'string' && fields[name] !== '';
  return (
    ['id', 'reason', 'owner', 'expires', 'createdAt'].every(isText) &&
    PATTERNS.every((name) => fields[name] === undefined || isText(name)) &&
    PATTERNS.some(isText)
  );
}

/**
 * The document with a suppression more. Said again under the same id it is one: the one that ends later. Throws `config` when there are
 * too many.
 */
export function withSuppression(text: string | undefined, suppression: KeptSuppression): string {
  const kept = readSuppressions(text);
  const before = kept.find(({ id }) => id === suppression.id);
  const later = before !== undefined && compareText(before.expires, suppression.expires) >= 0 ? before : suppression;
  const all = [...kept.filter(({ id }) => id !== suppression.id), later];
  if (all.length > MOST)
    throw new GatetrailError(
      'config',
      `there are ${kept.length} suppressions; expected at most ${MOST}: gatetrail suppress list shows which have ended, gatetrail suppress remove drops them`,
    );
  return JSON.stringify(all.sort((a, b) => compareText(a.id, b.id)));
}

/** The document without a suppression; undefined when it has none of that id. */
export function withoutSuppression(text: string | undefined, id: string): string | undefined {
  const kept = readSuppressions(text);
  const rest = kept.filter((suppression) => suppression.id !== id);
  return rest.length === kept.length ? undefined : JSON.stringify(rest);
}

/** The configuration with what people suppressed while the pipeline runs; that of the file comes first. */
export function configWith(config: Config, suppressions: readonly KeptSuppression[]): Config {
  if (suppressions.length === 0) return config;
  return { ...config, suppressions: [...config.suppressions, ...suppressions] };
}
