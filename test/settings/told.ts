import { TrailEvent } from '../../shared/cloudtrail/event.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { settingsOf } from '../../shared/settings/index.ts';
import { type Setting, settingKey } from '../../shared/settings/setting.ts';
import { WRITER } from '../../shared/settings/writer.ts';

export function eventOf(record: RawRecord): TrailEvent {
  return new TrailEvent(record, 'e1', 0, Date.UTC(2026, 10, 2, 10));
}

/** Who wrote is told by every write, and tested on its own. */
function settingsIn(event: TrailEvent): Setting[] {
  return settingsOf(event).filter(({ name }) => name !== WRITER);
}

/** What a record tells, as `name of resource` -> value, without the service's own prefix repeated in every test. */
export function told(record: RawRecord): Record<string, string> {
  return Object.fromEntries(settingsIn(eventOf(record)).map(({ name, of, value }) => [`${name} @ ${of}`, value]));
}

/** The keys under which a record's settings are remembered. */
export function keysOf(record: RawRecord): string[] {
  const event = eventOf(record);
  return settingsIn(event)
    .map((setting) => settingKey(event, setting))
    .sort();
}
