import { Catalogue } from './catalogue.ts';
import type { Detection, Sequence } from './define.ts';
import { detections, sequences } from './index.ts';

/** Rules beside those that ship. */
export interface OwnRules {
  readonly detections: readonly Detection[];
  readonly sequences: readonly Sequence[];
}

/** What ships and the user's own, without what the configuration turns off: `off` names detections, each with why. */
export function selected(own: OwnRules, off: Readonly<Record<string, string>>): Catalogue {
  const gone = new Set(Object.keys(off));
  const kept = [...detections, ...own.detections].filter(({ id }) => !gone.has(id));
  const stories = [...sequences, ...own.sequences].filter(({ id }) => !gone.has(id));
  return new Catalogue(
    kept,
    stories.map((sequence) => withoutSteps(sequence, gone)),
  );
}

/** A sequence keeps its steps when one of a step's detections is off. */
function withoutSteps(sequence: Sequence, off: ReadonlySet<string>): Sequence {
  const steps = sequence.steps.map((step) =>
    'detections' in step ? { ...step, detections: step.detections.filter((id) => !off.has(id)) } : step,
  );
  return { ...sequence, steps };
}
