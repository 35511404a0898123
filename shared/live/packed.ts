import { GatetrailError, messageOf } from '../errors.ts';

/** Stands for a Map in JSON, which knows none. No name of ours, and log text never is the name of a member. */
const MAP = '~map';

/** Plain values, Maps among them, as JSON text. */
export function packed(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (one instanceof Map ? { [MAP]: [...one] } : one));
}

/** What `packed` wrote. Throws `state-unreadable` naming the document for anything else. */
export function unpacked<T>(text: string, document: string): T {
  try {
    return JSON.parse(text, (_key, one: unknown) =>
      typeof one === 'object' && one !== null && MAP in one ? new Map(one[MAP] as [unknown, unknown][]) : one,
    ) as T;
  } catch (error) {
    throw new GatetrailError(
      'state-unreadable',
      `document ${document} is not what Gatetrail writes: ${messageOf(error)}`,
      error,
    );
  }
}
