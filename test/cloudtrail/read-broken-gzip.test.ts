import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chunks, collect, collectAny, layOut, record } from './collect.ts';

const json = JSON.stringify;
const thousand = Array.from({ length: 1000 }, (_, i) => record(i));
const log = json({ Records: thousand });

describe('broken gzip', () => {
  const gz = gzipSync(log);

  it('keeps everything when only the end is missing or wrong', () => {
    const cut = collect(gz.subarray(0, -1));
    expect(cut.records).toEqual(thousand);
    const [bytesIn, bytesOut] = [gz.length - 1, log.length].map((size) => size.toLocaleString('en-US'));
    expect(cut.reading.problems).toEqual([`gzip ends early: ${bytesIn} bytes in, ${bytesOut} bytes out`]);
    const crc = Buffer.from(gz);
    crc.writeUInt32LE(1, crc.length - 8);
    const wrong = collect(crc);
    expect(wrong.records).toEqual(thousand);
    expect(wrong.reading.problems).toEqual([
      expect.stringMatching(/^gzip is corrupt at byte [\d,]+ of [\d,]+: incorrect data check; /),
    ]);
  });

  it('keeps the records before a corrupt byte', async () => {
    // Noise leaves nothing to compress, so that the position in the gzip tells the one in the text.
    const records = Array.from({ length: 200 }, (_, i) =>
      record(i, { note: createHash('shake256', { outputLength: 300 }).update(`${i}`).digest('base64') }),
    );
    const noisy = gzipSync(layOut('Records', records).join(''), { level: 1 });
    const corrupt = Buffer.from(noisy);
    const middle = corrupt.length >> 1;
    corrupt.fill(0xff, middle, middle + 300);
    for (const read of [collect(corrupt), await collectAny(chunks(corrupt, 1000))]) {
      const kept = read.records.length;
      expect(kept).toBeGreaterThan(75);
      expect(kept).toBeLessThan(200);
      expect(read.records.slice(0, 75)).toEqual(records.slice(0, 75));
      expect(read.reading.problems[0]).toMatch(/^gzip is corrupt /);
    }
  });

  it('reads several members and padding as one, and what stands before trailing bytes', async () => {
    const members = Buffer.concat([gzipSync(log.slice(0, 5000)), gzipSync(log.slice(5000)), Buffer.alloc(512)]);
    expect(collect(members)).toMatchObject({ records: thousand, reading: { problems: [] } });
    expect(await collectAny(chunks(members, 4000))).toMatchObject({ records: thousand, reading: { problems: [] } });
    const trailing = collect(Buffer.concat([gz, Buffer.from('and more')]));
    expect(trailing.records).toEqual(thousand);
    expect(trailing.reading.problems).toEqual([
      expect.stringMatching(/^gzip is corrupt at byte .*incorrect header check/),
    ]);
  });

  it('unwraps a gzip in a gzip, but not in a third one', async () => {
    const twice = gzipSync(gz);
    expect(collect(twice)).toMatchObject({
      records: thousand,
      reading: { bytesIn: twice.length, bytesOut: log.length, problems: [] },
    });
    expect(await collectAny(chunks(twice, 500))).toEqual(collect(twice));
    expect(collect(gzipSync(twice)).reading).toMatchObject({ notALog: 'binary', records: 0 });
  });

  it('believes no size a trailer claims', () => {
    for (const size of [0, 1, 2 ** 32 - 1]) {
      const lying = Buffer.from(gz);
      lying.writeUInt32LE(size, lying.length - 4);
      expect(collect(lying)).toMatchObject({
        records: thousand,
        reading: { problems: [expect.stringContaining('incorrect length check')] },
      });
    }
  });

  it('reports bytes that only begin like a gzip', () => {
    expect(collect(Buffer.from([0x1f, 0x8b])).reading.problems).toEqual(['gzip ends early: 2 bytes in, 0 bytes out']);
    expect(collect(Buffer.from([0x1f, 0x8b, 7, 0, 0, 0])).reading).toMatchObject({
      format: 'unknown',
      problems: ['gzip is corrupt at byte 3 of 6: unknown compression method; 0 bytes out'],
    });
  });
});
