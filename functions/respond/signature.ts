import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Change } from '../../shared/pipeline/documents.ts';

/** What a request says of itself; header names in small letters, as function URLs give them. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** How far Slack's clock and ours may differ, ms (docs.slack.dev, "Verifying requests from Slack"). */
const WINDOW = 5 * 60_000;
/** The document with the signatures of the last minutes. */
export const SIGNATURES_KEY = 'slack-signatures';

/**
 * The digest of a request's signature if Slack signed just these bytes just now; undefined for all else: nothing, forged, stale, from the
 * future, of another version. The bytes are not looked into.
 */
export function signatureOf(
  headers: Headers,
  body: Uint8Array,
  signingSecret: string,
  now: number,
): string | undefined {
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  const signature = headers['x-slack-signature'] ?? '';
  if (signingSecret === '' || !/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return undefined;
  if (Math.abs(now - Number(timestamp) * 1000) > WINDOW) return undefined;
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'))) return undefined;
  return createHash('sha256').update(signature).digest('hex');
}

/**
 * Remembers a signature; `result`: whether it is seen for the first time. Kept for twice the window, as a timestamp may lie ahead; only true
 * signatures come here, so the document stays as small as people are slow.
 */
export function firstSeen(text: string | undefined, signature: string, now: number): Change<boolean> {
  const all = text === undefined ? {} : (JSON.parse(text) as Record<string, number>);
  if (all[signature] !== undefined) return { text: undefined, result: false };
  const recent = Object.entries(all).filter(([, time]) => now - time <= 2 * WINDOW);
  return { text: JSON.stringify(Object.fromEntries([...recent, [signature, now]])), result: true };
}
