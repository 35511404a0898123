import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chunks, collect, collectAny, record } from './collect.ts';

const json = JSON.stringify;
const thousand = Array.from({ length: 1000 }, (_, i) => record(i));
const log = json({ Records: thousand });

describe('broken objects', () => {
  it('reports an empty file, an empty gzip and white space', async () => {
    expect(collect('').reading).toEqual({
      format: 'empty',
      bytesIn: 0,
      bytesOut: 0,
      records: 0,
      problems: ['empty file'],
    });
    const gz = gzipSync('');
    expect(collect(gz).reading).toMatchObject({ format: 'empty', problems: ['empty after gunzip'] });
    expect(collect(' \n').reading).toMatchObject({ format: 'empty', problems: ['nothing but white space'] });
    expect((await collectAny(chunks('', 1))).reading.problems).toEqual(['empty file']);
    expect((await collectAny(chunks(gz, 1))).reading.problems).toEqual(['empty after gunzip']);
  });

  it.each([
    ['an unknown word', '{"eventID":"bad","x":undefined}', 'unexpected character'],
    ['a bad escape', '{"eventID":"bad","x":"\\q"}', 'bad escaped character'],
    ['a NUL byte', '{"eventID":"bad","x":"\0"}', 'bad control character in string literal'],
    ['a line break in a text', '{"eventID":"bad","x":"a\nb"}', 'bad control character in string literal'],
    ['a missing brace', '{"eventID":"bad","x":{"y":1}', 'expected double-quoted property name'],
    ['a missing quote', '{"eventID":"bad","x":"y}', "expected ',' or '}' after property value"],
    ['an extra comma', '{"eventID":"bad",}', 'expected double-quoted property name'],
  ])('rejects one record of a thousand for %s', (_, bad, why) => {
    const pieces = thousand.map((raw) => json(raw)).with(500, bad);
    const { records, rejected, reading } = collect(`{"Records":[${pieces.join(',')}]}`);
    expect(records).toEqual(thousand.filter((_raw, i) => i !== 500));
    const start = '{"Records":['.length + pieces.slice(0, 500).join(',').length + 1;
    const at = start.toLocaleString('en-US');
    expect(rejected).toEqual([[500, `not valid JSON: ${why}, in what begins at byte ${at}`]]);
    expect(reading).toMatchObject({ format: 'cloudtrail', records: 1000, problems: [] });
  });

  it.each([
    ['null', 'null where a record object was expected'],
    ['5', 'a number where a record object was expected'],
    ['"x"', 'a string where a record object was expected'],
    ['[{}]', 'an array where a record object was expected'],
  ])('rejects %s in place of a record', (value, reason) => {
    const text = `{"Records":[${json(record(1))},${value},${json(record(2))}]}`;
    for (const limits of [{}, { streamAbove: 0 }])
      expect(collect(text, limits)).toMatchObject({
        records: [record(1), record(2)],
        rejected: [[1, reason]],
        order: [0, 1, 2],
      });
  });

  it('never repeats what the log says in a reason', () => {
    const { rejected } = collect('{"Records":[{"sessionToken":"SECRET-TOKEN" SECRET-TOKEN}]}');
    expect(rejected.length).toBe(1);
    expect(json(rejected)).not.toContain('SECRET');
  });

  it('keeps the records before a cut and says where it ends', () => {
    const cut = log.slice(0, log.indexOf('"eventID":"event-700"'));
    const { records, rejected, reading } = collect(cut);
    const at = cut.length.toLocaleString('en-US');
    expect(records).toEqual(thousand.slice(0, 700));
    expect(rejected).toEqual([[700, `cut off: the input ends early, at byte ${at}`]]);
    expect(reading.problems).toEqual([`ends early, at byte ${at}, inside record 700`]);
  });

  it('says so when the list is cut between two records, or a single record is cut', () => {
    expect(collect(`{"Records":[${json(record(1))},`)).toMatchObject({
      records: [record(1)],
      rejected: [],
      reading: { records: 1, problems: [`ends early, at byte ${json(record(1)).length + 13}`] },
    });
    expect(collect('{"eventVersion":"1.11","event')).toMatchObject({
      rejected: [[0, 'cut off: the input ends early, at byte 29']],
      reading: { problems: ['ends early, at byte 29, inside record 0'] },
    });
    expect(collect('{"Rec').reading).toEqual({
      format: 'unknown',
      bytesIn: 5,
      bytesOut: 5,
      records: 0,
      problems: ['ends early, at byte 5'],
    });
  });

  it('reads on behind stray brackets and NUL bytes, and says where they are', () => {
    const text = `{"Records":[${json(record(1))}]}`;
    expect(collect(`${text}]}\0\0\n${json(record(2))}`)).toMatchObject({
      records: [record(1), record(2)],
      rejected: [],
      reading: { problems: [`unexpected ] at byte ${text.length}`, `NUL at byte ${text.length + 2}`] },
    });
    expect(collect(Buffer.alloc(100)).reading).toMatchObject({
      format: 'unknown',
      records: 0,
      problems: ['NUL at byte 0'],
    });
  });

  it('takes a byte order mark for nothing and says that it reads no UTF-16', async () => {
    const text = `\uFEFF{"Records":[${json(record(1))}]}`;
    const whole = collect(text);
    expect(whole).toMatchObject({ records: [record(1)], reading: { format: 'cloudtrail', problems: [] } });
    expect(collect(text, { streamAbove: 0 })).toEqual(whole);
    expect(await collectAny(chunks(text, 1))).toEqual(whole);
    for (const wide of [
      Buffer.from(text, 'utf16le'),
      Buffer.from(text.slice(1), 'utf16le'),
      Buffer.from(text, 'utf16le').swap16(),
    ])
      expect(collect(wide).reading).toMatchObject({ records: 0, problems: ['UTF-16 text: only UTF-8 is read'] });
  });

  it('keeps records with invalid UTF-8 and says where it is', async () => {
    const text = Buffer.from(json({ Records: [record(1), record(2, { note: 'ü\uFFFD€ #x' }), record(3)] }));
    const at = text.indexOf('#');
    text[at] = 0xe2;
    const whole = collect(text);
    expect(whole.records).toEqual([record(1), record(2, { note: 'ü\uFFFD€ \uFFFDx' }), record(3)]);
    expect(whole.reading.problems).toEqual([`invalid UTF-8 at byte ${at}`]);
    expect(collect(text, { streamAbove: 0 })).toEqual(whole);
    expect(await collectAny(chunks(text, 7))).toEqual(whole);
  });

  it('survives brackets nested without end', () => {
    const deep = 100_000;
    expect(collect('['.repeat(deep)).reading).toMatchObject({ records: 0, problems: ['ends early, at byte 100,000'] });
    expect(collect('{"a":'.repeat(deep)).reading).toMatchObject({
      records: 0,
      problems: ['ends early, at byte 500,000'],
    });
    const bomb = `${'['.repeat(deep)}${']'.repeat(deep)}`;
    expect(collect(bomb).reading).toMatchObject({ notALog: 'JSON without CloudTrail records' });
    const { records, rejected } = collect(`{"Records":[${json(record(1))},${bomb},${json(record(2))}]}`);
    expect(records).toEqual([record(1), record(2)]);
    expect(rejected).toEqual([[1, 'an array where a record object was expected']]);
  });

  it('gives up on thousands of broken records that swallow each other, but not on those before', () => {
    const broken = '{"eventVersion":"1.11","x":"'.repeat(50_000);
    const { records, rejected, reading } = collect(`{"Records":[${json(record(1))},${broken}`);
    expect(records).toEqual([record(1)]);
    expect(rejected.length).toBe(reading.records - 1);
    expect(reading.problems).toEqual([expect.stringMatching(/^ends early, at byte [\d,]+, inside record \d+$/)]);
  });

  it('keeps what came whole out of a text wrapped in a record', () => {
    const body = `{"Records":[${json(record(1))},${json(record(2))},{"eventVer`;
    const message = { eventSource: 'aws:sqs', body };
    expect(collect(json({ Records: [message, { ...message, body: json(record(3)) }] }))).toMatchObject({
      records: [record(1), record(2), record(3)],
      rejected: [[2, `the text wrapped in it ends early, at byte ${body.length} of it`]],
      order: [0, 1, 2, 3],
      reading: { format: 'sqs', problems: [] },
    });
  });

  it('says what is wrong with the payload of a CloudWatch Logs subscription', () => {
    const payload = gzipSync(json({ logEvents: [{ id: '1', message: json(record(1)) }] }));
    const line = (bytes: Buffer) => json({ awslogs: { data: bytes.toString('base64') } });
    const cut = payload.subarray(0, -4);
    const read = collect(`${line(cut)}\n${line(payload)}`);
    expect(read.records).toEqual([record(1), record(1)]);
    expect(read.reading.problems).toEqual([
      `awslogs payload at record 0: gzip ends early: ${cut.length} bytes in, ${json({ logEvents: [{ id: '1', message: json(record(1)) }] }).length} bytes out`,
    ]);
    const bomb = line(gzipSync(Buffer.alloc(2 ** 20)));
    expect(collect(bomb, { maxBytes: 1000 }).rejected).toEqual([
      [0, 'awslogs payload: gzip expands to more than maxBytes'],
    ]);
  });

  it('names no more than twenty problems and keeps no more than a hundred reasons in doubt', () => {
    const cut = gzipSync('{"logEvents":[]}').subarray(0, -4).toString('base64');
    const { problems } = collect(`${json({ awslogs: { data: cut } })}\n`.repeat(30)).reading;
    expect(problems.length).toBe(21);
    expect(problems.at(-1)).toBe('and 10 more problems');
    const { rejected } = collect(`${'{"a":1}\n'.repeat(150)}${json(record(1))}`);
    expect(rejected.length).toBe(150);
    expect(rejected[99]).toEqual([99, 'an object that is no CloudTrail record']);
    expect(rejected[149]).toEqual([149, 'not a CloudTrail record, like those before it']);
  });
});
