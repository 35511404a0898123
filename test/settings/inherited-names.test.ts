import { describe, expect, it } from 'vitest';
import { record } from '../../shared/detections/example.ts';
import { settingsOf } from '../../shared/settings/index.ts';
import { processed, understood } from '../cloudtrail/processed.ts';

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

describe('services named like what every object inherits', () => {
  it.each(NAMES)('%s has no settings', (name) => {
    expect(settingsOf(understood(record(name, 'UpdateThing', { also: { eventSource: name } })))).toEqual([]);
  });

  it('lose nothing else of their object', async () => {
    // The user agent has every one of them looked at.
    const agent = 'Pacu';
    const { tally, findings } = await processed(
      NAMES.map((name, index) => record(name, name, { agent, also: { eventID: `e${index}`, eventSource: name } })),
    );
    expect([tally.records.events, tally.objects.failed, tally.errors.detections]).toEqual([NAMES.length, 0, 0]);
    expect(findings.map(({ rule }) => rule)).toContain('cred-attack-tool');
  });
});
