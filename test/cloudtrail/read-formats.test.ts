import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { chunks, collect, collectAny, record } from './collect.ts';

const json = JSON.stringify;
const one = record(1);
const two = record(2);
const bridge = (raw: RawRecord) => ({
  version: '0',
  id: 'x',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.iam',
  detail: raw,
});
const sns = (message: string) => ({ Type: 'Notification', MessageId: 'm', Message: message });
const sqs = (...bodies: string[]) => ({
  Records: bodies.map((body) => ({ messageId: 'm', receiptHandle: 'h', body, eventSource: 'aws:sqs' })),
});
const logs = (...raws: RawRecord[]) => ({
  messageType: 'DATA_MESSAGE',
  owner: '111111111111',
  logGroup: 'trail',
  logEvents: raws.map((raw, i) => ({ id: `${i}`, timestamp: i, message: json(raw) })),
});
const control = {
  messageType: 'CONTROL_MESSAGE',
  logEvents: [{ id: '', timestamp: 0, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' }],
};
const awslogs = (value: unknown) => ({ awslogs: { data: gzipSync(json(value)).toString('base64') } });
const s3Notification = {
  Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }],
};

describe('formats', () => {
  it.each<[string, string, string]>([
    ['cloudtrail', 'a log file', json({ Records: [one, two] })],
    ['array', 'a bare list', json([one, two])],
    ['array', 'an indented list', json([one, two], null, 4)],
    ['ndjson', 'lines', `${json(one)}\n${json(two)}\n`],
    ['ndjson', 'lines with CRLF and blank ones', `\r\n${json(one)}\r\n\r\n${json(two)}`],
    ['ndjson', 'one after the other', json(one) + json(two)],
    [
      'ndjson',
      'lines that a log shipper put a time before',
      `2026-11-22T13:05:00Z ${json(one)}\n2026-11-22T13:05:01Z ${json(two)}\n`,
    ],
    ['cloudtrail', 'log files as lines', `${json({ Records: [one] })}\n${json({ Records: [two] })}`],
    ['cloudtrail', 'a list of log files', json([{ Records: [one] }, { Records: [two] }])],
    [
      'lookup-events',
      'LookupEvents',
      json({ Events: [one, two].map((raw) => ({ EventId: '1', ReadOnly: 'false', CloudTrailEvent: json(raw) })) }),
    ],
    [
      'lookup-events',
      'its events as lines',
      [one, two].map((raw) => json({ EventId: '1', CloudTrailEvent: json(raw) })).join('\n'),
    ],
    ['eventbridge', 'EventBridge lines', `${json(bridge(one))}\n${json(bridge(two))}`],
    ['eventbridge', 'an EventBridge list', json([bridge(one), bridge(two)])],
    ['cloudwatch-logs', 'a subscription payload for Lambda', json(awslogs(logs(one, two)))],
    ['cloudwatch-logs', 'one decoded', json(logs(one, two))],
    ['cloudwatch-logs', 'several run together, as Firehose does', json(control) + json(logs(one)) + json(logs(two))],
    ['cloudwatch-logs', 'filter-log-events', json({ events: logs(one, two).logEvents, searchedLogStreams: [] })],
    ['sns', 'SNS', [one, two].map((raw) => json(sns(json(bridge(raw))))).join('\n')],
    [
      'sns',
      'SNS for Lambda',
      json({ Records: [one, two].map((raw) => ({ EventSource: 'aws:sns', Sns: { Message: json(raw) } })) }),
    ],
    ['sqs', 'SQS of a log file', json(sqs(json({ Records: [one, two] })))],
    ['sqs', 'SQS of SNS of EventBridge', json(sqs(json(sns(json(bridge(one)))), json(sns(json(bridge(two))))))],
    [
      'sqs',
      'receive-message output',
      json({ Messages: [one, two].map((raw) => ({ MessageId: 'm', Body: json(bridge(raw)) })) }),
    ],
    ['sqs', 'SQS of lines', json(sqs(`${json(one)}\n${json(two)}`))],
    ['lake', 'Lake rows with the event', [one, two].map((raw) => json({ eventJson: json(raw) })).join('\n')],
    [
      'lake',
      'get-query-results',
      json({
        QueryStatus: 'FINISHED',
        QueryResultRows: [one, two].map((raw) => [{ eventID: 'x' }, { eventJson: json(raw) }]),
      }),
    ],
  ])('%s: %s', async (format, _, text) => {
    const whole = collect(text);
    expect(whole).toEqual({
      reading: {
        format,
        bytesIn: Buffer.byteLength(text),
        bytesOut: Buffer.byteLength(text),
        records: 2,
        problems: [],
      },
      records: [one, two],
      rejected: [],
      order: [0, 1],
    });
    expect(await collectAny(chunks(text, 13))).toEqual(whole);
  });

  it('reads a single record', () => {
    expect(collect(json(one))).toMatchObject({
      reading: { format: 'single', records: 1, problems: [] },
      records: [one],
    });
  });

  it('passes on insight and aggregated records', () => {
    const insight = {
      eventVersion: '1.07',
      eventType: 'AwsCloudTrailInsight',
      eventCategory: 'Insight',
      insightDetails: {},
    };
    const aggregated = { eventVersion: '1.0', eventType: 'AwsAggregatedEvent', eventId: 'x', timeWindow: {} };
    expect(collect(json([insight, aggregated])).records).toEqual([insight, aggregated]);
  });

  it('passes on any object of Records: what it lacks is not for the reader to judge', () => {
    expect(collect('{"Records":[{"odd":1}]}').records).toEqual([{ odd: 1 }]);
  });

  it('finds an empty log whole', () => {
    expect(collect('{"Records":[]}').reading).toMatchObject({ format: 'cloudtrail', records: 0, problems: [] });
    expect(collect(json(control)).reading).toMatchObject({ format: 'cloudwatch-logs', records: 0, problems: [] });
    expect(collect('[]').reading).toMatchObject({ format: 'array', records: 0, problems: [] });
  });

  it.each<[string, string, unknown]>([
    [
      'digest file',
      'digest',
      { awsAccountId: '111111111111', previousDigestHashValue: 'x', logFiles: [{ s3Object: 'x' }] },
    ],
    ['S3 event notification', 's3-notification', s3Notification],
    ['S3 event notification', 'sqs', sqs(json(s3Notification))],
    ['S3 event notification', 'sqs', sqs(json(sns(json(s3Notification))))],
    ['S3 event notification', 's3-notification', { Service: 'Amazon S3', Event: 's3:TestEvent' }],
    [
      'S3 event notification',
      'sqs',
      sqs(json({ 'detail-type': 'Object Created', source: 'aws.s3', detail: { object: {} } })),
    ],
    ['CloudTrail delivery notification', 'sns', sns(json({ s3Bucket: 'b', s3ObjectKey: ['k'] }))],
    ['SNS subscription notice', 'sns', { Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe' }],
  ])('leaves out a %s (%s)', (outOfScope, format, value) => {
    const { reading, order } = collect(json(value));
    expect(reading).toMatchObject({ outOfScope, format, records: 0, problems: [] });
    expect(order).toEqual([]);
  });

  it.each([
    ['plain text', '# Read me\n\nIt says [so] {here}.\n'],
    ['plain text', 'eventTime,eventName\n2026-11-22T13:05:00Z,CreateUser\n'],
    ['plain text', '[INFO] started\n[WARN] "x\n'],
    ['binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    ['JSON without CloudTrail records', '{"name":"x","version":"1.0.0"}'],
    ['JSON without CloudTrail records', '[1,2,{"a":3}]'],
    ['JSON without CloudTrail records', '"text"'],
    ['JSON without CloudTrail records', '{"Records":null}'],
    ['JSON without CloudTrail records', '{"a":1}\n{"a":2}\n'],
    ['plain text', json(sqs('hello'))],
  ])('%s is no log', async (notALog, content) => {
    const { reading, order } = collect(Buffer.from(content as string));
    expect(reading).toMatchObject({ notALog, records: 0, problems: [] });
    expect(order).toEqual([]);
    expect(await collectAny(chunks(content, 3))).toEqual({ reading, order, records: [], rejected: [] });
  });

  it('counts lines that are no records as rejected once a record shows that it is a log', () => {
    expect(collect(`{"a":1}\n5\nnot JSON\n${json(one)}\n{"b":1}\n`)).toMatchObject({
      reading: { format: 'ndjson', records: 5, problems: [] },
      records: [one],
      order: [0, 1, 2, 3, 4],
      rejected: [
        [0, 'an object that is no CloudTrail record'],
        [1, 'a number where a record object was expected'],
        [2, 'text that is no JSON: 8 bytes from byte 10'],
        [4, 'an object that is no CloudTrail record'],
      ],
    });
  });

  it('unwraps no deeper than five wraps', () => {
    const wrap = (text: string, times: number): string => (times === 0 ? text : wrap(json(sns(text)), times - 1));
    expect(collect(wrap(json(one), 5)).records).toEqual([one]);
    expect(collect(wrap(json(one), 6))).toMatchObject({ records: [], rejected: [[0, 'wrapped more than 5 deep']] });
    const nested = (value: unknown, times: number): unknown =>
      times === 0 ? value : nested({ 'detail-type': 'x', detail: value }, times - 1);
    expect(collect(json(nested(one, 6))).rejected).toEqual([[0, 'wrapped more than 5 deep']]);
  });

  it('keeps __proto__ an ordinary key', () => {
    const text = '{"Records":[{"eventID":"1","eventName":"x","__proto__":{"polluted":true},"constructor":1}]}';
    for (const limits of [{}, { streamAbove: 0 }]) {
      const [raw] = collect(text, limits).records;
      expect(Object.keys(raw ?? {})).toContain('__proto__');
      expect(raw?.polluted).toBeUndefined();
    }
    const [row] = collect('{"eventname":"x","eventsource":"y","__proto__":{"polluted":true}}').records;
    expect(Object.keys(row ?? {})).toContain('__proto__');
    expect(row?.polluted).toBeUndefined();
    expect(({} as RawRecord).polluted).toBeUndefined();
  });
});

const samples = new URL('../../../shared/data/', import.meta.url);
describe.skipIf(!existsSync(samples))('real log files', () => {
  it.each([
    ['stratus', 35, 310],
    ['invictus', 55, 2900],
  ])('%s: %i files, %i records, read whole and the same in chunks', async (folder, files, records) => {
    const names = readdirSync(new URL(`${folder}/`, samples)).filter((name) => name.endsWith('.json'));
    let read = 0;
    for (const name of names) {
      const content = readFileSync(new URL(`${folder}/${name}`, samples));
      const whole = collect(content);
      expect(whole).toMatchObject({ rejected: [], reading: { problems: [] } });
      expect(await collectAny(chunks(content, 5003))).toEqual(whole);
      read += whole.reading.records;
    }
    expect([names.length, read]).toEqual([files, records]);
  });
});
