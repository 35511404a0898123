import * as z from 'zod';
import { GatetrailError } from '../errors.ts';
import { WINDOW_VALUES_A_MINUTE } from '../state/kinds.ts';
import { type Detection, type Sequence, TOPICS } from './define.ts';
import { SEVERITIES } from './severity.ts';

const topics = Object.keys(TOPICS) as (keyof typeof TOPICS)[];
const code = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'expected a function');
const words = z.string().min(3);

/** What every rule must say about itself. ATT&CK ids are v19 technique ids. */
export const AboutSchema = z.looseObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)+$/, 'expected lower-case words joined by -'),
  topic: z.enum(topics),
  title: words,
  severity: z.enum(SEVERITIES),
  attack: z.array(z.string().regex(/^T\d{4}(\.\d{3})?$/, 'expected an ATT&CK technique id such as T1078.004')),
  why: words,
  benign: z.array(words).min(1),
  runbook: z.array(words).min(1),
  examples: code,
});

const Given = z.looseObject({ setting: words, of: code, judge: code });

const DetectionSchema = AboutSchema.extend({
  on: z.looseObject({}),
  match: code.optional(),
  state: z
    .strictObject({
      changed: z.looseObject({ settings: z.array(z.string()).min(1) }).optional(),
      given: z.union([Given, z.array(Given)]).optional(),
      dormant: z
        .looseObject({ subject: code, noun: words, days: z.number().int().min(1), activeDays: z.number().int().min(1) })
        .optional(),
      firstSeen: z
        .looseObject({ subject: code, value: code, noun: words, learnDays: z.number().int().min(1).max(90) })
        .optional(),
      aged: z.looseObject({ subject: code, noun: words, days: z.number().int().min(1) }).optional(),
      count: z
        .looseObject({
          subject: code,
          atLeast: z.number().int().min(1).max(WINDOW_VALUES_A_MINUTE),
          withinMinutes: z.number().min(1).max(1440),
          noun: words,
        })
        .optional(),
    })
    .optional(),
});

const Step = z.looseObject({ title: words }).and(
  z.union([z.looseObject({ detections: z.array(z.string()).min(1) }), z.looseObject({ on: z.looseObject({}) })], {
    error: 'expected detections, or on',
  }),
);

const SequenceSchema = AboutSchema.extend({
  key: z.enum(['api', 'principal', 'target', 'account', 'match']),
  withinHours: z.number().positive(),
  ordered: z.boolean(),
  atLeast: z.number().int().min(1).optional(),
  steps: z.array(Step).min(2),
});

/** A value as a detection or, when it has steps, a sequence. Throws `config` naming the file, the key and what was expected. */
export function checkRule(value: unknown, file: string): Detection | Sequence {
  const hasSteps = typeof value === 'object' && value !== null && 'steps' in value;
  return hasSteps ? checked<Sequence>(SequenceSchema, value, file) : checkDetection(value, file);
}

/** A value as a detection. Throws `config` naming the file, the key and what was expected. */
export function checkDetection(value: unknown, file: string): Detection {
  return checked<Detection>(DetectionSchema, value, file);
}

function checked<T>(schema: z.ZodType, value: unknown, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return value as T;
  const issue = result.error.issues[0];
  throw new GatetrailError('config', `${file}: ${issue?.path.join('.') || 'default export'}: ${issue?.message}`);
}
