import type { TrailEvent } from '../cloudtrail/event.ts';
import { type Setting, settingName, type Thing } from './setting.ts';

/**
 * Which thing a deletion takes away. Not here: methods, integrations and domain mappings. They come back under the same name, and
 * nobody is told when a single one goes: what a method asked for and where a path led before is what shows that the one in its
 * place is open or hijacked. (DeleteApiMapping doesn't even say which path it was.)
 */
const DELETED: ReadonlyMap<string, string> = new Map([
  ['DeleteApi', 'api'],
  ['DeleteAuthorizer', 'authorizer'],
  ['DeleteRequestValidator', 'requestValidator'],
  ['DeleteRestApi', 'api'],
  ['DeleteRoute', 'route'],
  ['DeleteRoutingRule', 'routingRule'],
  ['DeleteStage', 'stage'],
  ['DeleteUsagePlan', 'usagePlan'],
]);

/** Every setting that went with what was deleted. Of a stage's methods only those for all of them: others aren't named. */
export function deletedSettings(event: TrailEvent, things: readonly Thing[], service: string): Setting[] {
  const name = DELETED.get(event.name);
  const thing = name === undefined ? undefined : things.find((one) => one.name === name);
  const of = thing?.of(event);
  if (thing === undefined || of === undefined) return [];
  return thing.members.flatMap((member) => {
    const whose = member.startsWith('*/*/') ? [of, ...member.split('/')].join('|') : of;
    return member.includes('*') && whose === of
      ? []
      : [{ name: settingName(service, thing, member), of: whose, value: '' }];
  });
}
