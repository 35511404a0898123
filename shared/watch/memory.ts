import * as z from 'zod';
import type { WatchNotice } from '../alerts/notice.ts';
import { DAY, isoTime } from '../cloudtrail/time.ts';
import { SEVERITIES } from '../detections/severity.ts';
import { GatetrailError, messageOf } from '../errors.ts';
import { compareText } from '../order.ts';
import type { Checked, Condition } from './condition.ts';
import { noticesOf } from './telling.ts';

/** The key of the document that holds what the watch knows: one, so that what is over leaves nothing behind. */
export const MEMORY_KEY = 'watch/told';

const Notice = z.object({
  kind: z.literal('watch'),
  key: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  lines: z.array(z.string()).readonly(),
  nextSteps: z.array(z.string()).readonly(),
});
const Open = z.object({
  /** When it was seen first, and when people were told last, ms. */
  since: z.number(),
  told: z.number().optional(),
  times: z.number(),
});
const Memory = z.object({
  open: z.record(z.string(), Open),
  /** Decided and not handed over yet: a crash or a dead topic must not swallow them. */
  unsent: z.array(Notice),
  /** Until when (ms) each digest chain was verified. */
  verified: z.record(z.string(), z.number()).default({}),
  quiet: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]).readonly()).readonly()).default({}),
});

/** What the watch remembers between its runs. */
export type Memory = Readonly<z.infer<typeof Memory>>;
type Open = z.infer<typeof Open>;

/** Throws `state-unreadable` for a text that the watch did not write. */
export function readMemory(text: string | undefined): Memory {
  if (text === undefined) return { open: {}, unsent: [], verified: {}, quiet: {} };
  try {
    return Memory.parse(JSON.parse(text));
  } catch (error) {
    throw new GatetrailError('state-unreadable', `document ${MEMORY_KEY}: ${messageOf(error)}`, error);
  }
}

/** What is known after these checks, with the notices that are due in `unsent`. Pure: the same asked twice gives the same. */
export function decide(known: Memory, checks: readonly Checked[], now: number): Memory {
  const open: Record<string, Open> = { ...known.open };
  const unsent: WatchNotice[] = [...known.unsent];
  for (const { check, conditions, isPartial = false, over } of checks) {
    const present = new Map(conditions.map((condition) => [condition.key, condition]));
    for (const [key, { told, since }] of Object.entries(open)) {
      if (isPartial || !key.startsWith(`${check}.`) || present.has(key)) continue;
      delete open[key];
      const said = told === undefined ? undefined : over?.(key);
      if (said !== undefined) unsent.push(overNotice(key, since, said));
    }
    const due: { readonly condition: Condition; readonly since: number; readonly times: number }[] = [];
    for (const [key, condition] of [...present].sort(([a], [b]) => compareText(a, b))) {
      const before = open[key] ?? { since: now, times: 0 };
      const isTold = isDue(condition, before, now);
      open[key] = isTold ? { since: before.since, told: now, times: before.times + 1 } : before;
      if (isTold) due.push({ condition, since: before.since, times: before.times + 1 });
    }
    unsent.push(...noticesOf(due));
  }
  return { ...known, open, unsent };
}

function isDue({ patience = 0, once = false }: Condition, { since, told, times }: Open, now: number): boolean {
  if (told === undefined) return now - since >= patience;
  return !once && now - told >= DAY * 2 ** (times - 1);
}

function overNotice(key: string, since: number, title: string): WatchNotice {
  return {
    kind: 'watch',
    key: `${key}.${isoTime(since)}.over`,
    severity: 'info',
    title,
    lines: [`It was told of as ${key}, seen first at ${isoTime(since)}.`],
    nextSteps: [],
  };
}

/** The same without what was handed over. */
export function withoutSent(memory: Memory, key: string): Memory {
  return { ...memory, unsent: memory.unsent.filter((notice) => notice.key !== key) };
}
