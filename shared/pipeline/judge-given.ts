import type { Catalogue } from '../detections/catalogue.ts';
import type { Detection } from '../detections/define.ts';
import type { Hit } from '../detections/hit.ts';
import type { Severity } from '../detections/severity.ts';
import type { Given, Told } from '../detections/state-use.ts';
import { settingKey } from '../settings/setting.ts';
import { toldBefore, valueBefore } from '../state/as-of.ts';
import type { StateView } from '../state/store.ts';
import type { Opinion } from './opinion.ts';

/** The settings a rule asks about beside those that the event wrote. */
export function givensOf(state: Detection['state']): readonly Given[] {
  const { given } = state ?? {};
  if (given === undefined) return [];
  return 'judge' in given ? [given] : given;
}

/** Asks one setting after the other, each with the severity that the ones before left. */
export function judgeGiven(hit: Hit, detection: Detection, severity: Severity, view: StateView): Opinion | undefined {
  let opinion: Exclude<Opinion, 'quiet'> | undefined;
  for (const [index, given] of givensOf(detection.state).entries()) {
    const asked = hit.given?.[index];
    const told = asked === undefined ? [] : stillTold(given, asked, hit, view);
    const [newest] = told;
    const soFar = opinion?.severity ?? severity;
    if ((newest === undefined || newest.value === '') && isQuiet(given.unknown, soFar)) return 'quiet';
    const verdict = newest && given.judge(newest.value, soFar, told, hit.event.time);
    if (verdict === 'quiet') return 'quiet';
    if (verdict === undefined) continue;
    opinion = {
      severity: verdict.severity ?? opinion?.severity,
      reasons: [...(opinion?.reasons ?? []), ...(verdict.reason === undefined ? [] : [{ text: verdict.reason }])],
      apis: verdict.apis ?? opinion?.apis,
    };
  }
  return opinion;
}

function isQuiet(unknown: Given['unknown'], severity: Severity): boolean {
  return unknown === 'quiet' || (typeof unknown === 'function' && unknown(severity) === 'quiet');
}

type Asked = { readonly key: string; readonly of: string };

function stillTold({ still }: Given, { key, of }: Asked, hit: Hit, view: StateView): readonly Told[] {
  const told = toldBefore(view.get(key), hit.event.time);
  if (still === undefined) return told;
  return told.filter(({ value }) => {
    const now = valueBefore(view.get(stillKey(still, value, hit)), hit.event.time);
    return now === undefined || still.says(now.value, of);
  });
}

function stillKey(still: NonNullable<Given['still']>, value: string, { event }: Hit): string {
  return settingKey(event, { name: still.setting, of: still.of(value) });
}

/** What must be read too before these hits can be judged: whether what is given is borne out still. */
export function followUps(hits: readonly Hit[], view: StateView, catalogue: Catalogue): string[] {
  const keys = new Set<string>();
  for (const hit of hits) {
    if (hit.given === undefined) continue;
    for (const [index, { still }] of givensOf(catalogue.detections.get(hit.rule)?.state).entries()) {
      const asked = hit.given[index];
      if (still === undefined || asked === undefined) continue;
      for (const { value } of toldBefore(view.get(asked.key), hit.event.time)) keys.add(stillKey(still, value, hit));
    }
  }
  return [...keys];
}
