import { howLong } from '../alerts/wording.ts';
import { dayOf, MINUTE } from '../cloudtrail/time.ts';
import type { Config } from '../config.ts';
import type { Detection } from '../detections/define.ts';
import type { Hit, Reason } from '../detections/hit.ts';
import { rank, type Severity, worse } from '../detections/severity.ts';
import { seenBefore } from '../state/as-of.ts';
import type { StateView } from '../state/store.ts';
import { isCollapsed } from './collapse.ts';
import type { Crossings } from './count.ts';
import { judgeChanges, type SettingChange } from './judge-changes.ts';
import { judgeGiven } from './judge-given.ts';
import { judgeListed } from './judge-listed.ts';
import { judgePresence } from './judge-presence.ts';
import { judgeSeen } from './judge-seen.ts';
import { ACCOUNTS_KEY } from './keys.ts';
import type { Opinion } from './opinion.ts';

type Count = NonNullable<NonNullable<Detection['state']>['count']>;

/** What a hit comes to once state has spoken. */
export interface Judgement {
  readonly severity: Severity;
  readonly reasons: readonly Reason[];
  readonly eventIds: readonly string[];
  readonly changes: readonly SettingChange[];
  /** The APIs that it is about after all. */
  readonly apis?: readonly string[] | undefined;
}

/** What is known when a day's hits are judged. */
export interface Knowledge {
  readonly view: StateView;
  /** Accounts from the configuration: own and trusted. */
  readonly trusted: ReadonlySet<string>;
  readonly lists: Config['lists'];
  readonly crossings: Crossings;
}

/** Accounts that are never foreign, whether or not their logs are read. */
export function trustedAccounts({ accounts }: Config): ReadonlySet<string> {
  return new Set([...accounts.own, ...accounts.trusted]);
}

/** Judges one hit as of its own time; undefined when there is nothing to report. First what most often says so. */
export function judge(hit: Hit, detection: Detection, known: Knowledge): Judgement | undefined {
  const onSeen = judgeSeen(hit, detection, known.view);
  const onCount = onSeen === 'quiet' ? 'quiet' : judgeCount(hit, detection, known.crossings);
  if (onSeen === 'quiet' || onCount === 'quiet') return undefined;
  const onForeign = judgeForeign(hit, known);
  const onListed = onForeign === 'quiet' ? 'quiet' : judgeListed(hit, known.lists);
  const onPresence = onListed === 'quiet' ? 'quiet' : judgePresence(hit, detection, known.view);
  if (onForeign === 'quiet' || onListed === 'quiet' || onPresence === 'quiet') return undefined;
  const { changes, opinion: onChanges } = judgeChanges(hit, detection, known.view);
  if (onChanges === 'quiet') return undefined;
  let severity = hit.severity ?? detection.severity;
  const reasons: Reason[] = hit.reasons.map((text) => ({ text }));
  let eventIds = hit.eventIds;
  for (const opinion of [onForeign, onListed, onChanges, onSeen, onPresence, onCount]) {
    if (opinion === undefined) continue;
    if (opinion === onSeen) severity = seenSeverity(severity, opinion, onListed);
    else if (opinion === onListed) severity = listedSeverity(severity, opinion, onForeign);
    else severity = opinion.severity ?? severity;
    reasons.push(...opinion.reasons);
    eventIds = opinion.eventIds ?? eventIds;
  }
  const last = judgeGiven(hit, detection, severity, known.view);
  if (last === 'quiet') return undefined;
  return {
    severity: last?.severity ?? severity,
    reasons: [...reasons, ...(last?.reasons ?? [])],
    eventIds,
    changes,
    apis: last?.apis,
  };
}

/**
 * Whether a hit is quiet whatever else becomes known of its day, and so are all that would stand in its place: of a value that only
 * counts when it is new, and was seen on an earlier day. Other hits may be quiet too, but then the next telling might not be.
 */
export function isQuietForGood({ seen, event }: Hit, detection: Detection, view: StateView): boolean {
  if (seen === undefined || detection.state?.count !== undefined || !isCollapsed(detection.state)) return false;
  return seenBefore(view.get(seen.key), dayOf(event.time), seen.value).days > 0;
}

/** A list must not lower what lets a stranger in. */
function listedSeverity(severity: Severity, listed: Opinion, foreign: Opinion | undefined): Severity {
  const said = listed === 'quiet' ? undefined : listed.severity;
  if (said === undefined) return severity;
  const isStranger = foreign !== undefined && foreign !== 'quiet' && foreign.severity !== undefined;
  return isStranger ? worse(severity, said) : said;
}

/** That an account is young must not raise again what a list has lowered. */
function seenSeverity(severity: Severity, seen: Opinion, listed: Opinion | undefined): Severity {
  const said = seen === 'quiet' ? undefined : seen.severity;
  if (said === undefined) return severity;
  const isLowered = listed !== undefined && listed !== 'quiet' && listed.severity === severity;
  return isLowered && rank(said) > rank(severity) ? severity : said;
}

/** Whether a hit lets in an account that is neither read nor trusted. A sequence's own steps are judged by this alone. */
export function judgeForeign(hit: Hit, { view, trusted }: Pick<Knowledge, 'view' | 'trusted'>): Opinion | undefined {
  if (hit.foreign === undefined) return undefined;
  const ours = view.get(ACCOUNTS_KEY);
  const tomorrow = dayOf(hit.event.time) + 1;
  const accounts = [...new Set(hit.foreign.accounts)].sort();
  const strangers = accounts.filter(
    (account) =>
      account !== hit.event.account && !trusted.has(account) && seenBefore(ours, tomorrow, account).days === 0,
  );
  if (strangers.length === 0) return hit.foreign.required ? 'quiet' : undefined;
  const text = `${strangers.length === 1 ? 'account' : 'accounts'} ${strangers.join(', ')}: neither yours nor trusted`;
  return { severity: hit.foreign.severity, reasons: [{ text }] };
}

/** The first of a run needs no number. */
function countText({ atLeast, holds, noun, withinMinutes }: Count, number: number): Reason[] {
  if (atLeast === 1 && holds === undefined) return [];
  return [{ text: `${Math.round(number * 100) / 100} ${noun} in ${howLong(withinMinutes * MINUTE)}` }];
}

function judgeCount(hit: Hit, detection: Detection, crossings: Crossings): Opinion | undefined {
  const use = detection.state?.count;
  if (hit.count === undefined || use === undefined) return undefined;
  // An act told in two accounts has an entry for each event, and either can be where the count crosses.
  const entries = crossings.get(hit.count.key);
  const crossing = hit.eventIds.map((id) => entries?.get(id)).find((found) => found !== undefined);
  if (crossing !== undefined)
    return {
      reasons: countText(use, crossing.number),
      eventIds: crossing.eventIds,
    };
  const below = use.below ?? 'quiet';
  return below === 'quiet' ? 'quiet' : { severity: below, reasons: [] };
}
