import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import * as z from 'zod';
import { tableDocuments } from '../../shared/adapters/aws/table-documents.ts';
import { slackChat } from '../../shared/adapters/slack/chat.ts';
import { clickPatience } from '../../shared/adapters/slack/patience.ts';
import { sayByUrl } from '../../shared/adapters/slack/response-url.ts';
import { secretReader, slackSecret } from '../../shared/adapters/slack/secret.ts';
import { messageOf } from '../../shared/errors.ts';
import { crafted, logger } from '../lambda/craft.ts';
import { environment } from '../lambda/environment.ts';
import { respond } from './respond.ts';

const Environment = z.object({
  TABLE: z.string().min(1),
  SLACK_SECRET: z.string().min(1),
  /** Another Slack than the real one: tests and the local cloud. */
  SLACK_API_URL: z.url().optional(),
});

const { TABLE, SLACK_SECRET, SLACK_API_URL } = environment(Environment);
const now = (): number => Date.now();
const secret = slackSecret(SLACK_SECRET, secretReader(), now);
const deps = {
  secret,
  documents: tableDocuments(TABLE, now),
  chat: slackChat(secret, clickPatience(), SLACK_API_URL),
  sayByUrl: (url: string, text: string): Promise<void> => sayByUrl(url, text, SLACK_API_URL),
  now,
  warn: (message: string): void => logger.warn(message),
};

/** Clicks on the buttons of our Slack messages. Whoever knows the URL may call it; only Slack's signature opens it. */
export const handler = crafted(
  async ({ headers = {}, body = '', isBase64Encoded }: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> => {
    try {
      return await respond(headers, Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'), deps);
    } catch (error) {
      logger.error(`a click was not served: ${messageOf(error)}`, { error });
      return { statusCode: 500, body: '' };
    }
  },
);
