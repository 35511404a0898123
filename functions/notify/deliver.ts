import type { Place, SlackChat } from '../../shared/adapters/slack/chat.ts';
import type { SentNotice } from '../../shared/alerts/messages/fit.ts';
import { type SlackMessage, slackMessage, slackReply } from '../../shared/alerts/messages/slack.ts';
import type { AlertNotice } from '../../shared/alerts/notice.ts';
import { rank, type Severity } from '../../shared/detections/severity.ts';
import { GatetrailError } from '../../shared/errors.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';
import { claimed, type Root, raised, released, remembered, type Thread, threadKey } from './thread.ts';

/** How Slack is reached: as a bot with threads, or by a webhook that only posts. */
export type Slack =
  | { readonly chat: SlackChat; readonly withButtons: boolean }
  | { readonly postToWebhook: (message: SlackMessage) => Promise<void> };

export interface DeliverDeps {
  readonly slack: Slack;
  readonly documents: Documents;
  readonly now: () => number;
}

export type Delivery = 'posted' | 'repeated' | 'superseded';

/**
 * Posts a notice once: an incident's first as a message, later ones as replies below it. Throws when it could not; it may then be called again
 * with the same notice.
 */
export async function deliver(notice: SentNotice, deps: DeliverDeps): Promise<Delivery> {
  const { documents, now } = deps;
  const document = threadKey(isOfIncident(notice) ? notice.id : notice.key);
  const claim = await documents.change(document, (text) => claimed(text, notice.key, now()));
  if (claim.is === 'busy')
    throw new GatetrailError('transient', `${notice.key} waits for another message of its thread that is being posted`);
  if (claim.is === 'done') {
    await showSeverity(notice, claim.thread, document, deps);
    return 'repeated';
  }
  const { thread } = claim;
  if (notice.kind === 'alert' && thread.root !== undefined) {
    // An update came first, and it told all of this.
    await documents.change(document, (text) => remembered(text, notice.key, undefined));
    return 'superseded';
  }
  let root: Root | undefined;
  try {
    root = await post(notice, thread, deps);
  } catch (error) {
    await documents.change(document, (text) => released(text, notice.key));
    throw error;
  }
  const after = await documents.change(document, (text) => remembered(text, notice.key, root));
  await showSeverity(notice, after, document, deps);
  return 'posted';
}

/** Gives the first message of a thread, if this is one. */
async function post(notice: SentNotice, thread: Thread, { slack }: DeliverDeps): Promise<Root | undefined> {
  if ('postToWebhook' in slack) {
    await slack.postToWebhook(slackMessage(notice, { withButtons: false }));
    return undefined;
  }
  const { chat, withButtons } = slack;
  const { key } = notice;
  if (thread.root !== undefined && isOfIncident(notice)) {
    const { channel, ts, severity } = thread.root;
    await chat.post(slackReply(notice, severity), { channel, thread: ts, key });
    return undefined;
  }
  const place: Place = await chat.post(slackMessage(notice, { withButtons }), { key });
  return { ...place, severity: severityOf(notice) };
}

/** An incident that became worse says so in its first message too, where people look. */
async function showSeverity(notice: SentNotice, { root }: Thread, document: string, deps: DeliverDeps): Promise<void> {
  const { slack, documents } = deps;
  if (root === undefined || !('chat' in slack) || !isOfIncident(notice)) return;
  if (rank(severityOf(notice)) <= rank(root.severity)) return;
  const first = { ...notice, kind: 'alert' as const, news: [] };
  await slack.chat.change(root, slackMessage(first, { withButtons: slack.withButtons }));
  await documents.change(document, (text) => raised(text, severityOf(notice)));
}

function isOfIncident(notice: SentNotice): notice is SentNotice & AlertNotice {
  return notice.kind === 'alert' || notice.kind === 'update';
}

function severityOf(notice: SentNotice): Severity {
  if (notice.kind === 'digest') return 'info';
  return notice.kind === 'watch' ? notice.severity : notice.alert.severity;
}
