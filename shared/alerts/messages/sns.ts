import { GatetrailError } from '../../errors.ts';
import type { Notice } from '../notice.ts';
import { detectionsOf } from './about.ts';
import { amazonQ } from './amazon-q.ts';
import { FITS, fitted, type SentNotice } from './fit.ts';
import { ocsf } from './ocsf.ts';
import { plainBody, type Sender } from './plain.ts';
import { shown } from './shown.ts';
import { subjectOf } from './subject.ts';

/** What SNS's Publish takes, without the topic. */
export interface SnsMessage {
  readonly Subject: string;
  /** JSON: a body for each protocol. */
  readonly Message: string;
  readonly MessageStructure: 'json';
  readonly MessageAttributes: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
}

/** SNS takes 262,144 bytes of UTF-8, attributes included; the envelope that SQS gets around its body wants some too. */
const MOST_BYTES = 250_000;

/**
 * A notice as one message: OCSF for whoever is not named, text for people, our own JSON for queues, Amazon Q's schema for HTTPS. Evidence is
 * trimmed until it fits, the headline never. `now`: ms, for what has no time of its own. Throws `bug` when it does not fit even so.
 */
export function snsMessage(notice: Notice, sender: Sender, now: number): SnsMessage {
  for (const fit of FITS) {
    const sent = fitted(notice, fit);
    // The notice is in it twice; the bodies of what is far too large need not be made.
    if (2 * JSON.stringify(sent).length > MOST_BYTES) continue;
    const message = messageOf(sent, sender, now);
    if (bytesOf(message) <= MOST_BYTES) return message;
  }
  throw new GatetrailError('bug', `the notice ${shown(notice.key, 100)} is too large for SNS however it is trimmed`);
}

function messageOf(notice: SentNotice, sender: Sender, now: number): SnsMessage {
  return {
    Subject: subjectOf(notice),
    Message: JSON.stringify({
      default: JSON.stringify(ocsf(notice, now)),
      email: plainBody(notice, sender),
      sqs: JSON.stringify(notice),
      https: JSON.stringify(amazonQ(notice)),
    }),
    MessageStructure: 'json',
    MessageAttributes: attributesOf(notice),
  };
}

/** For filter policies of subscriptions. SNS refuses empty values, so what is not known is absent. */
function attributesOf(notice: SentNotice): SnsMessage['MessageAttributes'] {
  const alert = notice.kind === 'alert' || notice.kind === 'update' ? notice : undefined;
  const severity = notice.kind === 'watch' ? notice.severity : (alert?.alert.severity ?? 'info');
  const detections = alert === undefined ? [] : detectionsOf(alert).slice(0, 20);
  const texts = {
    kind: notice.kind,
    severity,
    key: shown(notice.key, 200),
    account: shown(alert?.alert.account ?? '', 100),
    channel: alert?.alert.channel ?? '',
  };
  const attributes = Object.entries(texts)
    .filter(([, value]) => value !== '')
    .map(([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const);
  return Object.fromEntries([
    ...attributes,
    ...(detections.length === 0
      ? []
      : [['detection', { DataType: 'String.Array', StringValue: JSON.stringify(detections) }] as const]),
  ]);
}

/** Bytes of UTF-8 that SNS counts. */
export function bytesOf({ Subject, Message, MessageAttributes }: SnsMessage): number {
  const attributes = Object.entries(MessageAttributes).flatMap(([name, { DataType, StringValue }]) => [
    name,
    DataType,
    StringValue,
  ]);
  const encoder = new TextEncoder();
  return [Subject, Message, ...attributes].reduce((sum, text) => sum + encoder.encode(text).length, 0);
}
