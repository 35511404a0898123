import { type About, eventsOf } from './about.ts';
import type { FoundRecord } from './find-records.ts';
import { glanceAt } from './shown-record.ts';

/**
 * Records in the order in which they tell most. For rules those of the worst finding first. Behind unusual behaviour stand many
 * records of ordinary work: first come those whose action a reason names, one of each.
 */
export function tellingFirst(records: readonly FoundRecord[], about: About): readonly FoundRecord[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  const inOrder = eventsOf(about).flatMap((id) => byId.get(id) ?? []);
  const [known] = about.alerts;
  if (about.kind !== 'alert' || known === undefined || ['rule', 'sequence'].includes(known.alert.channel))
    return inOrder;
  const named = new Map<string, FoundRecord>();
  for (const record of inOrder) {
    const { action } = glanceAt(record.raw);
    if (!named.has(action)) named.set(action, record);
  }
  const texts = known.alert.reasons.map(({ text }) => text);
  const ranked = [...named].flatMap(([action, record]) => {
    const at = placeIn(texts, action);
    return at === undefined ? [] : [{ at, record }];
  });
  const telling = ranked.sort((a, b) => a.at - b.at).map(({ record }) => record);
  return [...new Set([...telling, ...inOrder])];
}

/** Where in the reasons an action is named: the earlier, the more it weighs. `iam:GetRole` is not in `iam:GetRolePolicy`. */
function placeIn(texts: readonly string[], action: string): number | undefined {
  for (const [index, text] of texts.entries())
    for (let at = text.indexOf(action); at >= 0; at = text.indexOf(action, at + 1))
      if (!/\w/.test(text.charAt(at + action.length))) return index + at / (text.length + 1);
  return undefined;
}
