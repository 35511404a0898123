import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';

/** What ends an attempt to sign in: IAM users and root on the console's page, people of Identity Center on its portal. */
export const SIGN_IN_EVENTS = ['ConsoleLogin', 'CredentialVerification', 'UserAuthentication'];

/** The word that Identity Center writes under the event's own name, in serviceEventDetails or else in the response. */
export function portalResult(event: TrailEvent): string | undefined {
  return text(event.raw.serviceEventDetails, event.name) ?? text(event.response, event.name);
}

/** Whether the portal checked a password. It names the factor; where it doesn't, the first is meant. */
export function isOfPassword(event: TrailEvent): boolean {
  return (text(event.additional, 'CredentialType') ?? 'PASSWORD') === 'PASSWORD';
}

/**
 * How an attempt with a password ended; undefined for anything else. Identity Center writes no error but a word,
 * and the same event for every factor: only passwords are guessed.
 */
export function signInResult(event: TrailEvent): 'success' | 'failure' | undefined {
  if (event.service !== 'signin') return undefined;
  if (event.name === 'ConsoleLogin') return event.outcome === 'success' ? 'success' : 'failure';
  const result = portalResult(event);
  if (event.name === 'UserAuthentication') return result === 'Success' ? 'success' : undefined;
  return event.name === 'CredentialVerification' && isOfPassword(event) && result === 'Failure' ? 'failure' : undefined;
}
