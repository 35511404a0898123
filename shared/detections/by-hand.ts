import type { TrailEvent } from '../cloudtrail/event.ts';

/**
 * How a call was made when it was not made by a pipeline or a service: as root, in the console, or with a long-term access
 * key; undefined otherwise. Judged by the credentials, which can't be dressed up, not by the user agent.
 */
export function byHand(event: TrailEvent): string | undefined {
  if (event.principal.class === 'root') return 'as root';
  if (event.viaConsole) return 'in the console';
  // A call that a service makes for a user carries the user's name, but temporary credentials.
  if (event.accessKeyId?.startsWith('AKIA')) return 'with a long-term access key';
  return undefined;
}

/**
 * Whether a pipeline or a template made the call: a role of a CI provider, or CloudFormation. It lowers a severity where every
 * teardown looks like an attack; it never makes anything quiet, because pipelines are stolen too.
 */
export function byPipeline(event: TrailEvent): boolean {
  return event.principal.class === 'ci' || event.invokedBy === 'cloudformation.amazonaws.com';
}
