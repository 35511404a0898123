import type { Catalogue } from '../detections/catalogue.ts';
import type { Hit } from '../detections/hit.ts';
import { GatetrailError } from '../errors.ts';
import { digestOf } from '../id.ts';
import { compareText } from '../order.ts';
import type { ActivityItem } from '../state/activity.ts';
import type { StateItem } from '../state/kinds.ts';
import type { StateStore } from '../state/store.ts';
import type { WaitingItem } from '../state/waiting.ts';
import { isCollapsed } from './collapse.ts';
import { DayWork } from './day-work.ts';
import type { GatheredDay } from './gathered-day.ts';

/** Hits that wait for their day to be complete, as one item under a digest of its content: a batch that is read again writes the same. */
export function waitingItems(day: number, hits: readonly Hit[]): ReadonlyMap<string, WaitingItem> {
  if (hits.length === 0) return new Map();
  const texts = hits.map((hit): [string, string] => [idOf(hit), JSON.stringify(hit)]);
  const sorted = texts.sort(([a], [b]) => compareText(a, b));
  const key = `H#${day}#${digestOf(JSON.stringify(sorted))}`;
  return new Map([[key, { kind: 'waiting', day, hits: new Map(sorted) }]]);
}

/** One telling of an event, as one rule saw it. */
function idOf({ rule, part, event }: Hit): string {
  return `${rule}|${part}|${event.account}|${event.revision}|${event.id}`;
}

/** A day as the batches that read its files have kept it: it is judged as if all had been read at once. */
export async function keptDay(state: StateStore, day: number, catalogue: Catalogue): Promise<GatheredDay> {
  const [waiting, activities] = await Promise.all([state.ofDay('H', day), state.ofDay('A', day)]);
  const work = new DayWork(day);
  const texts = new Map<string, string>();
  for (const [key, item] of waiting)
    for (const [id, text] of waitingIn(key, item).hits)
      if (compareText(text, texts.get(id) ?? text) <= 0) texts.set(id, text);
  for (const [, text] of [...texts].sort(([a], [b]) => compareText(a, b))) {
    const hit = hitIn(text);
    work.add(hit, isCollapsed(catalogue.detections.get(hit.rule)?.state));
  }
  const who = [...activities.values()].filter((item): item is ActivityItem => item.kind === 'activity');
  return {
    day,
    items: () => new Map<string, StateItem>(),
    hits: () => work.hits(),
    activities: async () => who.sort((a, b) => compareText(a.who.key, b.who.key)),
  };
}

/** JSON has no place for what is undefined in a list. */
function hitIn(text: string): Hit {
  const hit = JSON.parse(text) as Hit;
  return hit.given === undefined ? hit : { ...hit, given: hit.given.map((one) => one ?? undefined) };
}

function waitingIn(key: string, item: StateItem): WaitingItem {
  if (item.kind === 'waiting') return item;
  throw new GatetrailError(
    'state-unreadable',
    `state item ${key}: expected what waits to be judged, found ${item.kind}`,
  );
}
