import type { SlackChat } from '../../shared/adapters/slack/chat.ts';
import type { SecretSource } from '../../shared/adapters/slack/secret.ts';
import {
  type KeptSuppression,
  readSuppressions,
  SUPPRESSIONS_KEY,
  withSuppression,
} from '../../shared/alerts/kept-suppressions.ts';
import { asPattern, expectedUntil } from '../../shared/alerts/messages/about.ts';
import { shown } from '../../shared/alerts/messages/shown.ts';
import { isoTime } from '../../shared/cloudtrail/time.ts';
import { messageOf } from '../../shared/errors.ts';
import { stableId } from '../../shared/id.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';
import { escalatedAnswer, escalation, investigateAnswer, suppressedAnswer } from './answers.ts';
import { type Click, readClick } from './click.ts';
import { firstSeen, type Headers, SIGNATURES_KEY, signatureOf } from './signature.ts';

export interface RespondDeps {
  readonly secret: SecretSource;
  readonly documents: Documents;
  readonly chat: SlackChat;
  /** Says a sentence to whoever clicked, by the URL Slack gave; the second best. Throws for a URL that is not Slack's. */
  readonly sayByUrl: (url: string, text: string) => Promise<void>;
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

export interface Answer {
  readonly statusCode: 200 | 400 | 401 | 500;
  readonly body: '';
}

/**
 * A request to the function URL. Until its signature is found right and new, nothing in it is parsed: 401. Then 400 for what is no click on
 * our buttons, 200 when it is done; 500 makes Slack tell the person that it is not. Bodies are empty: nobody outside learns why.
 */
export async function respond(headers: Headers, body: Uint8Array, deps: RespondDeps): Promise<Answer> {
  const { secret, documents, now, warn } = deps;
  const time = now();
  const signature = await signedBy(secret, (signingSecret) => signatureOf(headers, body, signingSecret, time));
  if (signature === undefined) return refused('its signature is missing, forged or not of now', warn);
  const isFirst = await documents.change(SIGNATURES_KEY, (text) => firstSeen(text, signature, time));
  if (!isFirst) return refused('it is a replay of an earlier one', warn);
  const click = readClick(new TextDecoder().decode(body));
  if (click === undefined) {
    warn('a signed request is no click on a button of ours');
    return { statusCode: 400, body: '' };
  }
  await act(click, deps, time);
  return { statusCode: 200, body: '' };
}

function refused(why: string, warn: (message: string) => void): Answer {
  warn(`a request was refused: ${why}`);
  return { statusCode: 401, body: '' };
}

async function signedBy(
  secret: SecretSource,
  check: (signingSecret: string) => string | undefined,
): Promise<string | undefined> {
  const value = await secret.get();
  return 'botToken' in value && value.signingSecret !== undefined ? check(value.signingSecret) : undefined;
}

async function act(click: Click, deps: RespondDeps, time: number): Promise<void> {
  const { documents, chat, secret } = deps;
  const { channel, thread, value } = click;
  const place = { channel, thread, key: `${value.alertId}.${click.action}` };
  switch (click.action) {
    case 'expected': {
      const kept = await suppress(click, documents, time);
      await confirm(deps, click, () => chat.post(suppressedAnswer(click, kept), place));
      return;
    }
    case 'investigate':
      await chat.post(investigateAnswer(click), place);
      return;
    case 'escalate': {
      const settings = await secret.get();
      const to = 'botToken' in settings ? settings.escalate : undefined;
      if (to !== undefined) await chat.post(escalation(click), { channel: to, key: place.key });
      await chat.post(escalatedAnswer(click, to), place);
    }
  }
}

/** Keeps a suppression for each detection of the alert; said again by the same person it is the same. */
async function suppress({ user, value }: Click, documents: Documents, time: number): Promise<KeptSuppression[]> {
  const suppressions = value.detections.map((detection) => ({
    id: stableId('s', value.alertId, user.id, detection),
    detection,
    principal: asPattern(value.principal),
    account: value.account,
    reason: `expected, said in Slack by ${shown(user.name, 80)} of ${value.alertId}`,
    owner: `${shown(user.name, 80)} (Slack ${user.id})`,
    expires: expectedUntil(time),
    createdAt: isoTime(time),
    alertId: value.alertId,
  }));
  const ids = new Set(suppressions.map(({ id }) => id));
  return documents.change(SUPPRESSIONS_KEY, (before) => {
    const text = suppressions.reduce<string | undefined>(withSuppression, before);
    return { text, result: readSuppressions(text).filter(({ id }) => ids.has(id)) };
  });
}

/** It is done; if the thread can't be told, at least whoever clicked is. */
async function confirm(
  { sayByUrl, warn }: RespondDeps,
  { responseUrl, value }: Click,
  tell: () => Promise<unknown>,
): Promise<void> {
  try {
    await tell();
  } catch (error) {
    warn(`the suppression of ${value.alertId} is kept, but the thread could not be told: ${messageOf(error)}`);
    if (responseUrl === undefined) throw error;
    await sayByUrl(responseUrl, 'Suppressed, but the thread could not be told.');
  }
}
