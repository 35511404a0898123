import * as z from 'zod';
import { ACTIONS, type ButtonValue } from '../../shared/alerts/messages/button.ts';

/** A Slack id: only such are put between `<@` and `>`. */
const Id = z.string().regex(/^[A-Z0-9]{2,30}$/);
const Payload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: Id, username: z.string().optional(), name: z.string().optional() }),
  channel: z.object({ id: Id }),
  message: z.object({
    ts: z.string().regex(/^\d+\.\d+$/),
    thread_ts: z
      .string()
      .regex(/^\d+\.\d+$/)
      .optional(),
  }),
  actions: z.array(z.object({ action_id: z.string(), value: z.string() })).min(1),
  response_url: z.string().optional(),
});
const Value = z.object({
  alertId: z.string().min(1),
  principal: z.string(),
  account: z.string(),
  detections: z.array(z.string().min(1)),
  headline: z.string(),
});

/** A click on a button of ours. */
export interface Click {
  readonly action: keyof typeof ACTIONS;
  readonly user: { readonly id: string; readonly name: string };
  readonly channel: string;
  /** The first message of the thread. */
  readonly thread: string;
  readonly value: ButtonValue;
  readonly responseUrl?: string;
}

/** Reads the form that Slack sends. Undefined: not a click on a button of ours. Only for a body whose signature was right. */
export function readClick(body: string): Click | undefined {
  const payload = Payload.safeParse(json(new URLSearchParams(body).get('payload')));
  if (!payload.success) return undefined;
  const { user, channel, message, actions, response_url: responseUrl } = payload.data;
  const names = Object.entries(ACTIONS) as [Click['action'], string][];
  for (const { action_id, value } of actions) {
    const [action] = names.find(([, id]) => id === action_id) ?? [];
    const said = Value.safeParse(json(value));
    if (action === undefined || !said.success) continue;
    if (action === 'expected' && said.data.detections.length === 0) continue;
    return {
      action,
      user: { id: user.id, name: user.username ?? user.name ?? user.id },
      channel: channel.id,
      thread: message.thread_ts ?? message.ts,
      value: said.data,
      ...(responseUrl === undefined ? {} : { responseUrl }),
    };
  }
  return undefined;
}

function json(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
