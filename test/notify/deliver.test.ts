import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Delivery, deliver, type Slack } from '../../functions/notify/deliver.ts';
import { CLAIM_LASTS, threadKey } from '../../functions/notify/thread.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { slackChat } from '../../shared/adapters/slack/chat.ts';
import { slackSecret } from '../../shared/adapters/slack/secret.ts';
import { postToWebhook } from '../../shared/adapters/slack/webhook.ts';
import type { SentNotice } from '../../shared/alerts/messages/fit.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';
import { ALERT, alertNotice, DIGEST, WATCH } from '../messages/notices.ts';
import { type SlackServer, startSlack } from './slack-server.ts';

/** A bot with its own Slack, clock and secret; waits are counted, not waited. */
let server: SlackServer;
let secretText: string;
let secretReads: number;
let clock: number;
let waits: number[];
let documents: MemoryDocuments;
let bot: Slack;

const patience = {
  wait: async (milliseconds: number) => {
    waits.push(milliseconds);
  },
  longestWait: 5000,
  retries: { retries: 2, minTimeout: 1, maxTimeout: 2 },
  timeout: 2000,
};

beforeEach(async () => {
  server = await startSlack();
  secretText = JSON.stringify({ botToken: 'xoxb-1', channel: 'C1', signingSecret: 's' });
  [secretReads, clock, waits] = [0, 1_000_000, []];
  documents = new MemoryDocuments();
  const read = async (): Promise<string> => {
    secretReads += 1;
    return secretText;
  };
  const secret = slackSecret('/gatetrail/test/slack', read, () => clock);
  bot = { chat: slackChat(secret, patience, server.apiUrl), withButtons: true };
});
afterEach(() => server.close());

function send(notice: SentNotice, slack = bot, kept: Documents = documents): Promise<Delivery> {
  return deliver(notice, { slack, documents: kept, now: () => clock });
}

const update = (revision: number, severity = ALERT.severity): SentNotice =>
  alertNotice({ kind: 'update', revision, alert: { ...ALERT, severity }, news: [`news of ${revision}`] });
const first = (severity = ALERT.severity): SentNotice => alertNotice({ alert: { ...ALERT, severity } });
const calls = (): string[] => server.calls.map(({ method }) => method);

describe('an incident in Slack', () => {
  it('is one thread: a message, then replies', async () => {
    expect(await send(first())).toBe('posted');
    expect(await send(update(2))).toBe('posted');
    const [root, reply] = server.calls;
    expect(root).toMatchObject({
      method: 'chat.postMessage',
      token: 'xoxb-1',
      body: { channel: 'C1', parse: 'none', unfurl_links: 'false' },
    });
    expect(root?.body['thread_ts']).toBeUndefined();
    expect(JSON.stringify(root?.body['blocks'])).toContain('gatetrail.expected');
    expect(reply?.body).toMatchObject({ channel: 'C1', thread_ts: '1700000000.000001' });
    expect(JSON.stringify(reply?.body['blocks'])).toContain('news of 2');
    expect(reply?.body['metadata']).toEqual({
      event_type: 'gatetrail_notice',
      event_payload: { key: `${ALERT.id}.2` },
    });
  });

  it('is told once: the same key again posts nothing', async () => {
    for (const notice of [first(), first(), update(2), update(2), first()]) await send(notice);
    expect(calls()).toEqual(['chat.postMessage', 'chat.postMessage']);
  });

  it('shows in its first message that it became worse, once', async () => {
    await send(first('medium'));
    await send(update(2, 'critical'));
    await send(update(3, 'high'));
    expect(calls()).toEqual(['chat.postMessage', 'chat.postMessage', 'chat.update', 'chat.postMessage']);
    expect(server.calls[2]?.body['ts']).toBe('1700000000.000001');
    expect(JSON.stringify(server.messages.get('1700000000.000001'))).toContain('"text":"CRITICAL: Leaked');
  });

  it('shows it later if Slack failed then', async () => {
    await send(first('medium'));
    server.trouble({ none: true }, { status: 500 }, { status: 500 }, { status: 500 });
    await expect(send(update(2, 'critical'))).rejects.toThrow();
    expect(await send(update(2, 'critical'))).toBe('repeated');
    expect(calls().filter((method) => method === 'chat.postMessage').length).toBe(2);
    expect(calls().at(-1)).toBe('chat.update');
  });

  it('begins with an update when that came first; the first notice then adds nothing', async () => {
    expect(await send(update(2))).toBe('posted');
    expect(await send(first())).toBe('superseded');
    expect(await send(first())).toBe('repeated');
    expect(await send(update(3))).toBe('posted');
    expect(calls()).toEqual(['chat.postMessage', 'chat.postMessage']);
    expect(server.calls[1]?.body['thread_ts']).toBe('1700000000.000001');
  });

  it('keeps digests and watches apart, each once', async () => {
    for (const notice of [DIGEST, WATCH, DIGEST, WATCH]) await send(notice);
    expect(calls()).toEqual(['chat.postMessage', 'chat.postMessage']);
    expect(server.calls.every(({ body }) => body['thread_ts'] === undefined)).toBe(true);
  });
});

describe('somebody who dies while posting', () => {
  it('before Slack has it: it is posted when the claim has run out', async () => {
    await documents.change(threadKey(ALERT.id), () => ({
      text: JSON.stringify({ posted: [], claims: { [`${ALERT.id}.1`]: clock } }),
      result: undefined,
    }));
    await expect(send(first())).rejects.toThrow('waits for another message');
    await expect(send(update(2))).rejects.toThrow('waits for another message');
    expect(calls()).toEqual([]);
    clock += CLAIM_LASTS;
    expect(await send(first())).toBe('posted');
    expect(await send(update(2))).toBe('posted');
  });

  it('after it: at most one duplicate, with the same key in its metadata', async () => {
    let changes = 0;
    const dying: Documents = {
      read: (key) => documents.read(key),
      change: (key, change) => {
        changes += 1;
        return changes === 2 ? Promise.reject(new Error('killed')) : documents.change(key, change);
      },
    };
    await expect(send(first(), bot, dying)).rejects.toThrow('killed');
    clock += CLAIM_LASTS;
    expect(await send(first())).toBe('posted');
    expect(await send(first())).toBe('repeated');
    const keys = server.calls.map(({ body }) => JSON.stringify(body['metadata']));
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it('several at once post once', async () => {
    const results = await Promise.allSettled([send(first()), send(first()), send(first())]);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(calls()).toEqual(['chat.postMessage']);
  });
});

describe('trouble with Slack', () => {
  it('waits as long as it is asked to, when that is short', async () => {
    server.trouble({ status: 429, retryAfter: 2 }, { status: 429, retryAfter: 1 });
    expect(await send(first())).toBe('posted');
    expect(waits).toEqual([2000, 1000]);
    expect(calls().length).toBe(3);
  });

  it('gives a long wait back to the queue, and posts when the message comes back', async () => {
    server.trouble({ status: 429, retryAfter: 30 });
    await expect(send(first())).rejects.toThrow(/30 seconds/);
    expect(waits).toEqual([]);
    expect(await send(first())).toBe('posted');
    expect(server.messages.size).toBe(1);
  });

  it.each([{ status: 500 as const }, { status: 503 as const }, { hangUp: true as const }])(
    'tries again after %j',
    async (trouble) => {
      server.trouble(trouble, trouble);
      expect(await send(first())).toBe('posted');
      expect(calls().length).toBe(3);
    },
  );

  it('gives up on an outage, and posts when it is over', async () => {
    server.trouble({ status: 500 }, { status: 500 }, { status: 500 });
    await expect(send(first())).rejects.toThrow();
    expect(await send(first())).toBe('posted');
  });

  it.each([
    ['channel_not_found', "put the channel's id"],
    ['not_in_channel', 'invite the bot'],
    ['missing_scope', 'chat:write'],
    ['account_inactive', 'install the Slack app again'],
  ])('%s says what mends it', async (error, remedy) => {
    server.trouble({ error }, { error });
    const thrown = await send(first()).catch((caught: unknown) => caught);
    expect(thrown).toMatchObject({ kind: 'config', message: expect.stringContaining(remedy) });
    expect(String(thrown)).not.toContain('xoxb');
  });

  it('reads the secret again at once when its token is refused, as after a rotation', async () => {
    server.tokens = ['xoxb-2'];
    await expect(send(first())).rejects.toThrow('put the bot token');
    secretText = secretText.replace('xoxb-1', 'xoxb-2');
    expect(await send(first())).toBe('posted');
    expect(server.calls.map(({ token }) => token)).toEqual(['xoxb-1', 'xoxb-1', 'xoxb-2']);
  });

  it('reads the secret once in five minutes', async () => {
    await send(first());
    await send(update(2));
    expect(secretReads).toBe(1);
    clock += 5 * 60_000;
    await send(update(3));
    expect(secretReads).toBe(2);
  });

  it('posts the headline alone when Slack does not take the blocks', async () => {
    server.trouble({ error: 'invalid_blocks' });
    expect(await send(first())).toBe('posted');
    expect(server.calls[1]?.body['blocks']).toBeUndefined();
    expect(server.calls[1]?.body['text']).toContain('CRITICAL: Leaked key tried');
  });
});

describe('a webhook', () => {
  const webhook = (): Slack => ({ postToWebhook: (message) => postToWebhook(server.webhookUrl, message, patience) });

  it('gets each notice once, updates marked, without buttons', async () => {
    for (const notice of [first(), update(2), first(), update(2)]) await send(notice, webhook());
    expect(calls()).toEqual(['webhook', 'webhook']);
    expect(server.calls[1]?.body['text']).toMatch(/^Update: CRITICAL/);
    expect(JSON.stringify(server.calls)).not.toContain('"actions"');
  });
  it('is waited for, tried again, and given back to the queue', async () => {
    server.trouble({ status: 429, retryAfter: 3 }, { status: 503 });
    expect(await send(first(), webhook())).toBe('posted');
    expect(waits).toEqual([3000]);
    server.trouble({ status: 429, retryAfter: 60 });
    await expect(send(update(2), webhook())).rejects.toThrow();
    expect(waits).toEqual([3000]);
  });
  it('that is gone says what mends it', async () => {
    server.trouble({ status: 404 });
    await expect(send(first(), webhook())).rejects.toThrow('make a new one and put it into the secret');
  });
});
