import { describe, expect, it } from 'vitest';
import { files, text, unique } from './held.ts';

describe('delivery', () => {
  const LOG_KEY =
    /^AWSLogs\/o-exampleorg1\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail_\2_\3\4\5T(\d\d)(\d[05])Z_[A-Za-z0-9]{16}\.json\.gz$/;
  const minutesLate = (time: string, [, , , year, month, day, hour, minute]: readonly string[]) =>
    (Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) - Date.parse(time)) / 60_000;
  const parsed = files
    .filter(({ key }) => key.includes('/CloudTrail/'))
    .map((file) => ({ ...file, parts: LOG_KEY.exec(file.key) ?? [] }));

  it('names every log file the way an organisation trail does, sorted and once', () => {
    for (const { key, parts } of parsed) expect(parts, key).toHaveLength(8);
    const keys = files.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('puts records into files of their account and region, minutes after they happened', () => {
    for (const { key, parts, records: held } of parsed) {
      expect(held.length, key).toBeGreaterThan(0);
      for (const record of held) {
        expect([record['recipientAccountId'], record['awsRegion']], key).toEqual([parts[1], parts[2]]);
        expect(minutesLate(text(record['eventTime']), parts), key).toBeGreaterThan(2);
      }
    }
  });

  it('is mostly quick, sometimes an hour late, and some files span midnight', () => {
    const first = unique.map((record) => {
      const all = parsed.filter(({ records: held }) => held.includes(record));
      return Math.min(...all.map(({ parts }) => minutesLate(text(record['eventTime']), parts)));
    });
    const quick = first.filter((minutes) => minutes <= 15).length;
    expect(quick / first.length).toBeGreaterThan(0.9);
    expect(first.some((minutes) => minutes > 60 && minutes < Number.POSITIVE_INFINITY)).toBe(true);
    const days = parsed.map(
      ({ records: held }) => new Set(held.map((record) => text(record['eventTime']).slice(0, 10))),
    );
    expect(days.filter((of) => of.size > 1).length).toBeGreaterThan(3);
  });
});
