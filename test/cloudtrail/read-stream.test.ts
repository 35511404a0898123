import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readObject } from '../../shared/cloudtrail/read.ts';
import { chunks, collectAny, layOut, record } from './collect.ts';

const MIB = 2 ** 20;

describe('objects too large to hold', () => {
  it('reads them piece by piece: never more than a chunk behind, with bounded memory', async () => {
    const megabytes = 300;
    const line = Buffer.from(layOut('ndjson', [record(1, { note: 'x'.repeat(8192) })])[0] ?? '');
    const perChunk = 128;
    const chunk = Buffer.concat(Array.from({ length: perChunk }, () => line));
    const count = Math.ceil((megabytes * MIB) / chunk.length);
    let read = 0;
    let mostBehind = 0;
    let mostMemory = 0;
    async function* source() {
      for (let sent = 0; sent < count; sent++) {
        mostBehind = Math.max(mostBehind, sent * perChunk - read);
        mostMemory = Math.max(mostMemory, process.memoryUsage.rss());
        yield chunk;
      }
    }
    const before = process.memoryUsage.rss();
    const reading = await readObject(source(), { record: () => read++, rejected: () => {} });
    expect(reading).toMatchObject({
      format: 'ndjson',
      records: count * perChunk,
      bytesOut: count * chunk.length,
      problems: [],
    });
    expect(mostBehind).toBe(0);
    expect(mostMemory - before).toBeLessThan(200 * MIB);
  });

  it('gives a promise only when it has to', async () => {
    const text = layOut('Records', [record(1), record(2)]).join('');
    const sink = { record: () => {}, rejected: () => {} };
    expect(readObject(Buffer.from(text), sink)).not.toBeInstanceOf(Promise);
    expect(readObject(gzipSync(text), sink)).not.toBeInstanceOf(Promise);
    expect(readObject(gzipSync(text).subarray(0, 100), sink)).not.toBeInstanceOf(Promise);
    const streamed = readObject(gzipSync(text), sink, { streamAbove: 100 });
    expect(streamed).toBeInstanceOf(Promise);
    expect((await streamed).records).toBe(2);
  });

  it('survives a source that reuses its buffer', async () => {
    const records = Array.from({ length: 20 }, (_, i) => record(i));
    const text = Buffer.from(layOut('Records', records).join(''));
    const reused = Buffer.alloc(100);
    async function* source() {
      for (let at = 0; at < text.length; at += reused.length) {
        const size = text.copy(reused, 0, at);
        yield reused.subarray(0, size);
      }
    }
    expect((await collectAny(source())).records).toEqual(records);
  });

  it('passes on the errors of its source and of its sink', async () => {
    async function* failing() {
      yield Buffer.from('{"Records":[');
      throw new Error('connection reset');
    }
    await expect(collectAny(failing())).rejects.toThrow('connection reset');
    const sink = {
      record: () => {
        throw new Error('sink is full');
      },
      rejected: () => {},
    };
    const text = layOut('Records', [record(1)]).join('');
    expect(() => readObject(Buffer.from(text), sink)).toThrow('sink is full');
    await expect(async () => readObject(chunks(text, 5), sink)).rejects.toThrow('sink is full');
  });
});

describe('gzip bombs', () => {
  const bomb = gzipSync(
    Buffer.concat([Buffer.from(layOut('ndjson', [record(1), record(2)]).join('')), Buffer.alloc(40 * MIB, ' ')]),
  );

  it('stops where the ratio is beyond the limit and keeps the records before', async () => {
    const most = bomb.length * 1000;
    for (const limits of [{}, { streamAbove: 64 * MIB }]) {
      const { records, reading } = await collectAny(bomb, limits);
      expect(records).toEqual([record(1), record(2)]);
      expect(reading.bytesOut).toBeLessThanOrEqual(most);
      expect(reading.problems).toEqual([
        expect.stringMatching(/^gzip expands to more than 1,000 times its size \(maxRatio\): read /),
      ]);
    }
  });

  it('stops at maxBytes, whether it comes whole or in chunks', async () => {
    const limits = { maxBytes: 2 * MIB, maxRatio: 2000 };
    for (const content of [bomb, chunks(bomb, 10_000)]) {
      const { records, reading } = await collectAny(content, limits);
      expect(records).toEqual([record(1), record(2)]);
      expect(reading.bytesOut).toBe(2 * MIB);
      expect(reading.problems).toEqual(['gzip expands to more than 2,097,152 bytes (maxBytes): the rest was not read']);
    }
  });

  it('judges no ratio below 1 MiB and no plain text at all', async () => {
    const dense = gzipSync(`${' '.repeat(MIB - 1000)}${JSON.stringify(record(1))}`);
    expect((await collectAny(dense, { maxRatio: 1 })).reading).toMatchObject({ records: 1, problems: [] });
    const plain = Buffer.from(layOut('Records', [record(1)]).join(''));
    expect((await collectAny(plain, { maxBytes: 10, maxRatio: 0 })).reading).toMatchObject({
      records: 1,
      problems: [],
    });
  });

  it('stops a bomb inside a gzip too', async () => {
    const { reading } = await collectAny(gzipSync(bomb), { maxBytes: 2 * MIB, maxRatio: 5000 });
    expect(reading.bytesOut).toBe(2 * MIB);
    expect(reading.problems).toEqual(['gzip expands to more than 2,097,152 bytes (maxBytes): the rest was not read']);
  });
});
