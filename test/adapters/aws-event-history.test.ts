import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cloudTrailClient } from '../../shared/adapters/aws/clients/cloudtrail.ts';
import { fetchHistory, type HistoryOptions } from '../../shared/adapters/aws/event-history.ts';
import { regionsIn, slicesOf } from '../../shared/adapters/aws/event-history-slices.ts';
import { type History, type Known, startHistory } from './aws-history-server.ts';

const NOW = Date.UTC(2026, 10, 22, 9, 30);
const URL = 'event-history://eu-west-1';

/** 1,000 events over the 20th to the 22nd, several in a second. */
const EVENTS: readonly Known[] = Array.from({ length: 1_000 }, (_, index) => {
  const time = Date.UTC(2026, 10, 20) + Math.floor(index / 3) * 600_000;
  return { id: `event-${index}`, time, record: recordOf(`event-${index}`, time) };
}).filter(({ time }) => time < NOW);

function recordOf(eventID: string, time: number): Known['record'] {
  return {
    eventVersion: '1.11',
    eventID,
    eventTime: new Date(time).toISOString().replace('.000Z', 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111111111111',
  };
}

let history: History;
let folder: string;
let clock: number;
let slept: number[];

beforeAll(async () => {
  history = await startHistory(EVENTS);
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  process.env['AWS_ENDPOINT_URL_CLOUDTRAIL'] = history.endpoint;
  folder = mkdtempSync(join(tmpdir(), 'gatetrail-history-'));
});
afterAll(async () => {
  await history.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  history.refuse(() => undefined);
  clock = NOW;
  slept = [];
});

function options(cache: string, more: Partial<HistoryOptions> = {}): HistoryOptions {
  return {
    clientFor: (region) => cloudTrailClient({ region, maxAttempts: 1 }),
    account: '111111111111',
    cache: join(folder, cache),
    since: Date.UTC(2026, 10, 20),
    clock: () => clock,
    sleep: async (ms) => {
      slept.push(ms);
      clock += ms;
    },
    random: () => 0,
    ...more,
  };
}

/** Event ids of the files that were left for the pipeline. */
function idsIn(places: ReadonlyMap<string, string>): string[] {
  return [...places.values()].flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { eventID: string }).eventID),
  );
}

const ALL = EVENTS.map(({ id }) => id).sort();

describe('fetchHistory', () => {
  it('fetches every event once, day by day, at most two requests a second', async () => {
    const found = await fetchHistory(URL, options('all'));
    expect(idsIn(found.places).sort()).toEqual(ALL);
    expect(found.objects).toEqual([
      { key: 'event-history://eu-west-1/2026-11-20', earliest: Date.UTC(2026, 10, 20) },
      { key: 'event-history://eu-west-1/2026-11-21', earliest: Date.UTC(2026, 10, 21) },
      { key: 'event-history://eu-west-1/2026-11-22', earliest: Date.UTC(2026, 10, 22) },
    ]);
    expect([found.events, found.requests, found.problems]).toEqual([EVENTS.length, history.seen.length, []]);
    expect(clock - NOW).toBe((history.seen.length - 1) * 500);
    expect(history.seen.every(({ MaxResults }) => MaxResults === 50)).toBe(true);
    const modes = [...found.places.values()].map((path) => statSync(path).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  it('fetches the newest day anew and no other', async () => {
    await fetchHistory(URL, options('again'));
    history.refuse(() => undefined);
    const found = await fetchHistory(URL, options('again'));
    expect(idsIn(found.places).sort()).toEqual(ALL);
    expect(Math.min(...history.seen.map(({ StartTime }) => StartTime * 1000))).toBe(Date.UTC(2026, 10, 22));
    const names = readdirSync(join(folder, 'again', '111111111111', 'eu-west-1')).sort();
    expect(names).toEqual(['2026-11-20.ndjson', '2026-11-21.ndjson', '2026-11-22.open.ndjson']);
  });

  it('goes on where a run was stopped, without a loss and without asking again', async () => {
    history.refuse((count) => (count > 7 ? { status: 400, code: 'AccessDeniedException' } : undefined));
    const stopped = await fetchHistory(URL, options('stopped'));
    expect(stopped.events).toBe(350);
    expect(stopped.objects).toEqual([]);
    expect(stopped.problems).toEqual([
      {
        object: 'event-history://eu-west-1/2026-11-20',
        reason: expect.stringMatching(/access denied; allow cloudtrail:LookupEvents .*; run again to go on from here$/),
      },
    ]);
    history.refuse(() => undefined);
    const found = await fetchHistory(URL, options('stopped'));
    expect(idsIn(found.places).sort()).toEqual(ALL);
    // The oldest second is asked for again: a page may have cut it in two.
    expect(found.events).toBe(EVENTS.length - 350);
  });

  it('goes on after a line that was cut in two, and begins anew what is out of order', async () => {
    history.refuse((count) => (count > 3 ? { status: 400, code: 'AccessDeniedException' } : undefined));
    await fetchHistory(URL, options('cut'));
    const part = join(folder, 'cut', '111111111111', 'eu-west-1', '2026-11-20.ndjson.part');
    writeFileSync(part, readFileSync(part, 'utf8').slice(0, -40));
    history.refuse((count) => (count > 1 ? { status: 400, code: 'AccessDeniedException' } : undefined));
    expect((await fetchHistory(URL, options('cut'))).events).toBeGreaterThan(0);
    writeFileSync(part, readFileSync(part, 'utf8').split('\n').slice(0, -1).reverse().join('\n').concat('\n'));
    history.refuse(() => undefined);
    const found = await fetchHistory(URL, options('cut'));
    expect(idsIn(found.places).sort()).toEqual(ALL);
    expect(found.events).toBe(EVENTS.length);
  });

  it('waits longer and longer when it is throttled', async () => {
    history.refuse((count) => (count <= 3 ? { status: 400, code: 'ThrottlingException' } : undefined));
    const found = await fetchHistory(URL, options('throttled'));
    expect(idsIn(found.places).sort()).toEqual(ALL);
    expect(slept.slice(0, 3)).toEqual([500, 1_000, 2_000]);
  });

  it('fetches regions side by side; one that fails stops no other', async () => {
    const paced = options('regions');
    const refused = { status: 400, code: 'AccessDeniedException' };
    history.refuse((count) => (count === 1 ? refused : undefined));
    const found = await fetchHistory('event-history://eu-west-1,us-east-1', paced);
    expect(found.problems).toHaveLength(1);
    expect(idsIn(found.places).sort()).toEqual(ALL);
    expect(new Set(found.objects.map(({ key }) => key.split('/')[2])).size).toBe(1);
  });
});

describe('slicesOf', () => {
  const names = (since?: number, until?: number): string[] => slicesOf({ since, until }, NOW).map(({ name }) => name);

  it('is whole days of the last 90 without anything asked', () => {
    const all = slicesOf({}, NOW);
    expect(all).toHaveLength(90);
    expect([all[0]?.name, all.at(-1)?.name]).toEqual(['2026-08-25', '2026-11-22']);
    expect(all.filter(({ isOpen }) => isOpen).map(({ name }) => name)).toEqual(['2026-11-22']);
  });
  it('cuts the first and the last day as asked', () => {
    expect(names(Date.UTC(2026, 10, 20, 13), Date.UTC(2026, 10, 21, 1))).toEqual([
      '20261120T130000Z-20261121T000000Z',
      '20261121T000000Z-20261121T010000Z',
    ]);
  });
  it('takes a day for complete three hours after its end', () => {
    const open = (hour: number): string[] =>
      slicesOf({ since: Date.UTC(2026, 10, 21) }, Date.UTC(2026, 10, 22, hour)).flatMap(({ name, isOpen }) =>
        isOpen ? name : [],
      );
    expect(open(2)).toEqual(['2026-11-21', '2026-11-22']);
    expect(open(3)).toEqual(['2026-11-22']);
  });
  it('holds nothing that is older than history', () => {
    expect(names(Date.UTC(2025, 0, 1))[0]).toBe('2026-08-25');
    expect(names(Date.UTC(2025, 0, 1), Date.UTC(2025, 0, 2))).toEqual([]);
  });
});

describe('regionsIn', () => {
  it('takes names, once each, and all', () => {
    expect(regionsIn('event-history://eu-west-1,us-east-1,eu-west-1')).toEqual(['eu-west-1', 'us-east-1']);
    expect(regionsIn('event-history://all')).toContain('us-east-1');
  });
  it.each(['event-history://', 'event-history://europe', 'event-history://eu-west-1,'])('refuses %s', (url) => {
    expect(() => regionsIn(url)).toThrow(/expected regions, such as event-history:\/\/eu-west-1,us-east-1/);
  });
});
