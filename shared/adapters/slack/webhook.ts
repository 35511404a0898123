import { IncomingWebhook, IncomingWebhookHTTPError } from '@slack/webhook';
import type { SlackMessage } from '../../alerts/messages/slack.ts';
import { GatetrailError } from '../../errors.ts';
import { type Patience, patiently } from './patience.ts';

/** What Slack answers for good, and what mends it. */
const MENDED_BY: Readonly<Record<number, string>> = {
  403: 'the webhook was revoked or may not post there: make a new one and put it into the secret',
  404: 'the webhook or its channel is gone: make a new one and put it into the secret',
  410: 'its channel is archived: make a webhook for another and put it into the secret',
};
/** Slack says for how long after too many messages; if not, it is about a second (docs.slack.dev, rate limits). */
const A_SECOND = 1;

/** Posts through an incoming webhook: no threads, no buttons, no changes. The same errors as SlackChat. */
export async function postToWebhook(url: string, message: SlackMessage, patience: Patience): Promise<void> {
  let retryAfter = A_SECOND;
  const webhook = new IncomingWebhook(url, {
    timeout: patience.timeout,
    retryConfig: { ...patience.retries, randomize: true },
    // The client's own error doesn't hold the header.
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      retryAfter = Number(response.headers.get('retry-after') ?? A_SECOND);
      return response;
    },
  });
  const body = { text: message.text, blocks: [...message.blocks], unfurl_links: false, unfurl_media: false };
  const secondsToWait = (error: unknown): number | undefined => (statusOf(error) === 429 ? retryAfter : undefined);
  try {
    await patiently(() => webhook.send(body), secondsToWait, patience);
  } catch (error) {
    const status = statusOf(error);
    const remedy = status === undefined ? undefined : MENDED_BY[status];
    throw remedy === undefined
      ? error
      : new GatetrailError('config', `Slack refuses the webhook (${status}): ${remedy}`, error);
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof IncomingWebhookHTTPError ? error.statusCode : undefined;
}
