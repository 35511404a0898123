import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { hasHeader, RecordHeader, whyRejected } from '../../shared/cloudtrail/record.ts';
import { DAY, parseTime, timeParser } from '../../shared/cloudtrail/time.ts';

const odd = fc.oneof(fc.anything(), fc.string(), fc.string({ minLength: 250, maxLength: 260 }));
const number = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
/** Times that are right, nearly right, and in every form that is understood. */
const time = fc
  .record({
    year: fc.constantFrom('2024', '2026', '0000', '9999'),
    month: number(13),
    day: number(32),
    hour: number(25),
    minute: number(61),
    second: number(61),
    form: fc.constantFrom('iso', 'basic', 'lake', 'fraction', 'offset', 'other'),
  })
  .map(({ year, month, day, hour, minute, second, form }) => {
    const [date, clock] = [`${year}-${month}-${day}`, `${hour}:${minute}:${second}`];
    const forms: Record<string, string> = {
      iso: `${date}T${clock}Z`,
      basic: `${year}${month}${day}T${hour}${minute}${second}Z`,
      lake: `${date} ${clock}.000`,
      fraction: `${date}T${clock}.123Z`,
      offset: `${date}T${clock}+01:00`,
    };
    return forms[form] ?? `${date}t${clock}z`;
  });
const anyHeader: fc.Arbitrary<RawRecord> = fc.record(
  { eventTime: fc.oneof(time, odd), eventName: odd, eventSource: odd, eventID: odd },
  { requiredKeys: [] },
);

describe('hasHeader', () => {
  it('with the parsed time says the same as the schema, of any record', () => {
    const parse = timeParser();
    fc.assert(
      fc.property(fc.array(anyHeader, { maxLength: 8 }), (records) => {
        for (const raw of records) {
          const quick = hasHeader(raw) && parse(raw.eventTime) !== undefined;
          expect(quick).toBe(RecordHeader.safeParse(raw).success);
          if (!quick) expect(whyRejected(raw)).toMatch(/^event(Time|Name|Source): /);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says the same of records with good names and any time', () => {
    const parse = timeParser();
    fc.assert(
      fc.property(time, (eventTime) => {
        const raw = { eventTime, eventName: 'x', eventSource: 'y' };
        expect(hasHeader(raw) && parse(eventTime) !== undefined).toBe(RecordHeader.safeParse(raw).success);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('timeParser', () => {
  it('gives what parseTime gives, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(time, { minLength: 2, maxLength: 6 }), (values) => {
        const parse = timeParser();
        expect(values.map(parse)).toEqual(values.map(parseTime));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the time of a real moment back', () => {
    const moment = fc.integer({ min: 0, max: Date.UTC(2100) / 1000 }).map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(moment, (ms) => {
        const iso = `${new Date(ms).toISOString().slice(0, 19)}Z`;
        expect([parseTime(iso), parseTime(iso.replace(/[-:]/g, ''))]).toEqual([ms, ms]);
      }),
    );
  });

  it('is not thrown off by hours and days that are none', () => {
    const parse = timeParser();
    expect(['2024-01-01T24:00:00Z', '2024-02-30T10:00:00Z', '2023-02-29T10:00:00Z'].map(parse)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(parse('2024-01-01T01:00:00Z')).toBe(Date.UTC(2024, 0, 1, 1));
    expect(parse('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 28) + DAY);
  });
});
