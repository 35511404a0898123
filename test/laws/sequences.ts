import { type About, defineSequence, type Examples, type Sequence } from '../../shared/detections/define.ts';
import { record } from '../../shared/detections/example.ts';

/** What the rules of the laws say about themselves. */
export const ABOUT: Omit<About, 'id' | 'title'> & { readonly examples: () => Examples } = {
  topic: 'U',
  severity: 'medium',
  attack: ['T1078'],
  why: 'It exercises one kind of state.',
  benign: ['a test'],
  runbook: ['Look at {principal}, {before}, {time-1h}.'],
  examples: () => ({
    fires: [{ title: 'fires', records: [record('iam', 'CreateUser')] }],
    quiet: [{ title: 'is quiet', records: [record('iam', 'ListUsers')] }],
  }),
};

const ordered = defineSequence({
  ...ABOUT,
  id: 'law-ordered',
  title: 'Created, then opened',
  severity: 'high',
  key: 'principal',
  withinHours: 24,
  ordered: true,
  steps: [
    { title: 'created', detections: ['law-plain'] },
    { title: 'opened', detections: ['law-changed', 'law-foreign'] },
  ],
});

const unordered = defineSequence({
  ...ABOUT,
  id: 'law-unordered',
  title: 'Looked and created',
  key: 'account',
  withinHours: 1,
  ordered: false,
  steps: [
    { title: 'looked', on: { names: ['ListUsers'], outcome: 'any' } },
    { title: 'created', detections: ['law-plain'] },
    { title: 'let in', detections: ['law-foreign'], optional: true },
  ],
});

/** The detections they name are in rules.ts. */
export const lawSequences: readonly Sequence[] = [ordered, unordered];
