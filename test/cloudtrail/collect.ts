import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import {
  type ObjectReading,
  type RawRecord,
  type ReadLimits,
  type RecordSink,
  readObject,
} from '../../shared/cloudtrail/read.ts';

/** Everything one object told its sink. `order` holds every index in the order it was told. */
export interface Collected {
  readonly reading: ObjectReading;
  readonly records: RawRecord[];
  readonly rejected: readonly (readonly [index: number, reason: string])[];
  /** With a translation: what it said is to be passed over. */
  readonly passedOver?: readonly (readonly [index: number, what: string])[];
  readonly order: readonly number[];
}

type Translate = NonNullable<RecordSink['translate']>;

function collector(translate: Translate | undefined) {
  const records: RawRecord[] = [];
  const rejected: [number, string][] = [];
  const passedOver: [number, string][] = [];
  const order: number[] = [];
  const sink: RecordSink = {
    ...(translate && { translate }),
    record(raw: RawRecord, index: number) {
      records.push(raw);
      order.push(index);
    },
    rejected(index: number, reason: string) {
      rejected.push([index, reason]);
      order.push(index);
    },
    passedOver(index: number, what: string) {
      passedOver.push([index, what]);
      order.push(index);
    },
  };
  return {
    sink,
    collected: (reading: ObjectReading): Collected => ({
      reading,
      records,
      rejected,
      ...(translate && { passedOver }),
      order,
    }),
  };
}

/** Reads what must be read at once: fails when it takes the asynchronous path. */
export function collect(content: Uint8Array | string, limits?: Partial<ReadLimits>, translate?: Translate): Collected {
  const { sink, collected } = collector(translate);
  const reading = readObject(typeof content === 'string' ? Buffer.from(content) : content, sink, limits);
  if (reading instanceof Promise) throw new Error('expected a reading, got a promise');
  return collected(reading);
}

/** Reads on whichever path it takes. */
export async function collectAny(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  limits?: Partial<ReadLimits>,
  translate?: Translate,
): Promise<Collected> {
  const { sink, collected } = collector(translate);
  return collected(await readObject(content, sink, limits));
}

/** Content as chunks of the given sizes, over and over. */
export async function* chunks(content: Uint8Array | string, ...sizes: number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** A record with the fields AWS writes first, and whatever is given. */
export function record(id: string | number, more: RawRecord = {}): RawRecord {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', accountId: '111111111111', userName: `user-${id}` },
    eventTime: '2026-11-22T13:05:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    requestParameters: { note: 'a "quoted" { bracket ] \\ and , more' },
    eventID: `event-${id}`,
    ...more,
  };
}

/** Any record: any keys and values, any key order, brackets and escapes in its texts. */
export const anyRecord: fc.Arbitrary<RawRecord> = fc
  .record({
    id: fc.uuid(),
    text: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '\\', '{"', '"}]', ',{"eventVersion":"', '\\"', '\n'),
    ),
    more: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
    header: fc.boolean(),
    reversed: fc.boolean(),
  })
  .map(({ id, text, more, header, reversed }) => {
    const base: [string, unknown][] = header
      ? Object.entries(record(id))
      : Object.entries({ eventName: 'x', eventTime: 'y', eventVersion: null });
    const entries = [
      ...base,
      ['requestParameters', { text, ...more }] as [string, unknown],
      ['text', text] as [string, unknown],
    ];
    return Object.fromEntries(reversed ? entries.reverse() : entries);
  });

/** Formats that hold several records side by side as JSON, so that cutting one leaves the others whole. */
export const layouts = [
  'Records',
  'array',
  'ndjson',
  'concatenated',
  'EventBridge lines',
  'LookupEvents',
  'logEvents',
] as const;
export type Layout = (typeof layouts)[number];

/** One piece of text for each record, with what stands before, between and after. */
export function layOut(layout: Layout, records: readonly RawRecord[], indent?: number): string[] {
  const json = (value: unknown) => JSON.stringify(value, null, indent);
  const inside = (before: string, each: (raw: RawRecord) => unknown, after: string) =>
    records.map((raw, i) => `${i === 0 ? before : ''}${json(each(raw))}${i === records.length - 1 ? after : ','}`);
  const detail = (raw: RawRecord) => ({
    version: '0',
    id: '1',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: raw,
  });
  switch (layout) {
    case 'Records':
      return inside('{"Records":[', (raw) => raw, ']}');
    case 'array':
      return inside('[', (raw) => raw, ']');
    case 'ndjson':
      return records.map((raw) => `${JSON.stringify(raw)}\n`);
    case 'concatenated':
      return records.map((raw) => json(raw));
    case 'EventBridge lines':
      return records.map((raw) => `${JSON.stringify(detail(raw))}\n`);
    case 'LookupEvents':
      return inside(
        '{"Events":[',
        (raw) => ({ EventId: '1', CloudTrailEvent: JSON.stringify(raw) }),
        '],"NextToken":"x"}',
      );
    case 'logEvents':
      return inside(
        '{"messageType":"DATA_MESSAGE","logEvents":[',
        (raw) => ({ id: '1', timestamp: 0, message: JSON.stringify(raw) }),
        ']}',
      );
  }
}
