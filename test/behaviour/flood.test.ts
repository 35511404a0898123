import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { patch, person, record } from '../../shared/detections/example.ts';
import { Log } from './log.ts';
import { span } from './made.ts';

const START = 20_700;
const MANY = 100_000;
const by = {
  ann: { ...person('ann@example.com'), accessKeyId: 'ASIAANN0000000000000' },
  ben: { ...person('ben@example.com'), accessKeyId: 'ASIABEN0000000000000' },
};
const usual = [record('iam', 'GetUser', { by: by.ann }), record('iam', 'GetUser', { by: by.ben, ip: '203.0.113.5' })];

/** A day on which ann comes from everywhere, with everything, for everybody; each value but once. */
function* flood(salt: string, many = MANY): Generator<RawRecord> {
  yield* usual;
  for (let index = 0; index < many; index += 1) {
    const ip = `${20 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.${salt.length}`;
    const params = { roleArn: `arn:aws:iam::111111111111:role/${salt}${index}` };
    yield record('sts', 'AssumeRole', {
      by: by.ann,
      ip,
      agent: `${salt}${index}/1`,
      region: `${salt}-${index}`,
      params,
    });
  }
}

async function known(): Promise<Log> {
  const log = new Log();
  for (const day of span(START, START + 19)) await log.day(day, usual);
  return log;
}
const of = (name: string, { scored }: Awaited<ReturnType<Log['day']>>) =>
  scored.find(({ subject }) => subject.activity.who.name.startsWith(name));

describe('a day with a hundred thousand values of each feature', () => {
  it('stays small in state, is loud, and so is what is new the day after', async () => {
    const log = await known();
    const before = [...log.sizes('P#'), ...log.sizes('L#')].reduce((sum, size) => sum + size, 0);
    const day = of('ann', await log.day(START + 20, flood('x')));
    // Network, client, region and target: known to nobody.
    expect([0, 1, 2, 4].map((index) => day?.record.classes[index])).toEqual([3, 3, 3, 3]);
    expect(day?.record.acute).toBeGreaterThan(25);
    expect(day?.record.counts[0]).toBeGreaterThan(MANY / 2);
    // Four features of 256 values, each with some hundred characters.
    for (const prefix of ['A#', 'P#']) expect(log.sizes(prefix)[0]).toBeLessThan(128 * 1024);
    const after = [...log.sizes('P#'), ...log.sizes('L#')].reduce((sum, size) => sum + size, 0);
    expect(after - before).toBeLessThan(512 * 1024);
    expect([...log.state.items()].length).toBeLessThan(400);

    const act = record('kms', 'DisableKey', { by: by.ann, ip: '185.220.101.4' });
    const next = of('ann', await log.day(START + 21, [...usual, act]));
    expect(next?.record.classes[0]).toBe(3);
    expect(next?.evidence.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['kms:DisableKey', '185.220.101.0/24']),
    );
    expect(next?.record.acute).toBeGreaterThan(15);
    // What fell out of the flood is new again, and a second one is as new as the first.
    const again = of('ann', await log.day(START + 22, flood('other')));
    expect([1, 2, 4].map((index) => again?.record.classes[index])).toEqual([3, 3, 3]);
    expect(log.sizes('P#')[0]).toBeLessThan(128 * 1024);
  });

  it('teaches others no more than one new value of each does', async () => {
    const [flooded, quiet] = [await known(), await known()];
    await flooded.day(START + 20, flood('x'));
    await quiet.day(START + 20, flood('x', 1));
    const act = [
      record('iam', 'GetUser', { by: by.ben, ip: '203.0.113.5' }),
      record('kms', 'DisableKey', { by: by.ben, ip: '185.220.101.4' }),
    ];
    const [one, other] = [of('ben', await flooded.day(START + 21, act)), of('ben', await quiet.day(START + 21, act))];
    expect(one?.record).toEqual(other?.record);
    expect(one?.evidence.length).toBeGreaterThan(1);
  });

  it('of paths that an update of API Gateway invents is cut too', async () => {
    const log = await known();
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const name = (index: number) => [0, 1, 2, 3].map((place) => letters[Math.floor(index / 26 ** place) % 26]).join('');
    const updates = Array.from({ length: 400 }, (_, call) =>
      patch(
        'UpdateStage',
        { restApiId: 'a' },
        span(0, 49).map((part) => ['replace', `/my${name(call * 50 + part)}`, 'x'] as const),
        { by: by.ann },
      ),
    );
    const { scored } = await log.day(START + 20, [...usual, ...updates]);
    expect(scored[0]?.record.counts[4]).toBeLessThanOrEqual(2000);
    expect(log.sizes('P#')[0]).toBeLessThan(256 * 1024);
  });
});
