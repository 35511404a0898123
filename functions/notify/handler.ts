import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { tableDocuments } from '../../shared/adapters/aws/table-documents.ts';
import { slackChat } from '../../shared/adapters/slack/chat.ts';
import { queuePatience } from '../../shared/adapters/slack/patience.ts';
import { secretReader, slackSecret } from '../../shared/adapters/slack/secret.ts';
import { postToWebhook } from '../../shared/adapters/slack/webhook.ts';
import { messageOf } from '../../shared/errors.ts';
import { crafted, logger, metrics } from '../lambda/craft.ts';
import { environment } from '../lambda/environment.ts';
import { deliver, type Slack } from './deliver.ts';
import { oneByOne } from './one-by-one.ts';
import { readNotice } from './read-notice.ts';

const Environment = z.object({
  TABLE: z.string().min(1),
  SLACK_SECRET: z.string().min(1),
  /** Another Slack than the real one: tests and the local cloud. */
  SLACK_API_URL: z.url().optional(),
});

const { TABLE, SLACK_SECRET, SLACK_API_URL } = environment(Environment);
const now = (): number => Date.now();
const documents = tableDocuments(TABLE, now);
const secret = slackSecret(SLACK_SECRET, secretReader(), now);
const patience = queuePatience();
const chat = slackChat(secret, patience, SLACK_API_URL);
const processor = new BatchProcessor(EventType.SQS);

async function slack(): Promise<Slack> {
  const value = await secret.get();
  if ('webhookUrl' in value) return { postToWebhook: (message) => postToWebhook(value.webhookUrl, message, patience) };
  // Without a signing secret nobody hears the buttons.
  return { chat, withButtons: value.signingSecret !== undefined };
}

async function handleRecord({ messageId, body }: SQSRecord): Promise<void> {
  try {
    const notice = readNotice(body);
    const delivery = await deliver(notice, { slack: await slack(), documents, now });
    logger.info('notice', { key: notice.key, delivery });
    metrics.addMetric('SlackNotices', MetricUnit.Count, 1);
  } catch (error) {
    logger.error(`message ${messageId}: ${messageOf(error)}`, { error });
    metrics.addMetric('SlackErrors', MetricUnit.Count, 1);
    throw error;
  }
}

/** Notices from the queue to Slack. What fails comes back by the queue's visibility timeout, and ends in its dead-letter queue. */
export const handler = crafted(
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, oneByOne(handleRecord), processor, { context, throwOnFullBatchFailure: false }),
);
