import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { type Replayed, replayed } from './replays.ts';
import { lawCatalogue } from './rules.ts';
import { type Act, recordsOf } from './universe.ts';

const base = { who: 'user', value: 'a', region: 'us-east-1', told: 'own', updated: false, day: 0 } as const;
const create = (minute: number, more: Partial<Act> = {}): Act => ({
  ...base,
  what: 'create',
  minute,
  second: 0,
  ...more,
});
const run = (records: readonly RawRecord[]): Promise<Replayed> => replayed([{ key: 'all', records }], lawCatalogue());
const of = ({ raw }: Replayed, rule: string) => raw.filter((finding) => finding.rule === rule);

describe('an act that is told in two accounts', () => {
  it('is one finding that names both events', async () => {
    const records = recordsOf([create(0, { told: 'both' })]).flat();
    const found = of(await run(records), 'law-plain');
    expect(found.map(({ eventIds }) => eventIds)).toEqual([records.map(({ eventID }) => eventID).sort()]);
    expect(found[0]?.event.account).toBe('111111111111');
  });

  it('counts once', async () => {
    const once = recordsOf([create(0, { told: 'both' })]).flat();
    expect(of(await run(once), 'law-calls')).toEqual([]);
    const twice = recordsOf([create(0, { told: 'both' }), create(1, { told: 'both' })]).flat();
    expect(of(await run(twice), 'law-calls')).toHaveLength(1);
    // The event of the caller's own account stands, and may be the one that is not first by its id.
    const swapped = twice.map((record, index) => ({ ...record, eventID: `e-${9 - index}` }));
    expect(of(await run(swapped), 'law-calls')).toHaveLength(1);
  });

  it('completes the count of either account', async () => {
    const other = Array.from({ length: 63 }, (_, index) => create(0, { told: 'other', second: index % 50 }));
    const { raw } = await run(recordsOf([...other, create(1, { told: 'both' })]).flat());
    expect(raw.filter(({ rule }) => rule === 'law-flood').map(({ event }) => event.account)).toEqual(['222222222222']);
  });
});

describe('an event that is told again with more in it', () => {
  const days = [create(0), create(0, { day: 1, region: 'eu-central-1', updated: true })];
  const [first = [], [original, again] = []] = recordsOf(days);

  it.each([
    ['after', [original, again]],
    ['before', [again, original]],
  ])('counts as one event and replaces what it was, when it comes %s', async (_when, tellings) => {
    const { tally, ...result } = await run([...first, ...tellings.filter((one) => one !== undefined)]);
    expect(tally.records).toMatchObject({ in: 3, events: 2, duplicates: 1 });
    const found = of({ tally, ...result }, 'law-plain').filter(({ event }) => event.region === 'eu-central-1');
    expect(found.map(({ target, event }) => [target, event.revision])).toEqual([['b', 1]]);
    expect(of({ tally, ...result }, 'law-first').map(({ event }) => event.revision)).toEqual([1]);
  });

  it('is one finding, also when the value that was new has changed', async () => {
    const moved = { ...again, awsRegion: 'ap-south-1' };
    const result = await run([...first, original ?? {}, moved]);
    expect(of(result, 'law-first').map(({ event }) => [event.region, event.revision])).toEqual([['ap-south-1', 1]]);
  });
});
