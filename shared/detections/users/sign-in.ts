import type { TrailEvent } from '../../cloudtrail/event.ts';
import { text } from '../../cloudtrail/field.ts';

/** What ends an attempt to sign in: IAM users and root on the console's page, people of Identity Center on its portal. */
export const SIGN_IN_EVENTS = ['ConsoleLogin', 'CredentialVerification', 'UserAuthentication'];

/**
 * How an attempt with a password ended; undefined for anything else. Identity Center writes no error but a word in
 * serviceEventDetails, and the same event for every factor: only passwords are guessed.
 */
export function signInResult(event: TrailEvent): 'success' | 'failure' | undefined {
  if (event.service !== 'signin') return undefined;
  if (event.name === 'ConsoleLogin') return event.outcome === 'success' ? 'success' : 'failure';
  const result = text(event.raw.serviceEventDetails, event.name) ?? text(event.response, event.name);
  if (event.name === 'UserAuthentication') return result === 'Success' ? 'success' : undefined;
  const isPassword = (text(event.additional, 'CredentialType') ?? 'PASSWORD') === 'PASSWORD';
  return event.name === 'CredentialVerification' && isPassword && result === 'Failure' ? 'failure' : undefined;
}
