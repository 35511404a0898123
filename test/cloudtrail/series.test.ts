import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRecord, chunks, collect, collectAny, record } from './collect.ts';

const json = JSON.stringify;
const SLICE = 64 * 1024;
/** Enough records for several slices, each with something that looks like a border of two. */
const many = Array.from({ length: 1500 }, (_, i) => record(i, { note: i % 7 === 0 ? 'a }{ b' : '},{ \n }' }));

describe('records one behind the other', () => {
  it.each([
    ['on lines', '\n'],
    ['joined', ''],
    ['on lines with carriage returns', '\r\n'],
    ['with empty lines', '\n\n'],
    ['with commas', ',\n'],
  ])('%s', (_, between) => {
    const text = many.map((one) => json(one)).join(between);
    expect(text.length).toBeGreaterThan(3 * SLICE);
    expect(collect(text)).toMatchObject({ records: many, rejected: [], reading: { format: 'ndjson', problems: [] } });
    expect(collect(`${text}\n`).records).toEqual(many);
  });

  it('joined, where a text ends as if a record did', () => {
    const odd = many.map((one, i) => (i % 100 === 50 ? { ...one, userAgent: '}{' } : one));
    const read = collect(odd.map((one) => json(one)).join(''));
    expect(read.records).toEqual(odd);
    expect(read.rejected).toEqual([]);
  });

  it('loses one broken line and no other, wherever it is', () => {
    for (const at of [0, 1, 700, 1499]) {
      const lines = many.map((one, i) => (i === at ? json(one).replace('"eventName":', '"eventName"') : json(one)));
      const read = collect(lines.join('\n'));
      expect(read.records).toEqual(many.filter((_, i) => i !== at));
      expect(read.rejected.map(([index]) => index)).toEqual([at]);
    }
  });

  it('says where it was cut off', () => {
    const text = many.map((one) => json(one)).join('\n');
    const read = collect(text.slice(0, -10));
    expect(read.records).toEqual(many.slice(0, -1));
    expect(read.reading.problems).toEqual([expect.stringMatching(/^ends early, at byte [\d,]+, inside record 1499$/)]);
  });

  it('gives the same as reading in chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('\n', '', '\r\n', ' ', '}\n{', ',', '\n\n', '\u0000'),
        fc.integer({ min: 1, max: 400 }),
        fc.option(fc.nat(2000), { nil: undefined }),
        async (records, between, repeat, cut) => {
          const text = Array.from({ length: repeat }, () => records.map((one) => json(one)).join(between)).join(
            between,
          );
          const content = cut === undefined ? text : text.slice(0, -cut);
          if (content === '') return;
          const { records: whole, rejected, order } = collect(content);
          const streamed = await collectAny(chunks(content, 30_000));
          expect(streamed.records).toEqual(whole);
          expect(streamed.rejected).toEqual(rejected);
          expect(streamed.order).toEqual(order);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what is no CloudTrail record', () => {
  const translate = (value: Record<string, unknown>) =>
    value['line'] === undefined ? undefined : value['over'] ? 'another log' : { ...value, translated: true };

  it.each([
    ['whole', (text: string) => collect(text, {}, translate)],
    ['in chunks', (text: string) => collectAny(chunks(text, 50), {}, translate)],
  ])('goes to who can translate it, %s', async (_, read) => {
    const text = [{ line: 1 }, record('a'), { line: 2, over: true }, { some: 'thing' }, { line: 3 }]
      .map((one) => json(one))
      .join('\n');
    const { records, passedOver, rejected, reading } = await read(text);
    expect(records).toEqual([{ line: 1, translated: true }, record('a'), { line: 3, translated: true }]);
    expect(passedOver).toEqual([[2, 'another log']]);
    expect(rejected).toEqual([[3, 'an object that is no CloudTrail record']]);
    expect(reading.records).toBe(5);
  });

  it('in any wrap, and sets free what was doubtful before', () => {
    const message = (value: unknown) => ({ id: '1', timestamp: 0, message: json(value) });
    const payload = {
      messageType: 'DATA_MESSAGE',
      logEvents: [{ some: 'thing' }, { line: 1 }, { line: 2, over: true }].map(message),
    };
    const read = collect(json(payload), {}, translate);
    expect(read).toMatchObject({
      records: [{ line: 1, translated: true }],
      rejected: [[0, 'an object that is no CloudTrail record']],
      passedOver: [[2, 'another log']],
      order: [0, 1, 2],
      reading: { format: 'cloudwatch-logs', records: 3 },
    });
  });

  it('is no log when nobody knows it', () => {
    expect(collect(`${json({ line: 1 })}\n${json({ line: 2 })}`).reading).toMatchObject({
      records: 0,
      notALog: 'JSON without CloudTrail records',
    });
  });
});

describe('plain text', () => {
  it.each(['', '\uFEFF'])('shows how it begins, and no more (%j)', async (bom) => {
    const text = `${bom}first line\n${'x'.repeat(5000)}`;
    const whole = collect(text).reading;
    expect(whole.sample?.length).toBe(1024);
    expect(whole.sample).toMatch(/^first line\nx+$/);
    for (const size of [1, 7, 4096]) expect((await collectAny(chunks(text, size))).reading.sample).toBe(whole.sample);
  });
  it('shows the text inside a wrap', () => {
    const payload = { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 0, message: 'first line' }] };
    expect(collect(json(payload)).reading).toMatchObject({ notALog: 'plain text', sample: 'first line' });
  });
});
