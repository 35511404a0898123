import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRecord, chunks, collect, collectAny, layOut, layouts, record } from './collect.ts';

const anyRecords = fc.array(anyRecord, { minLength: 1, maxLength: 6 });
const anyLayout = fc.constantFrom(...layouts);

describe('reading, any way', () => {
  it('gives the same records at once, scanned, and in chunks cut anywhere', async () => {
    const anyJson = fc.oneof(
      fc
        .tuple(anyLayout, anyRecords, fc.constantFrom(undefined, 2))
        .map(([layout, records, indent]) => layOut(layout, records, indent).join('')),
      fc
        .tuple(fc.jsonValue(), fc.constantFrom('Records', 'Events', 'x'), anyRecords)
        .map(([value, key, records]) => JSON.stringify({ before: value, [key]: [...records, value], after: value })),
      fc.json(),
    );
    await fc.assert(
      fc.asyncProperty(anyJson, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (text, sizes) => {
        const content = Buffer.from(text);
        const whole = collect(content);
        const scanned = collect(content, { streamAbove: 0 });
        expect(scanned).toEqual(whole);
        expect(await collectAny(chunks(content, ...sizes))).toEqual(whole);
        const gz = gzipSync(content);
        const bytesIn = gz.length;
        const expected = { ...whole, reading: { ...whole.reading, bytesIn } };
        expect(collect(gz)).toEqual(expected);
        expect(await collectAny(chunks(gz, ...sizes))).toEqual(expected);
        expect(await collectAny(gz, { streamAbove: 1 })).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('gives every record of every layout', () => {
    fc.assert(
      fc.property(anyLayout, anyRecords, fc.constantFrom(undefined, 2), (layout, records, indent) => {
        const { reading, records: read } = collect(layOut(layout, records, indent).join(''));
        expect(read).toEqual(records.map((raw) => JSON.parse(JSON.stringify(raw))));
        expect(reading.problems).toEqual([]);
      }),
    );
  });

  it('keeps every record before a cut, in plain text', () => {
    fc.assert(
      fc.property(anyLayout, anyRecords, fc.double({ min: 0, max: 1, noNaN: true }), (layout, records, where) => {
        const pieces = layOut(layout, records);
        const content = Buffer.from(pieces.join(''));
        const cut = Math.floor(where * content.length);
        expectWholeBefore(pieces, records, cut, collect(content.subarray(0, cut)));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every record before a cut, in a gzip, at once and in chunks', async () => {
    const pieces = layOut(
      'Records',
      Array.from({ length: 12 }, (_, i) => record(i, { noise: 'x'.repeat(i * 40) })),
    );
    const records = pieces.map((_, i) => record(i, { noise: 'x'.repeat(i * 40) }));
    const gz = gzipSync(pieces.join(''));
    // One byte is not yet a gzip by any sign.
    for (let cut = 2; cut < gz.length; cut++) {
      const part = gz.subarray(0, cut);
      const read = collect(part);
      expectWholeBefore(pieces, records, read.reading.bytesOut, read);
      expect(read.reading.problems).not.toEqual([]);
      expect(await collectAny(chunks(part, 7, 1, 30))).toEqual(read);
    }
  });

  it('never throws and always counts right, whatever the bytes', async () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => gzipSync(bytes)),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), bytes])),
      fc
        .array(
          fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            '"',
            ',',
            ':',
            '\\',
            '\n',
            '1',
            '{"Records":[',
            '{"eventVersion":"1"',
            '"a"',
            ' ',
          ),
        )
        .map((parts) => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(anyBytes, fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
        const read = collect(bytes);
        expect(read.order).toEqual(Array.from({ length: read.reading.records }, (_, i) => i));
        const inChunks = await collectAny(chunks(bytes, size));
        expect(inChunks.order.length).toBe(inChunks.reading.records);
        expect(inChunks.records).toEqual(read.records);
        const { notALog, outOfScope, problems, records } = read.reading;
        if (records === 0)
          expect([notALog, outOfScope, ...problems].join('') !== '' || isEmptyLog(read.reading.format)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('loses only the record that was damaged', () => {
    const records = Array.from({ length: 8 }, (_, i) => record(i));
    const pieces = layOut('Records', records);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('', '"', '}', '{', ']', '\\', 'x', '\0'),
        (hurt, where, put) => {
          const piece = pieces[hurt] ?? '';
          const at = Math.floor(where * (piece.length - 1));
          const damaged = piece.slice(0, at) + put + piece.slice(at + 1);
          const content = pieces.with(hurt, damaged).join('');
          const ids = collect(content).records.map((raw) => raw.eventID);
          const others = records.filter((_, i) => i !== hurt).map((raw) => raw.eventID);
          expect(ids.filter((id) => id !== `event-${hurt}`)).toEqual(expect.arrayContaining(others));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

function isEmptyLog(format: string): boolean {
  return ['cloudtrail', 'array', 'lookup-events', 'cloudwatch-logs', 'lake', 'sqs'].includes(format);
}

/** `cut`: bytes of the decompressed text that are left. */
function expectWholeBefore(
  pieces: readonly string[],
  records: readonly unknown[],
  cut: number,
  { reading, records: read, rejected, order }: Awaited<ReturnType<typeof collectAny>>,
): void {
  let end = 0;
  let whole = 0;
  for (const piece of pieces) {
    end += Buffer.byteLength(piece.replace(/(?:,|\n|\],"NextToken":"x"\}|\]\}|\])$/, ''));
    if (end <= cut) whole++;
    end += Buffer.byteLength(piece) - Buffer.byteLength(piece.replace(/(?:,|\n|\],"NextToken":"x"\}|\]\}|\])$/, ''));
  }
  expect(read).toEqual(records.slice(0, whole).map((raw) => JSON.parse(JSON.stringify(raw))));
  expect(rejected.length).toBeLessThanOrEqual(1);
  expect(order).toEqual(Array.from({ length: reading.records }, (_, i) => i));
}
