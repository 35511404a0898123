import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../shared/cloudtrail/event.ts';
import { parseKey } from '../../shared/cloudtrail/key.ts';
import { principalOf } from '../../shared/cloudtrail/principal.ts';
import { hasHeader, identify, outOfScope } from '../../shared/cloudtrail/record.ts';
import { parseTime } from '../../shared/cloudtrail/time.ts';
import { type Attack, type SimulatedFile, type SimulateOptions, simulate } from '../../shared/simulate/simulate.ts';

const START = Date.UTC(2026, 0, 5);
const DAY = 24 * 60 * 60 * 1000;
const SMALL: SimulateOptions = { seed: 4, days: 20, eventsPerDay: 1000, start: START, attacks: 16, attackFrom: 14 };
const small = simulate(SMALL);
const files: readonly SimulatedFile[] = [...small.files()];
const records = files.flatMap((file) => file.records);
const FAMILIES = 16;

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const principalIn = (record: Record<string, unknown>): string =>
  principalOf(record['userIdentity'], String(record['recipientAccountId'])).key;
const timeOf = (record: Record<string, unknown>): number => parseTime(String(record['eventTime'])) ?? Number.NaN;

describe('a simulation', () => {
  it('is the same for the same options, and when asked again', () => {
    const again = simulate(SMALL);
    expect(digest([...again.files()])).toBe(digest(files));
    expect(digest([...small.files()])).toBe(digest(files));
    expect(digest(again.attacks)).toBe(digest(small.attacks));
  });

  it('is another for another seed, in more than its ids', () => {
    const other = simulate({ ...SMALL, seed: 5 });
    const actions = (list: readonly Record<string, unknown>[]) => new Set(list.map((one) => one['eventName']));
    const [mine, theirs] = [actions(records), actions([...other.files()].flatMap((file) => file.records))];
    const shared = [...mine].filter((name) => theirs.has(name)).length;
    expect(shared / mine.size).toBeLessThan(0.9);
  });

  it('makes nothing but events that Gatetrail understands', () => {
    for (const record of records) {
      expect(outOfScope(record)).toBeUndefined();
      if (!hasHeader(record)) throw new Error(`not an event: ${JSON.stringify(record)}`);
      const { id, revision } = identify(record);
      const event = new TrailEvent(record, id, revision, timeOf(record));
      expect(event.principal.class).not.toBe('unknown');
      expect(event.account).toMatch(/^\d{12}$/);
      expect(event.region).not.toBe('unknown');
    }
  });

  it('comes to about the volume asked for, with quieter weekends', () => {
    expect(records.length / SMALL.days / SMALL.eventsPerDay).toBeGreaterThan(0.8);
    expect(records.length / SMALL.days / SMALL.eventsPerDay).toBeLessThan(1.3);
    const perDay = Map.groupBy(records, (record) => Math.floor((timeOf(record) - START) / DAY));
    const mean = (days: readonly number[]) =>
      days.reduce((sum, day) => sum + (perDay.get(day)?.length ?? 0), 0) / days.length;
    expect(mean([5, 6, 12, 13])).toBeLessThan(0.85 * mean([0, 1, 2, 3, 4, 7, 8, 9, 10, 11]));
  });

  it('holds every kind of principal', () => {
    const classes = new Set(
      records.map((one) => principalOf(one['userIdentity'], String(one['recipientAccountId'])).class),
    );
    for (const kind of ['human', 'user', 'ci', 'role', 'service', 'external', 'root']) expect(classes).toContain(kind);
  });
});

describe('its files', () => {
  it('lie as a trail of an organisation writes them, in order of delivery', () => {
    let before = 0;
    for (const { key, deliveredAt, records: inFile } of files) {
      const parsed = parseKey(key);
      expect(parsed).toMatchObject({ kind: 'log', deliveredAt });
      expect(parsed?.organization).toMatch(/^o-/);
      expect(inFile.length).toBeGreaterThan(0);
      for (const record of inFile)
        expect([record['recipientAccountId'], record['awsRegion']]).toEqual([parsed?.account, parsed?.region]);
      expect(deliveredAt).toBeGreaterThanOrEqual(before);
      before = deliveredAt;
    }
    expect(new Set(files.map(({ key }) => key)).size).toBe(files.length);
  });

  it('come some minutes after their events, a few of them hours', () => {
    const delays = files.flatMap(({ deliveredAt, records: inFile }) => inFile.map((one) => deliveredAt - timeOf(one)));
    const minutes = (share: number) => (delays.sort((a, b) => a - b)[Math.floor(delays.length * share)] ?? 0) / 60_000;
    expect(minutes(0)).toBeGreaterThan(0);
    expect(minutes(0.5)).toBeLessThan(15);
    expect(minutes(1 - 1e-9)).toBeLessThan(26 * 60);
  });

  it('repeat few records, and give no two the same id', () => {
    const seen = new Map<unknown, Record<string, unknown>>();
    let repeated = 0;
    for (const record of records) {
      const known = seen.get(record['eventID']);
      if (known !== undefined) repeated += 1;
      expect(known ?? record).toBe(record);
      seen.set(record['eventID'], record);
    }
    expect(repeated / records.length).toBeGreaterThan(0.001);
    expect(repeated / records.length).toBeLessThan(0.01);
  });
});

describe('its attacks', () => {
  const inStream = new Map(records.map((record) => [record['eventID'], record]));

  it('are of every family, and all in the stream', () => {
    expect(new Set(small.attacks.map(({ family }) => family)).size).toBe(FAMILIES);
    for (const { records: own } of small.attacks)
      for (const record of own) expect(inStream.get(record['eventID'])).toEqual(record);
  });

  it('name the principal as Gatetrail does, and the day of the act', () => {
    for (const attack of [...small.attacks, ...small.counterfactual(3)]) {
      expect(attack.records.length).toBeGreaterThan(attack.warmup);
      expect(new Set(attack.records.map(principalIn))).toEqual(new Set([attack.principal]));
      expect(Math.floor(timeOf(attack.records.at(-1) ?? {}) / DAY)).toBe(attack.day);
      expect(attack.day).toBeGreaterThanOrEqual(START / DAY + 14);
      const times = attack.records.map(timeOf);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('happen to who was there before, and go about their own work that day', () => {
    const known = (attack: Attack) =>
      records.some((one) => principalIn(one) === attack.principal && timeOf(one) < START + 14 * DAY);
    // Nobody knew the user an intruder makes, and root hardly ever signs in.
    for (const attack of small.attacks)
      if (!/^A(10|14)$/.test(attack.family)) expect([attack.id, known(attack)]).toEqual([attack.id, true]);
  });

  it('can be had outside of the stream: more of each family, the same each time', () => {
    const more = small.counterfactual(3);
    for (const [, attacks] of Map.groupBy(more, ({ family }) => family)) expect(attacks).toHaveLength(3);
    expect(digest(small.counterfactual(3))).toBe(digest(more));
    for (const { records: own } of more) for (const record of own) expect(inStream.has(record['eventID'])).toBe(false);
  });

  it('prepare the loud one for days', () => {
    const [poisoned] = small.attacks.filter(({ family }) => family === 'A11');
    const days = new Set(poisoned?.records.slice(0, poisoned.warmup).map((one) => Math.floor(timeOf(one) / DAY)));
    expect(days.size).toBeGreaterThan(5);
    expect(days).not.toContain(poisoned?.day);
  });
});

describe('a large simulation', () => {
  it('begins to deliver at once, and never holds much more than a day', () => {
    const large = simulate({ seed: 2, days: 400, eventsPerDay: 50_000, start: START });
    let [count, last] = [0, 0];
    for (const { records: inFile, deliveredAt } of large.files()) {
      count += inFile.length;
      last = deliveredAt;
      for (const record of inFile) expect(deliveredAt - timeOf(record)).toBeLessThan(26 * 60 * 60 * 1000);
      if (count > 60_000) break;
    }
    expect(last).toBeLessThan(START + 3 * DAY);
  });

  it('has more principals the more events, but not as many more', () => {
    const principals = [1000, 10_000, 100_000].map(
      (eventsPerDay) => simulate({ seed: 3, days: 10, eventsPerDay, start: START }).principals,
    );
    const [few = 0, some = 0, many = 0] = principals;
    expect(some / few).toBeGreaterThan(2);
    expect(many / some).toBeGreaterThan(1.5);
    expect(many / some).toBeLessThan(5);
  });
});
