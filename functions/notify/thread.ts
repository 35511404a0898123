import * as z from 'zod';
import { SEVERITIES, type Severity } from '../../shared/detections/severity.ts';
import { GatetrailError } from '../../shared/errors.ts';
import type { Change } from '../../shared/pipeline/documents.ts';

/** What is known of an incident's messages in Slack; the document `slack#<id>`. */
const Thread = z.object({
  /** The first message, which the others reply to; absent: not posted yet, or by a webhook. */
  root: z.object({ channel: z.string(), ts: z.string(), severity: z.enum(SEVERITIES) }).optional(),
  /** Keys of notices that were posted. */
  posted: z.array(z.string()),
  /** Keys of notices that somebody is about to post, and since when (ms). */
  claims: z.record(z.string(), z.number()),
});
export type Thread = z.infer<typeof Thread>;
export type Root = NonNullable<Thread['root']>;

/**
 * How long a claim keeps others away, ms: no shorter than the function may run, shorter than the queue hides a message. Who dies between
 * posting and remembering leaves a claim; after it the message is posted again, because Slack can't be asked whether it has it without
 * reading the whole channel. So a crash means at most a duplicate, never a loss.
 */
export const CLAIM_LASTS = 60_000;

export type Claim =
  | { readonly is: 'done'; readonly thread: Thread }
  | { readonly is: 'busy' }
  | { readonly is: 'ours'; readonly thread: Thread };

export function threadKey(id: string): string {
  return `slack#${id}`;
}

/** Takes a notice to be posted. While the first message of a thread is on its way, its replies must wait. */
export function claimed(text: string | undefined, key: string, now: number): Change<Claim> {
  const thread = threadOf(text);
  if (thread.posted.includes(key)) return { text: undefined, result: { is: 'done', thread } };
  const isFresh = (name: string): boolean => now - (thread.claims[name] ?? 0) < CLAIM_LASTS;
  const rivals = Object.keys(thread.claims).filter(
    (name) => isFresh(name) && (name === key || thread.root === undefined),
  );
  if (rivals.length > 0) return { text: undefined, result: { is: 'busy' } };
  const ours = { ...thread, claims: { ...thread.claims, [key]: now } };
  return { text: JSON.stringify(ours), result: { is: 'ours', thread } };
}

/** The notice was posted; `root`: as the thread's first message. */
export function remembered(text: string | undefined, key: string, root: Root | undefined): Change<Thread> {
  const { [key]: _, ...claims } = threadOf(text).claims;
  const thread = threadOf(text);
  const next = {
    ...thread,
    ...(thread.root === undefined && root !== undefined ? { root } : {}),
    posted: [...new Set([...thread.posted, key])],
    claims,
  };
  return { text: JSON.stringify(next), result: next };
}

/** The notice was not posted: the next may try at once. */
export function released(text: string | undefined, key: string): Change<void> {
  const thread = threadOf(text);
  const { [key]: _, ...claims } = thread.claims;
  return { text: JSON.stringify({ ...thread, claims }), result: undefined };
}

/** The first message shows this severity now. */
export function raised(text: string | undefined, severity: Severity): Change<void> {
  const thread = threadOf(text);
  if (thread.root === undefined) return { text: undefined, result: undefined };
  return { text: JSON.stringify({ ...thread, root: { ...thread.root, severity } }), result: undefined };
}

function threadOf(text: string | undefined): Thread {
  if (text === undefined) return { posted: [], claims: {} };
  const result = Thread.safeParse(JSON.parse(text));
  if (!result.success)
    throw new GatetrailError('state-unreadable', `a Slack thread that is none: ${text.slice(0, 200)}`);
  return result.data;
}
