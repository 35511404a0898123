import type { TrailEvent } from '../../cloudtrail/event.ts';
import type { Detection, Match } from '../define.ts';
import type { SigmaAbout } from './about.ts';
import { type Expression, fieldText, questionOf, witnesses, witnessText } from './expression.ts';
import { fieldNamed } from './field.ts';
import { interestOf } from './interest.ts';
import { type View, viewOf } from './view.ts';

/** A Sigma rule of one event as a detection. `fields`: what it wants a person to see. */
export function eventDetection(expression: Expression, about: SigmaAbout, fields: readonly string[]): Detection {
  const holds = questionOf(expression);
  return {
    ...about,
    on: interestOf([expression]),
    match: (event) => {
      const view = viewOf(event.raw);
      return holds(view)
        ? { what: whatOf(event, about.title), reasons: reasonsOf(expression, view, fields) }
        : undefined;
    },
  };
}

/** Completes "alice …". */
export function whatOf(event: TrailEvent, title: string): NonNullable<Match['what']> {
  return `matched "${title}": called ${event.service}:${event.name}`;
}

const MOST_REASONS = 8;

/** Which fields held what the rule asks for, and what else it wants shown; the operation is told elsewhere, unless it is all there is. */
export function reasonsOf(expression: Expression, view: View, fields: readonly string[] = []): string[] {
  const atoms = witnesses(expression, view);
  const telling = atoms.filter(({ field }) => field?.name !== 'eventSource' && field?.name !== 'eventName');
  const shown = fields.filter((name) => name !== 'eventSource' && name !== 'eventName').map(fieldNamed);
  const others = shown.filter((field) => view.found(field).texts.length > 0).map((field) => fieldText(field, view));
  const texts = (telling.length + others.length === 0 ? atoms : telling).map((atom) => witnessText(atom, view));
  return [...new Set([...texts, ...others])].slice(0, MOST_REASONS);
}
