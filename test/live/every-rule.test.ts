import { describe, expect, it } from 'vitest';
import { translate } from '../../shared/access-log/record.ts';
import { accountIn } from '../../shared/cloudtrail/event.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { identify } from '../../shared/cloudtrail/record.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue, detections, sequences } from '../../shared/detections/index.ts';
import { stableId } from '../../shared/id.ts';
import type { LawFile } from '../laws/replays.ts';
import { daysOf, Live, replayOf } from './runs.ts';
import { shuffled } from './shuffled.ts';

const LONG_AFTER = Date.UTC(2028, 0, 1);
const RECORDS_A_FILE = 40;

/** The examples of every rule, as files of any records: so that every way to judge is met, with its state torn over batches. */
function files(): LawFile[] {
  const records = [...detections, ...sequences].flatMap((rule) => {
    const { fires, quiet } = rule.examples();
    return [...fires, ...quiet].flatMap((example) =>
      example.records.map(
        (one, index): RawRecord => ({ eventID: stableId('e', rule.id, example.title, String(index)), ...one }),
      ),
    );
  });
  // Examples of access logs may tell two things under one request's id: then the first that is read stands, and it may be either.
  const order = shuffled([...new Map(records.map((one) => [idOf(one), one])).values()], 11);
  return Array.from({ length: Math.ceil(order.length / RECORDS_A_FILE) }, (_, at) => ({
    key: `file ${at}`,
    records: order.slice(at * RECORDS_A_FILE, (at + 1) * RECORDS_A_FILE),
  }));
}

function idOf(raw: RawRecord): string {
  const record = translate(raw);
  const { id, revision } = identify(typeof record === 'object' ? record : raw);
  return `${id} ${revision} ${accountIn(raw)}`;
}

describe('everything that a rule can ask of state', () => {
  it('comes out of batches as it comes out of a replay', async () => {
    const all = files();
    const live = new Live(all, builtInCatalogue(), DEFAULT_CONFIG);
    const keys = all.map(({ key }) => key);
    for (const key of shuffled([...keys, ...keys.slice(0, keys.length / 3)], 2)) await live.takeIn([key], LONG_AFTER);
    await live.calibrate(LONG_AFTER);
    const replayed = await replayOf(all, builtInCatalogue(), DEFAULT_CONFIG);
    const outcome = await live.outcome(daysOf(all));
    const found = new Set(replayed.findings.split('\n').map((line) => /"detection":"([^"]+)"/.exec(line)?.[1]));
    expect(found.size).toBeGreaterThan(250);
    expect(outcome.findings).toBe(replayed.findings);
    expect(outcome.scores).toBe(replayed.scores);
    expect(outcome.alerts).toBe(replayed.alerts);
    expect(outcome.digest).toBe(replayed.digest);
    expect(outcome.state).toEqual(replayed.state);
  });
});
