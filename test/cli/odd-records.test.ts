import { describe, expect, it } from 'vitest';
import { OPENED, opened, ordinary } from './records.ts';
import { sandboxed } from './sandbox.ts';

const box = sandboxed('busy');

describe.concurrent('records that are odd but whole are kept, and named with exit code 3', () => {
  it('events of 1970 and 2099', async () => {
    const log = box.log('times.json', [
      { ...opened('e-1970', {}, 'GET'), eventTime: '1970-01-01T00:00:00Z' },
      { ...opened('e-2099', {}, 'PUT'), eventTime: '2099-12-31T23:59:59Z' },
      opened('e-now', {}, 'POST'),
    ]);
    const { code, tally, findings, stdout } = await box.replay([log]);
    expect(code).toBe(3);
    expect(tally.records).toMatchObject({ in: 3, events: 3, rejected: 0 });
    expect(tally.records.oddities.map(({ index, reason }) => [index, reason.slice(0, 30)])).toEqual([
      [0, 'eventTime 1970-01-01T00:00:00Z'],
      [1, 'eventTime 2099-12-31T23:59:59Z'],
    ]);
    const found = findings.filter(({ detection }) => detection === OPENED).flatMap(({ eventIds }) => eventIds);
    expect(found).toEqual(['e-1970', 'e-now', 'e-2099']);
    expect(stdout).toContain('times.json, record 0: eventTime 1970-01-01T00:00:00Z');
  });

  it('a user agent of 10 MB', async () => {
    const log = box.log('agent.json.gz', [opened('e-1', { agent: 'Mozilla/5.0 '.repeat(900_000) }), ordinary('e-2')]);
    const { code, tally, findings, stdout } = await box.replay([log]);
    expect(code).toBe(3);
    expect(tally.records).toMatchObject({ in: 2, events: 2 });
    expect(tally.records.oddities.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^userAgent of 10800000 characters/),
    ]);
    expect(findings.map(({ detection }) => detection)).toContain(OPENED);
    expect(stdout.length).toBeLessThan(20_000);
  });

  it('a record that is none, between others', async () => {
    const log = box.log('between.json', [
      ordinary('e-1'),
      null,
      7,
      { eventTime: 'soon', eventName: 'X', eventSource: 'y' },
      opened('e-2'),
    ]);
    const { code, tally, stdout } = await box.replay([log]);
    expect(code).toBe(3);
    expect(tally.records).toMatchObject({ in: 5, events: 2, rejected: 3 });
    expect(tally.records.rejections.map(({ object, index }) => [object, index])).toEqual([
      [log, 1],
      [log, 2],
      [log, 3],
    ]);
    expect(stdout).toContain('between.json, record 3: rejected: eventTime: expected a UTC time');
  });
});

describe('records that would reach for the prototype', () => {
  it('change nothing for others, and end with 0', async () => {
    const text = JSON.stringify({ Records: [ordinary('e-1'), opened('e-2')] });
    const evil =
      '"__proto__":{"severity":"info","errorCode":"AccessDenied","polluted":true},"constructor":{"prototype":{"polluted":1}},"toString":1,';
    const log = box.write(
      'proto.json',
      text
        .replaceAll('{"eventVersion"', `{${evil}"eventVersion"`)
        .replaceAll('"requestParameters":{', `"requestParameters":{${evil}`),
    );
    const keyed = box.log('keys.json', [
      {
        ...opened('__proto__', { region: '__proto__' }),
        userIdentity: { type: 'IAMUser', accountId: 'constructor', userName: '__proto__' },
      },
      { ...ordinary('constructor', { account: '__proto__' }), eventName: '__proto__', eventSource: 'constructor' },
      {
        ...ordinary('toString'),
        eventName: 'toString',
        eventSource: 'valueOf.amazonaws.com',
        userIdentity: { type: '__proto__' },
      },
    ]);
    const { code, tally, findings } = await box.replay([log, keyed]);
    expect({ code, errors: tally.detectionErrors }).toEqual({ code: 0, errors: [] });
    expect(tally.records).toMatchObject({ in: 5, events: 5 });
    const found = findings.filter(({ detection }) => detection === OPENED);
    expect(found.map(({ eventIds }) => eventIds)).toEqual(expect.arrayContaining([['e-2'], ['__proto__']]));
    for (const finding of findings) expect(finding).not.toHaveProperty('polluted');
  });
});
