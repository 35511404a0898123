import * as z from 'zod';
import { serviceOf } from '../../cloudtrail/operation.ts';
import type { RawRecord } from '../../cloudtrail/read.ts';
import { isoTime, MINUTE, parseTime } from '../../cloudtrail/time.ts';
import { type Example, type Examples, TOPICS, type Topic } from '../define.ts';
import { record } from '../example.ts';
import { SEVERITIES } from '../severity.ts';
import { isMap, type SigmaDocument } from './document.ts';

const words = z.string().min(3);
const OwnRecord = z.looseObject({
  eventSource: z.string().optional(),
  eventName: z.string(),
  /** After the start of the example. */
  minute: z.number().optional(),
  /** That many records, a second apart. */
  times: z.number().int().min(1).max(10_000).optional(),
});
const OwnExample = z.strictObject({
  title: words,
  severity: z.enum(SEVERITIES).optional(),
  records: z.array(OwnRecord).min(1),
});
const OwnSchema = z.strictObject({
  topic: z.enum(Object.keys(TOPICS) as [Topic, ...Topic[]]).optional(),
  why: words.optional(),
  benign: z.array(words).min(1).optional(),
  runbook: z.array(words).min(1).optional(),
  examples: z.strictObject({ fires: z.array(OwnExample).min(1), quiet: z.array(OwnExample).min(1) }).optional(),
});

/** What a rule says in its `gatetrail:` block, beyond what Sigma has words for. */
export interface OwnPart {
  readonly topic?: Topic | undefined;
  readonly why?: string | undefined;
  readonly benign?: readonly string[] | undefined;
  readonly runbook?: readonly string[] | undefined;
  /** Empty lists when it has none: people's own rules may do without, ours not. */
  readonly examples: () => Examples;
}

const NO_EXAMPLES = { fires: [], quiet: [] } as unknown as Examples;

/** Reads the `gatetrail:` block of a rule. Throws `config` naming the line of what is wrong in it. */
export function ownPartOf({ keys, place }: SigmaDocument): OwnPart {
  const written = keys['gatetrail'];
  if (written === undefined) return { examples: () => NO_EXAMPLES };
  const read = OwnSchema.safeParse(written);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = (issue?.path ?? []).filter((part) => typeof part !== 'symbol');
    const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    throw place.at('gatetrail', ...path, ...extra).problem(issue?.message ?? 'is not what was expected');
  }
  const { examples, ...about } = read.data;
  if (examples === undefined) return { ...about, examples: () => NO_EXAMPLES };
  const made = (all: readonly z.infer<typeof OwnExample>[]): Example[] =>
    all.map(({ title, severity, records }) => ({
      title,
      records: records.flatMap(recordsOf),
      ...(severity === undefined ? {} : { severity }),
    }));
  return {
    ...about,
    examples: () => ({ fires: made(examples.fires), quiet: made(examples.quiet) }) as unknown as Examples,
  };
}

/** The base record of an operation with what the example says in its place; `userIdentity` is merged unless it has a type. */
function recordsOf({ minute = 0, times = 1, ...fields }: z.infer<typeof OwnRecord>): RawRecord[] {
  const base = record(serviceOf(fields.eventSource ?? 'iam.amazonaws.com'), fields.eventName, { minute });
  const by = fields['userIdentity'];
  const identity =
    isMap(by) && !Object.hasOwn(by, 'type') && isMap(base['userIdentity']) ? { ...base['userIdentity'], ...by } : by;
  const one: Record<string, unknown> = {
    ...base,
    ...fields,
    ...(identity === undefined ? {} : { userIdentity: identity }),
  };
  const start = parseTime(String(one['eventTime'])) ?? 0;
  return Array.from({ length: times }, (_, index) => ({ ...one, eventTime: isoTime(start + index * (MINUTE / 60)) }));
}
