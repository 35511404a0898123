import * as z from 'zod';
import type { SentNotice } from '../../shared/alerts/messages/fit.ts';
import { SEVERITIES } from '../../shared/detections/severity.ts';
import { GatetrailError } from '../../shared/errors.ts';

const Texts = z.array(z.string());
const Reason = z.object({
  text: z.string(),
  bits: z.number().exactOptional(),
  usual: z.string().exactOptional(),
  since: z.string().exactOptional(),
});
const Alert = z.object({
  id: z.string(),
  time: z.string(),
  account: z.string(),
  principal: z.string(),
  severity: z.enum(SEVERITIES),
  score: z.number(),
  channel: z.enum(['rule', 'sequence', 'acute', 'rate', 'slow']),
  title: z.string(),
  summary: z.string(),
  reasons: z.array(Reason),
  findingIds: Texts,
  eventIds: Texts,
  attack: Texts,
  nextSteps: Texts,
});
const leftOut = z.record(z.string(), z.number()).exactOptional();
const Notice = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['alert', 'update']),
    key: z.string().min(1),
    id: z.string().min(1),
    revision: z.number(),
    alert: Alert,
    news: Texts,
    detections: Texts.exactOptional(),
    leftOut,
  }),
  z.object({
    kind: z.literal('digest'),
    key: z.string().min(1),
    day: z.string(),
    sent: z.array(Alert),
    over: z.array(Alert),
    about: Texts,
    leftOut,
  }),
  z.object({
    kind: z.literal('watch'),
    key: z.string().min(1),
    severity: z.enum(SEVERITIES),
    title: z.string(),
    lines: Texts,
    nextSteps: Texts,
    leftOut,
  }),
]);
const Envelope = z.object({ Type: z.literal('Notification'), Message: z.string() });

/** The notice of a message of the queue: as SNS delivers it raw, or inside its envelope. Throws `input` for anything else. */
export function readNotice(body: string): SentNotice {
  const value = parsed(body);
  const envelope = Envelope.safeParse(value);
  const result = Notice.safeParse(envelope.success ? parsed(envelope.data.Message) : value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new GatetrailError('input', `not a notice: ${issue?.path.join('.') || 'message'}: ${issue?.message}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GatetrailError('input', 'not a notice: expected JSON', error);
  }
}
