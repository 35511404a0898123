import type { Detection } from '../detections/define.ts';
import type { Hit } from '../detections/hit.ts';
import { worse } from '../detections/severity.ts';
import type { Change, Verdict } from '../detections/state-use.ts';
import { valueBefore } from '../state/as-of.ts';
import type { StateView } from '../state/store.ts';
import type { Opinion } from './opinion.ts';

export type SettingChange = Change;

/** Compares what a hit's event wrote with what was there before. */
export function judgeChanges(
  hit: Hit,
  detection: Detection,
  view: StateView,
): { changes: readonly SettingChange[]; opinion: Opinion | undefined } {
  const use = detection.state?.changed;
  const changes = hit.changes.map(({ key, setting, now }) => ({
    setting,
    before: valueBefore(view.get(key), hit.event.time)?.value,
    now,
  }));
  if (use === undefined || changes.length === 0) return { changes, opinion: undefined };
  const spoken = changes
    .map((change) => (use.judge === undefined ? plainChange(change) : (use.judge(change) ?? {})))
    .filter((verdict) => verdict !== 'quiet');
  if (spoken.length === 0) return { changes, opinion: 'quiet' };
  const severities = spoken.flatMap(({ severity }) => (severity === undefined ? [] : [severity]));
  const reasons = spoken.flatMap(({ reason }) => (reason === undefined ? [] : [{ text: reason }]));
  return { changes, opinion: { severity: severities.length === 0 ? undefined : severities.reduce(worse), reasons } };
}

/** Quiet when the value is known to be the same; an unknown previous value is said, never guessed. */
function plainChange({ setting, before, now }: Change): Verdict {
  const name = setting.split('.').slice(1).join(' ');
  if (before === undefined) return { reason: `${name} is now ${quoted(now)}; what it was before is not known` };
  return before === now ? 'quiet' : { reason: `${name} changed from ${quoted(before)} to ${quoted(now)}` };
}

/** A value in a sentence: in quotes, cut, and "nothing" when empty. */
export function quoted(value: string): string {
  if (value === '') return 'nothing';
  return value.length <= 120 ? `"${value}"` : `"${value.slice(0, 117)}…"`;
}
