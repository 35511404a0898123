import * as z from 'zod';
import { dayOf, parseTime } from '../cloudtrail/time.ts';

/** The channels of behaviour, each with thresholds of its own; rules and sequences have none. */
export const CHANNELS = ['acute', 'rate', 'slow'] as const;
export type Channel = (typeof CHANNELS)[number];
/** Evidence in bits, by channel. */
export type Bits = Readonly<Record<Channel, number>>;

/** The UTC day of `2026-11-22`, counted from 1970-01-01; undefined when it is none. */
export function parseDay(text: string): number | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? parseTime(`${text}T00:00:00Z`) : undefined;
  return time === undefined ? undefined : dayOf(time);
}

/** A text that is understood as a number, or an issue that says what was expected. */
function understood(parse: (text: string) => number | undefined, expected: string) {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });
}

const Time = understood(parseTime, 'a time such as 2026-11-22T13:05:00Z');
const Day = understood(parseDay, 'a UTC day such as 2026-11-22');
const Text = z.string().min(1);

/** A line of `scores.ndjson`, as far as it is asked about: one principal-day, in bits. */
export const ScoreLine = z.object({ principal: Text, day: Day, acute: z.number(), rate: z.number(), slow: z.number() });
export type ScoreLine = z.infer<typeof ScoreLine>;

/** A line of `alerts.ndjson` or `digest.ndjson`, as far as it is asked about. */
export const AlertLine = z.object({
  id: Text,
  time: Time,
  principal: Text,
  severity: Text,
  channel: z.enum(['rule', 'sequence', ...CHANNELS]),
  eventIds: z.array(z.string()),
});
export type AlertLine = z.infer<typeof AlertLine>;

/** A line of `findings.ndjson`, as far as it is asked about. */
export const FindingLine = z.object({
  detection: Text,
  severity: Text,
  time: Time,
  principal: Text,
  eventIds: z.array(z.string()),
  suppressed: z.unknown().optional(),
});
export type FindingLine = z.infer<typeof FindingLine>;

const Step = z.object({ time: Time, eventId: Text, action: z.string() });

/** A line of labels: one attack. Who did it and when is needed; with steps, more can be told. */
export const LabelLine = z
  .object({
    id: Text,
    family: Text,
    title: z.string().nullish(),
    principal: Text,
    day: Day.nullish(),
    start: Time.nullish(),
    end: Time.nullish(),
    warmup: z.number().int().min(0).nullish(),
    steps: z.array(Step).nullish(),
  })
  .refine(
    ({ day, start, steps }) => (day ?? start ?? steps?.[0]) !== undefined,
    'expected day, start and end, or steps: when the attack was',
  )
  .refine(({ start, end }) => (start ?? 0) <= (end ?? Number.POSITIVE_INFINITY), {
    path: ['end'],
    message: 'expected a time that is not before start',
  })
  .refine(({ warmup, steps }) => (warmup ?? 0) < Math.max(1, steps?.length ?? 0), {
    path: ['warmup'],
    message: 'expected fewer than there are steps: the last of them is the act',
  });
export type LabelLine = z.infer<typeof LabelLine>;

/** What `run.json` says of the target: behavioural alerts a day. Flags are kept as they were typed. */
export const RunLine = z.object({
  options: z.object({ budget: z.coerce.number().positive().optional() }).optional(),
});
