import { createHmac } from 'node:crypto';
import { type Answer, type RespondDeps, respond } from '../../functions/respond/respond.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { slackChat } from '../../shared/adapters/slack/chat.ts';
import { sayByUrl } from '../../shared/adapters/slack/response-url.ts';
import { type SecretSource, slackSecret } from '../../shared/adapters/slack/secret.ts';
import { ACTIONS } from '../../shared/alerts/messages/button.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';
import { ALERT } from '../messages/notices.ts';
import { type SlackServer, startSlack } from '../notify/slack-server.ts';

export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
/** 2026-09-12T12:00:00Z */
export const NOW = Date.UTC(2026, 8, 12, 12);

/** What respond works with, and what came of it. */
export interface Desk {
  readonly server: SlackServer;
  readonly deps: RespondDeps;
  readonly documents: Documents;
  readonly secret: SecretSource;
  readonly warnings: string[];
  now: number;
  /** Sends a click as Slack does. */
  click(action: keyof typeof ACTIONS, changes?: Record<string, unknown>): Promise<Answer>;
}

export async function openDesk(secretFields: Record<string, unknown> = {}): Promise<Desk> {
  const server = await startSlack();
  const documents = new MemoryDocuments();
  const warnings: string[] = [];
  const text = JSON.stringify({ botToken: 'xoxb-1', channel: 'C1', signingSecret: SIGNING_SECRET, ...secretFields });
  const patience = {
    wait: () => Promise.reject(new Error('nobody waits while a person does')),
    longestWait: 0,
    retries: { retries: 0, minTimeout: 1, maxTimeout: 1 },
    timeout: 2000,
  };
  const secret = slackSecret(
    '/gatetrail/test/slack',
    async () => text,
    () => desk.now,
  );
  const desk: Desk = {
    server,
    documents,
    secret,
    warnings,
    now: NOW,
    deps: {
      secret,
      documents,
      chat: slackChat(secret, patience, server.apiUrl),
      sayByUrl: (url, said) => sayByUrl(url, said, server.apiUrl),
      now: () => desk.now,
      warn: (warning) => void warnings.push(warning),
    },
    click: (action, changes = {}) => {
      const body = clickBody(action, { response_url: server.responseUrl, ...changes });
      return respond(signed(body, desk.now), Buffer.from(body), desk.deps);
    },
  };
  return desk;
}

/** The form that Slack sends for a click. */
export function clickBody(action: keyof typeof ACTIONS, changes: Record<string, unknown> = {}): string {
  const value = JSON.stringify({
    alertId: ALERT.id,
    principal: ALERT.principal,
    account: ALERT.account,
    detections: action === 'expected' ? ['iam-access-key-created', 'sequence-leaked-key'] : [],
    headline: `CRITICAL: ${ALERT.title}`,
  });
  const payload = {
    type: 'block_actions',
    user: { id: 'U012ABCDEF', username: 'kim' },
    channel: { id: 'C1', name: 'alerts' },
    message: { ts: '1700000000.000001', text: 'x' },
    actions: [{ type: 'button', action_id: ACTIONS[action], value }],
    ...changes,
  };
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** The headers that Slack sends with a body at `time` (ms). */
export function signed(body: string | Uint8Array, time: number, secret = SIGNING_SECRET): Record<string, string> {
  const timestamp = String(Math.floor(time / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}
