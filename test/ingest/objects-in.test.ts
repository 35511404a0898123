import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectsIn, objectsInBody } from '../../functions/ingest/objects-in.ts';

const MADE = '2026-11-02T10:00:00.000Z';
const KEY = 'AWSLogs/111111111111/CloudTrail/eu-central-1/2026/11/02/one.json.gz';

function s3(key: string, eventName = 'ObjectCreated:Put', bucket = 'logs') {
  return {
    eventSource: 'aws:s3',
    eventName,
    eventTime: MADE,
    s3: { bucket: { name: bucket }, object: { key, size: 1 } },
  };
}
const fromBridge = (key: string, type = 'Object Created') => ({
  source: 'aws.s3',
  'detail-type': type,
  time: MADE,
  detail: { bucket: { name: 'logs' }, object: { key } },
});
const fromSns = (message: unknown) => ({ Type: 'Notification', MessageId: 'm', Message: JSON.stringify(message) });
const snsEvent = (...messages: unknown[]) => ({
  Records: messages.map((message) => ({ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(message) } })),
});
/** As S3 writes a key into an event. */
const escaped = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

const one = [{ key: `s3://logs/${KEY}`, made: Date.parse(MADE) }];

describe('an event tells of log objects', () => {
  it.each<[string, unknown]>([
    ['from S3', { Records: [s3(KEY)] }],
    ['from EventBridge', fromBridge(KEY)],
    ['from SNS, in a queue', fromSns({ Records: [s3(KEY)] })],
    ['from SNS, directly', snsEvent({ Records: [s3(KEY)] })],
    ['from EventBridge through SNS', fromSns(fromBridge(KEY))],
    ['from SNS in SNS', fromSns(fromSns({ Records: [s3(KEY)] }))],
  ])('%s', (_way, event) => {
    expect(objectsIn(event)).toEqual(one);
    expect(objectsInBody(JSON.stringify(event))).toEqual(one);
  });

  it('from CloudTrail’s own topic, several at once, whose keys are not escaped', () => {
    const told = { s3Bucket: 'logs', s3ObjectKey: ['a+b%20.json.gz', 'c.json.gz'] };
    expect(objectsIn(fromSns(told))).toEqual([
      { key: 's3://logs/a+b%20.json.gz', made: undefined },
      { key: 's3://logs/c.json.gz', made: undefined },
    ]);
  });

  it('of several records and messages, each', () => {
    expect(objectsIn(snsEvent({ Records: [s3('a'), s3('b')] }, { Records: [s3('c')] })).map(({ key }) => key)).toEqual([
      's3://logs/a',
      's3://logs/b',
      's3://logs/c',
    ]);
  });

  it('by any key, which S3 escapes and EventBridge does not', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }).filter((key) => key.isWellFormed()),
        (key) => {
          expect(objectsIn({ Records: [s3(escaped(key))] })[0]?.key).toBe(`s3://logs/${key}`);
          expect(objectsIn(fromBridge(key))[0]?.key).toBe(`s3://logs/${key}`);
        },
      ),
    );
  });

  it('by an unknown time when the event’s is none', () => {
    const [object] = objectsIn({ Records: [{ ...s3(KEY), eventTime: 'yesterday' }] });
    expect(object).toEqual({ key: `s3://logs/${KEY}`, made: undefined });
  });
});

describe('an event tells of none', () => {
  it.each<[string, unknown]>([
    ['S3’s test message', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' }],
    ['S3’s test message through SNS', fromSns({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' })],
    ['an object removed', { Records: [s3(KEY, 'ObjectRemoved:Delete')] }],
    ['an object restored', { Records: [s3(KEY, 'ObjectRestore:Completed')] }],
    ['an object removed, from EventBridge', fromBridge(KEY, 'Object Deleted')],
  ])('%s', (_what, event) => expect(objectsIn(event)).toEqual([]));

  it('but of those made beside one that was removed', () => {
    expect(objectsIn({ Records: [s3('gone', 'ObjectRemoved:Delete'), s3(KEY)] })).toEqual(one);
  });
});

describe('what is no such event is refused', () => {
  const deep = fromSns(fromSns(fromSns(fromSns({ Records: [s3(KEY)] }))));
  it.each<[string, unknown]>([
    ['nothing', {}],
    ['null', null],
    ['a list', []],
    ['another source', { Records: [{ ...s3(KEY), eventSource: 'aws:dynamodb' }] }],
    ['a record without a key', { Records: [{ ...s3(KEY), s3: { bucket: { name: 'logs' } } }] }],
    ['one broken record among good ones', { Records: [s3(KEY), { eventSource: 'aws:s3' }] }],
    ['envelopes without end', deep],
  ])('%s', (_what, event) => expect(() => objectsIn(event)).toThrow(/expected an event that tells of S3 objects/));

  it.each(['', 'hello', '{"Records":'])('text that is no JSON: %j', (body) =>
    expect(() => objectsInBody(body)).toThrow('expected JSON'),
  );

  it('a message in SNS that is no JSON', () =>
    expect(() => objectsIn({ Type: 'Notification', Message: 'hello' })).toThrow('expected JSON'));

  it('a key that is not escaped as S3 does it', () =>
    expect(() => objectsIn({ Records: [s3('100%.json.gz')] })).toThrow(
      'object key 100%.json.gz: expected it URL-encoded',
    ));
});
