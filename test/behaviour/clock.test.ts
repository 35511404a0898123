import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { person, record } from '../../shared/detections/example.ts';
import { behaviourOf } from '../laws/behaviours.ts';
import { organisation } from './organisation.ts';

const catalogue = new Catalogue([], []);
const records = organisation();
const by = { ...person('ann@example.com'), accessKeyId: 'ASIAPERSON0000000000' };
/** Something that a person of the organisation does, at another time. */
const at = (eventTime: string): RawRecord =>
  record('kms', 'DisableKey', { by, ip: '185.220.101.4', also: { eventID: `odd ${eventTime}`, eventTime } });
const run = (some: readonly RawRecord[], store?: MemoryStateStore) =>
  behaviourOf([{ key: 'all', records: some }], catalogue, store);
const straight = run(records);
const others = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes('ann@example.com'));

describe('a clock that is wrong', () => {
  // The laws' replays believe that it is 2027-01-01.
  it.each(['2013-01-01T00:00:00Z', '1999-12-31T23:59:59Z', '2027-09-01T10:00:00Z', '2099-01-01T00:00:00Z'])(
    'by years (%s): the event is scored and named, and nobody learns from it',
    async (time) => {
      const [want, got] = [await straight, await run([...records, at(time)])];
      expect(got.scores).toHaveLength(want.scores.length + 1);
      expect(got.scores.filter((line) => !line.includes(time.slice(0, 10)))).toEqual(want.scores);
      for (const what of ['thresholds', 'alerts', 'digest'] as const) {
        const kept = got[what];
        // A day that can't be has thresholds of its own, which alert nobody.
        if (typeof kept === 'string') expect(kept).toBe(want[what]);
        else for (const line of want[what]) expect(kept).toContain(line);
      }
      expect(got.state).toEqual(want.state);
    },
  );

  it('does not make what is kept forgotten: the next replay goes on as if nothing had been', async () => {
    const isEarly = ({ eventTime }: RawRecord) => String(eventTime) < '2026-09-25';
    const kept = new MemoryStateStore();
    await run([...records.filter(isEarly), at('2027-09-01T10:00:00Z'), at('2099-01-01T00:00:00Z')], kept);
    const late = await run(
      records.filter((one) => !isEarly(one)),
      kept,
    );
    const want = await straight;
    expect(late.scores).toEqual(want.scores.slice(-late.scores.length));
    expect(late.state).toEqual(want.state);
  });

  it.each(['2014-05-05T05:00:00Z', '2026-06-01T00:00:00Z', '2026-12-01T00:00:00Z'])(
    'so little that it may be right (%s): a day of its own, that changes no score of others before',
    async (time) => {
      const [want, got] = [await straight, await run([...records, at(time)])];
      const day = time.slice(0, 10);
      const past = (lines: readonly string[]) => others(lines).filter((line) => !line.includes(day));
      // What was told of others' age is what parents know: the stray day adds one user of one value at most.
      expect(past(got.scores).length).toBe(past(want.scores).length);
      const own = got.scores.filter((line) => line.includes(day));
      expect(own).toHaveLength(1);
      if (day > '2026-10') expect(past(got.scores)).toEqual(past(want.scores));
    },
  );
});
