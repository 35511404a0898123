import * as z from 'zod';
import { GatetrailError } from '../../shared/errors.ts';

/** A log object that an event tells of. */
export interface NewObject {
  /** `s3://bucket/key`. */
  readonly key: string;
  /** When it was made, ms, where the event says so. */
  readonly made?: number | undefined;
}

const S3Records = z.object({
  Records: z.array(
    z.object({
      eventSource: z.literal('aws:s3'),
      eventName: z.string(),
      eventTime: z.string().optional(),
      s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
    }),
  ),
});
const S3Test = z.object({ Event: z.literal('s3:TestEvent') });
const FromEventBridge = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.string(),
  time: z.string().optional(),
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});
/** What CloudTrail itself tells a topic of: a trail's SnsTopicName, as Control Tower sets it. */
const FromCloudTrail = z.object({ s3Bucket: z.string(), s3ObjectKey: z.array(z.string()) });
const FromSns = z.object({ Type: z.literal('Notification'), Message: z.string() });
const SnsRecords = z.object({
  Records: z.array(z.object({ EventSource: z.literal('aws:sns'), Sns: z.object({ Message: z.string() }) })),
});

/** Envelopes lie in one another at most so deep: S3 in SNS in SQS. */
const DEEPEST = 3;

/**
 * The log objects that an event tells of, however it came: from S3 directly or through SNS or EventBridge, or from CloudTrail's own
 * topic. None for S3's test message and for anything but new objects. Throws `input` for what is none of these.
 */
export function objectsIn(value: unknown, depth = 0): NewObject[] {
  const s3 = S3Records.safeParse(value);
  if (s3.success) return s3.data.Records.flatMap(newObject);
  if (S3Test.safeParse(value).success) return [];
  const bridge = FromEventBridge.safeParse(value);
  if (bridge.success) {
    const { detail, time, 'detail-type': type } = bridge.data;
    // EventBridge gives keys as they are, S3 escapes them.
    return type === 'Object Created' ? [objectOf(detail.bucket.name, detail.object.key, time)] : [];
  }
  const trail = FromCloudTrail.safeParse(value);
  if (trail.success) return trail.data.s3ObjectKey.map((key) => objectOf(trail.data.s3Bucket, key, undefined));
  const inner = messagesIn(value);
  if (inner === undefined || depth >= DEEPEST)
    throw new GatetrailError(
      'input',
      'expected an event that tells of S3 objects: from S3, SNS, EventBridge or CloudTrail',
    );
  return inner.flatMap((message) => objectsIn(parsed(message), depth + 1));
}

/** The objects of a message's body. Throws `input` when it is no JSON, or tells of no S3 objects. */
export function objectsInBody(body: string): NewObject[] {
  return objectsIn(parsed(body));
}

function newObject({ eventName, eventTime, s3 }: z.infer<typeof S3Records>['Records'][number]): NewObject[] {
  if (!eventName.startsWith('ObjectCreated:')) return [];
  return [objectOf(s3.bucket.name, decoded(s3.object.key), eventTime)];
}

function objectOf(bucket: string, key: string, time: string | undefined): NewObject {
  const made = time === undefined ? Number.NaN : Date.parse(time);
  return { key: `s3://${bucket}/${key}`, made: Number.isNaN(made) ? undefined : made };
}

/** S3 writes keys as a form would: a space is a plus sign. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (error) {
    throw new GatetrailError('input', `object key ${key}: expected it URL-encoded`, error);
  }
}

function messagesIn(value: unknown): string[] | undefined {
  const notification = FromSns.safeParse(value);
  if (notification.success) return [notification.data.Message];
  const records = SnsRecords.safeParse(value);
  return records.success ? records.data.Records.map(({ Sns }) => Sns.Message) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GatetrailError('input', 'expected JSON', error);
  }
}
