import type { StateUse } from '../detections/state-use.ts';

/** Whether of a rule's hits on one value only the day's earliest can be a finding. */
export function isCollapsed(state: StateUse | undefined): boolean {
  if (state?.firstSeen === undefined) return state?.dormant !== undefined || state?.aged !== undefined;
  const { known = 'quiet', learning = 'quiet' } = state.firstSeen;
  return known === 'quiet' && learning === 'quiet';
}
