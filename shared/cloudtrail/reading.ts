/** One element of `Records`, as it was written. Nothing about its fields is known yet. */
export type RawRecord = Record<string, unknown>;

/** What the records of an object were wrapped in; the outermost wrap when there are several. */
export type Format =
  | 'cloudtrail' // {Records:[...]}
  | 'lookup-events' // {Events:[{CloudTrailEvent}]}
  | 'eventbridge' // {detail-type, detail}
  | 'cloudwatch-logs' // subscription payload, export or filter-log-events output
  | 'lake' // CloudTrail Lake or Athena rows
  | 'sns'
  | 'sqs'
  | 'ndjson' // several bare records, one a line or simply one after the other
  | 'array' // a bare list of records
  | 'single' // one bare record
  | 'digest'
  | 's3-notification'
  | 'empty'
  | 'unknown';

/** Where records go. Every record of an object is told exactly once, in order. */
export interface RecordSink {
  /** `index`: position in the object, counting rejected ones. */
  record(raw: RawRecord, index: number): void;
  /** One record that could not be parsed, and why. The reason never quotes the log. */
  rejected(index: number, reason: string): void;
  /**
   * For a sink that understands other logs too. What an object that is no CloudTrail record means: a record in CloudTrail's
   * terms, which then goes to `record`; what it is that `passedOver` shall count; undefined when it is neither.
   */
  translate?(value: RawRecord): RawRecord | string | undefined;
  /** One record of a kind that is known and of no use. */
  passedOver?(index: number, what: string): void;
}

export interface ReadLimits {
  /** Most bytes one gzip may expand to. */
  maxBytes: number;
  /** Most bytes out for one byte in, judged only above 1 MiB out. */
  maxRatio: number;
  /** Above so many bytes an object is read piece by piece, so that memory holds one record instead of all. */
  streamAbove: number;
}

export const DEFAULT_LIMITS: ReadLimits = { maxBytes: 256 * 2 ** 20, maxRatio: 1000, streamAbove: 32 * 2 ** 20 };

export interface ObjectReading {
  format: Format;
  bytesIn: number;
  /** Decompressed. */
  bytesOut: number;
  /** Calls of `sink.record`, `sink.rejected` and `sink.passedOver` together. */
  records: number;
  /** Why part of it could not be read, each saying what and where; empty when it is whole. */
  problems: string[];
  /** Set when it holds, perhaps beside records, something CloudTrail or S3 writes that is no record: 'digest file'. */
  outOfScope?: string;
  /** Set when nothing in it is a log: 'plain text', 'binary', 'JSON without CloudTrail records'. Then `records` is 0. */
  notALog?: string;
  /** How plain text begins, for who knows other formats by sight. Not to be kept: it may hold anything. */
  sample?: string;
}
