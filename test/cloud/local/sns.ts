import type { ServerResponse } from 'node:http';
import type { Call } from './calls.ts';

/** A message that SNS accepted. */
export interface Published {
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** Text for a protocol: its own body, or the default. */
  body(protocol: string): string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** SNS's own limits; the emulator keeps the size alone. */
const SUBJECT = /^[!-~][ -~]{0,99}$/;
const MAX_BYTES = 262_144;

/** Reads a Publish. Gives undefined for other calls, and the reason where SNS would refuse it. */
export function publishedBy(call: Call): Published | { readonly refused: string } | undefined {
  if (call.operation !== 'sns:Publish') return undefined;
  const form = new URLSearchParams(call.body.toString());
  const message = form.get('Message') ?? '';
  const subject = form.get('Subject') ?? undefined;
  if (Buffer.byteLength(message) > MAX_BYTES) return { refused: 'Invalid parameter: Message too long' };
  if (subject !== undefined && !SUBJECT.test(subject)) return { refused: 'Invalid parameter: Subject' };
  const bodies = form.get('MessageStructure') === 'json' ? bodiesOf(message) : { default: message };
  if (bodies === undefined)
    return { refused: 'Invalid parameter: Message Structure - No default entry in JSON message body' };
  const attributes: Record<string, string> = {};
  for (let i = 1; form.has(`MessageAttributes.entry.${i}.Name`); i++)
    attributes[form.get(`MessageAttributes.entry.${i}.Name`) ?? ''] =
      form.get(`MessageAttributes.entry.${i}.Value.StringValue`) ?? '';
  return {
    topicArn: form.get('TopicArn') ?? '',
    subject,
    body: (protocol) => bodies[protocol] ?? bodies['default'] ?? '',
    attributes,
  };
}

/** The Publish as the emulator is to see it: it sends what it gets to queues, so it gets their body alone. */
export function forQueues(call: Call, published: Published): Buffer {
  const form = new URLSearchParams(call.body.toString());
  form.set('Message', published.body('sqs'));
  form.delete('MessageStructure');
  return Buffer.from(form.toString());
}

export function refuse(reason: string, response: ServerResponse): void {
  const error = `<Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>${reason}</Message></Error>`;
  response.writeHead(400, { 'content-type': 'text/xml' }).end(`<ErrorResponse>${error}</ErrorResponse>`);
}

function bodiesOf(message: string): Readonly<Record<string, string>> | undefined {
  try {
    const bodies = JSON.parse(message) as Record<string, unknown>;
    return typeof bodies['default'] === 'string' ? (bodies as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}
