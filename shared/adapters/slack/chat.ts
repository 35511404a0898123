import { LogLevel, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { SlackMessage } from '../../alerts/messages/slack.ts';
import { GatetrailError } from '../../errors.ts';
import { type Patience, patiently } from './patience.ts';
import type { SecretSource, SlackBot } from './secret.ts';

/** A message in Slack: its channel and its time, which names it there. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}

interface PostOptions {
  /** The `ts` of the message to reply to. */
  readonly thread?: string;
  /** Instead of the secret's channel. */
  readonly channel?: string;
  /** The notice's key, kept in the message's metadata: who sees a message twice can tell. */
  readonly key: string;
}

/**
 * Slack as a bot. Waits where Slack asks for a short wait and tries again after network errors and 5xx; else throws what Slack said: `config`
 * where a person must mend something.
 */
export interface SlackChat {
  post(message: SlackMessage, options: PostOptions): Promise<Place>;
  /** Replaces a message of ours. */
  change(place: Place, message: SlackMessage): Promise<void>;
}

/** Errors that the next attempt will meet too, and what mends them. */
const MENDED_BY: Readonly<Record<string, string>> = {
  invalid_auth: 'put the bot token of the Slack app into the secret',
  not_authed: 'put the bot token of the Slack app into the secret',
  token_revoked: 'put a new bot token into the secret',
  token_expired: 'put a new bot token into the secret',
  account_inactive: 'the bot was removed from the workspace: install the Slack app again',
  channel_not_found: "put the channel's id (C…) into the secret, and invite the bot to a private channel",
  not_in_channel: 'invite the bot to the channel',
  is_archived: 'the channel is archived: put another into the secret',
  missing_scope: 'give the Slack app the scope chat:write and install it again',
  restricted_action: "the workspace's rules keep the bot from posting there",
};
const AUTHENTICATION = new Set(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive']);
/** Slack doesn't take our blocks: better the headline than nothing. */
const BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long']);

/** `apiUrl`: for a Slack that is none, as in tests and the local cloud. */
export function slackChat(secret: SecretSource, patience: Patience, apiUrl?: string): SlackChat {
  const call = caller(secret, patience, apiUrl);
  return {
    post: async (message, { thread, channel, key }) => {
      const about = {
        ...(thread === undefined ? {} : { thread_ts: thread }),
        metadata: { event_type: 'gatetrail_notice', event_payload: { key } },
        ...QUIET,
      };
      const result = await withBlocks(message, (body) =>
        call('chat.postMessage', (bot) => ({ channel: channel ?? bot.channel, ...about, ...body })),
      );
      return placeOf(result);
    },
    change: async ({ channel, ts }, message) => {
      await withBlocks(message, (body) => call('chat.update', () => ({ channel, ts, ...QUIET_UPDATE, ...body })));
    },
  };
}

/** Slack makes nothing of names and links of its own accord. */
const QUIET_UPDATE = { parse: 'none', link_names: false };
const QUIET = { ...QUIET_UPDATE, unfurl_links: false, unfurl_media: false };

type Call = (method: string, body: (bot: SlackBot) => Record<string, unknown>) => Promise<Record<string, unknown>>;

async function withBlocks(
  { text, blocks }: SlackMessage,
  send: (body: Record<string, unknown>) => Promise<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  try {
    return await send({ text, blocks });
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || !BLOCKS.has(error.data.error)) throw error;
    return send({ text: `${text} (Slack did not take the details: ${error.data.error}; see the e-mail)` });
  }
}

function caller(secret: SecretSource, patience: Patience, apiUrl: string | undefined): Call {
  let client: WebClient | undefined;
  const clientOf = ({ botToken }: SlackBot): WebClient => {
    if (client?.token !== botToken)
      client = new WebClient(botToken, {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        logLevel: LogLevel.ERROR,
        rejectRateLimitedCalls: true,
        retryConfig: { ...patience.retries, randomize: true },
        timeout: patience.timeout,
      });
    return client;
  };
  return async (method, body) => {
    const bot = botOf(await secret.get());
    const send = (now: SlackBot): Promise<Record<string, unknown>> =>
      patiently(async () => ({ ...(await clientOf(now).apiCall(method, body(now))) }), secondsToWait, patience);
    try {
      return await send(bot);
    } catch (error) {
      if (!(error instanceof WebAPIPlatformError)) throw error;
      // The token may have been rotated since the secret was read.
      const renewed = AUTHENTICATION.has(error.data.error) ? botOf(await secret.renew()) : bot;
      if (renewed.botToken === bot.botToken) throw understood(error, method);
      return await send(renewed).catch((again: unknown) => {
        throw again instanceof WebAPIPlatformError ? understood(again, method) : again;
      });
    }
  };
}

function secondsToWait(error: unknown): number | undefined {
  return error instanceof WebAPIRateLimitedError ? error.retryAfter : undefined;
}

function understood(error: WebAPIPlatformError, method: string): Error {
  const remedy = MENDED_BY[error.data.error];
  return remedy === undefined
    ? error
    : new GatetrailError('config', `Slack refuses ${method} (${error.data.error}): ${remedy}`, error);
}

function botOf(secret: Awaited<ReturnType<SecretSource['get']>>): SlackBot {
  if ('botToken' in secret) return secret;
  throw new GatetrailError('config', 'the Slack secret holds a webhook; threads and buttons need botToken and channel');
}

function placeOf({ channel, ts }: Record<string, unknown>): Place {
  if (typeof channel === 'string' && typeof ts === 'string') return { channel, ts };
  throw new GatetrailError('bug', 'Slack answered chat.postMessage without channel and ts');
}
