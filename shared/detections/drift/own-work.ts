import type { TrailEvent } from '../../cloudtrail/event.ts';

/**
 * Whether a principal did this itself: services have habits of their own, and what a service does in somebody's name (a stack
 * that CloudFormation builds) says nothing about that somebody. Asked for every write, so it stays cheap.
 */
export function isOwnWork(event: TrailEvent): boolean {
  if (event.principal.class === 'service') return false;
  const via = event.invokedBy;
  return via === undefined || via === 'signin.amazonaws.com';
}
