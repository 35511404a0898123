import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

/** What joins a sign-in to a reset of the same IAM user's login that came from the same network. */
export function loginKey(event: TrailEvent, user: string, network: string): string {
  return `${event.account}/${user}/${network}`;
}

/**
 * Whoever signs in, as one person across accounts and permission sets: Identity Center writes the name into a session and, once
 * at sign-in, into additionalEventData.UserName (user guide, "UserName in sign-in CloudTrail events"); where it does neither,
 * its id for the person stands.
 */
export function personOf(event: TrailEvent): string {
  const { principal, raw } = event;
  const name = filled(event.additional, 'UserName') ?? filled(raw.userIdentity, 'userName');
  const shown = name?.startsWith('HIDDEN_') ? undefined : name;
  const id = filled(raw.userIdentity, 'onBehalfOf', 'userId');
  if (id !== undefined) return `sso/${(shown ?? id).toLowerCase()}`;
  if (principal.peers.startsWith('sso:')) return `sso/${principal.name.toLowerCase()}`;
  return principal.class === 'role' && principal.session !== undefined
    ? `${principal.key}/${principal.session}`
    : principal.key;
}
