import { describe, expect, it } from 'vitest';
import { Alerting } from '../../shared/alerts/alerting.ts';
import { reasonsOf } from '../../shared/behaviour/reasons.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { record, role } from '../../shared/detections/example.ts';
import type { Behaved } from '../../shared/pipeline/behave.ts';
import { Log } from './log.ts';
import { span } from './made.ts';

const START = 20_700;
const NEW = 10_000;

/** Thirty roles that do the same every day, a little more or less. */
const regulars = (day: number): RawRecord[] =>
  span(1, 30).flatMap((one) => {
    const by = role(`app-${one}x`, 's', `ASIAAPP${String(one).padStart(13, '0')}`);
    const calls = [record('s3', 'ListBuckets', { by }), record('sqs', 'SendMessage', { by })];
    return (day + one) % 7 === 0 ? [...calls, record('sqs', 'PurgeQueue', { by })] : calls;
  });
/** Ten thousand that nobody knew, each from a network of its own, with something that matters. */
function* crowd(): Generator<RawRecord> {
  for (const one of span(1, NEW)) {
    const by = role(`new${one}role`, 's', `ASIANEW${String(one).padStart(13, '0')}`);
    const ip = `20.${one >> 8}.${one & 255}.1`;
    yield record('iam', 'CreateAccessKey', { by, ip, agent: `tool${one}/1`, params: { userName: `victim${one}` } });
    yield record('kms', 'DisableKey', { by, ip });
  }
}

describe('ten thousand new principals in a day', () => {
  it('are each scored and learnt once; a handful alert, the others are in the digest', async () => {
    const log = new Log();
    const alerting = new Alerting(DEFAULT_CONFIG, new Catalogue([], []));
    const take = (day: number, behaved: Behaved) => alerting.day([], day + 1, behaved);
    for (const day of span(START, START + 19)) take(day, await log.day(day, regulars(day)));
    const parents = log.sizes('L#').length;

    const behaved = await log.day(START + 20, [...regulars(START + 20), ...crowd()]);
    take(START + 20, behaved);
    const { alerts, digest } = alerting.end();
    const ofCrowd = [alerts, digest].map(
      (some) => some.filter(({ principal }) => principal.includes('/role/new')).length,
    );
    expect(behaved.crossings.length).toBeGreaterThanOrEqual(NEW);
    expect((ofCrowd[0] ?? 0) + (ofCrowd[1] ?? 0)).toBe(NEW);
    // What quiet days left over is at most five days' worth.
    expect(ofCrowd[0]).toBeLessThanOrEqual(5 * behaved.budget);
    expect(ofCrowd[0]).toBeGreaterThan(0);

    expect(log.sizes('P#')).toHaveLength(30 + NEW);
    expect(log.sizes('P#')[30]).toBeLessThan(4096);
    // Parents are shards of few levels, not items of principals; a summary holds a day.
    expect(log.sizes('L#').length).toBeLessThanOrEqual(3 * 16);
    expect(parents).toBeGreaterThan(0);
    expect(log.sizes('S#')).toHaveLength(21);

    // They raise no threshold so far that the next day would be deaf to the old ones.
    const next = await log.day(START + 21, [
      ...regulars(START + 21),
      record('cloudtrail', 'StopLogging', { by: role('app-1x', 's', 'ASIAAPP0000000000001'), ip: '185.220.101.4' }),
    ]);
    expect(next.scored).toHaveLength(30);
    expect(Number.isFinite(next.thresholds.acute)).toBe(true);
  });

  it('from one network are told of in a line each, not in a list of all', async () => {
    const log = new Log();
    for (const day of span(START, START + 19)) await log.day(day, regulars(day));
    const shared = [...crowd()].slice(0, 4000).map((one) => ({ ...one, sourceIPAddress: '185.220.101.4' }));
    const { crossings } = await log.day(START + 20, shared);
    expect(crossings).toHaveLength(2000);
    for (const one of crossings.slice(0, 20))
      for (const { text } of reasonsOf(one)) expect(text.length).toBeLessThan(400);
  });
});
