import type { Principal } from '../cloudtrail/principal.ts';
import { isoTime } from '../cloudtrail/time.ts';
import type { EventFace } from '../detections/hit.ts';
import { plainText } from './plain-text.ts';

/** `alice@example.com (SSO PowerUser)`, `IAM user legacy-ci`, `role deploy`, `account 999999999999`. */
export function whoIs(principal: Principal): string {
  const name = plainText(principal.name);
  switch (principal.class) {
    case 'root':
      return `root of account ${principal.account}`;
    case 'human':
      return principal.peers.startsWith('sso:') ? `${name} (SSO ${plainText(principal.peers.slice(4))})` : name;
    case 'user':
      return principal.peers === 'users' ? `IAM user ${name}` : name;
    case 'ci':
      return `CI role ${name}`;
    case 'role':
      return `role ${name}`;
    default:
      return name;
  }
}

/** `role backup, assumed by IAM user legacy-ci`. */
export function chainOf(chain: readonly Principal[]): string {
  return chain.map(whoIs).join(', assumed by ');
}

/** `2026-11-22 13:05:00 UTC` */
export function when(time: number): string {
  return isoTime(time).replace('T', ' ').replace('Z', ' UTC');
}

/** `, from 198.51.100.7`, or the AWS service it came through. */
export function whence(event: EventFace): string {
  return event.ip === 'unknown' ? '' : `, from ${plainText(event.ip)}`;
}

/** `3 minutes`, `2 hours`, `5 seconds`. */
export function howLong(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 90) return counted(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? counted(minutes, 'minute') : counted(Math.round(minutes / 60), 'hour');
}

/** `1 finding`, `2 findings`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
