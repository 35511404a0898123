import type { Format, RawRecord } from './reading.ts';

/** Keys whose list holds the records, or wraps of them. */
export const LISTS: ReadonlyMap<string, Format> = new Map([
  ['Records', 'cloudtrail'],
  ['Events', 'lookup-events'],
  ['events', 'cloudwatch-logs'],
  ['logEvents', 'cloudwatch-logs'],
  ['Messages', 'sqs'],
  ['QueryResultRows', 'lake'],
]);

export function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface Wrap {
  readonly format: Format;
  /** The JSON text or object inside, or undefined when the value is no such wrap. */
  inner(value: RawRecord): unknown;
}

/** The wraps records come in, told apart by their own fields, never by where they were found. */
export const WRAPS: readonly Wrap[] = [
  { format: 'lookup-events', inner: (value) => value.CloudTrailEvent },
  { format: 'eventbridge', inner: (value) => when('detail-type' in value, value.detail) },
  { format: 'lake', inner: (value) => value.eventJson ?? value.eventjson },
  {
    format: 'sns',
    inner: (value) => (isObject(value.Sns) ? value.Sns.Message : when(value.Type === 'Notification', value.Message)),
  },
  {
    format: 'sqs',
    inner: (value) =>
      when(value.eventSource === 'aws:sqs' || 'messageId' in value, value.body) ??
      when('MessageId' in value || 'ReceiptHandle' in value, value.Body),
  },
  {
    format: 'cloudwatch-logs',
    inner: (value) => when('timestamp' in value || 'id' in value || '@timestamp' in value, value.message),
  },
];

function when(condition: boolean, value: unknown): unknown {
  return condition ? value : undefined;
}

/** The payload of a CloudWatch Logs subscription as Lambda gets it: base64 of a gzip. */
export function subscriptionPayload(value: RawRecord): string | undefined {
  return isObject(value.awslogs) && typeof value.awslogs.data === 'string' ? value.awslogs.data : undefined;
}

/** Things CloudTrail, S3 and SNS write that hold no record. */
export const WITHOUT_RECORDS: readonly { what: string; format: Format; is(value: RawRecord): boolean }[] = [
  {
    what: 'digest file',
    format: 'digest',
    is: (value) => Array.isArray(value.logFiles) && ('previousDigestHashValue' in value || 'digestS3Object' in value),
  },
  {
    what: 'S3 event notification',
    format: 's3-notification',
    is: (value) => value.eventSource === 'aws:s3' || value.Event === 's3:TestEvent' || isS3EventBridge(value),
  },
  {
    what: 'CloudTrail delivery notification',
    format: 'sns',
    is: (value) => typeof value.s3Bucket === 'string' && 's3ObjectKey' in value,
  },
  {
    what: 'SNS subscription notice',
    format: 'sns',
    is: (value) => value.Type === 'SubscriptionConfirmation' || value.Type === 'UnsubscribeConfirmation',
  },
];

function isS3EventBridge(value: RawRecord): boolean {
  return value.source === 'aws.s3' && 'detail-type' in value && !isRecord(value.detail);
}

/** Texts that AWS sends to try a delivery. */
export function isTestMessage(text: string): boolean {
  return text.startsWith('CWL CONTROL MESSAGE:') || text === 'CloudTrail validation message.';
}

const RECORD_KEYS = [
  'eventVersion',
  'eventTime',
  'eventName',
  'eventSource',
  'eventID',
  'eventId',
  'eventType',
  'eventCategory',
  'awsRegion',
  'recipientAccountId',
];

/** Whether it has at least two of the fields every CloudTrail record has; insight and aggregated ones too. */
export function isRecord(value: unknown): boolean {
  return isObject(value) && RECORD_KEYS.filter((key) => Object.hasOwn(value, key)).length >= 2;
}

/** The same question for a text that can't be parsed. */
export function looksLikeRecord(text: string): boolean {
  return /"event(?:Version|Time|Name|Source|ID|Type)"\s*:/.test(text);
}

/** 'a number', 'an array', 'null': what a value is, for messages. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
