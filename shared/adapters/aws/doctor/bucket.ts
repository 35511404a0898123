import { GetObjectCommand, HeadBucketCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { dayOf, isoDay } from '../../../cloudtrail/time.ts';
import { messageOf } from '../../../errors.ts';
import { readError } from '../s3-error.ts';
import { type Answer, ask, unanswered } from './ask.ts';
import { type Line, ok, problem, warn } from './line.ts';
import type { TrailFacts } from './trail.ts';

/** Days back in which a log object is looked for. */
const LOOKED_AT = 3;

/** What can be seen of the bucket that a trail delivers to. */
export interface BucketFacts {
  readonly bucket: string;
  readonly kmsKey?: string | undefined;
  readonly reached: Answer<true>;
  /** A log object of the last days, and what reading it came to (`read`: the reason it failed). */
  readonly sample: Answer<{ readonly key: string; readonly unreadable?: string } | undefined>;
}

export type OfTrail = Pick<TrailFacts, 'bucket' | 'prefix' | 'isOrganization' | 'homeRegion' | 'kmsKey'>;

/** Looks for a recent log object of the trail's own account and home region and reads its first byte, which takes the KMS key. */
export async function askBucket(client: S3Client, trail: OfTrail, account: string, now: number): Promise<BucketFacts> {
  const { bucket, kmsKey } = trail;
  const reached = await ask<true>('s3:ListBucket', async () => {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  });
  const sample = await ask('s3:ListBucket', async () => {
    const key = await recentKey(client, trail, account, now);
    if (key === undefined) return undefined;
    const unreadable = await firstByte(client, bucket, key);
    return { key, ...(unreadable !== undefined && { unreadable }) };
  });
  return { bucket, kmsKey, reached, sample };
}

async function recentKey(client: S3Client, trail: OfTrail, account: string, now: number): Promise<string | undefined> {
  const base = `${trail.prefix === '' ? '' : `${trail.prefix}/`}AWSLogs/`;
  const home = trail.isOrganization ? ((await organizationIn(client, trail.bucket, base)) ?? base) : base;
  for (let day = dayOf(now); day > dayOf(now) - LOOKED_AT; day--) {
    const date = isoDay(day).replaceAll('-', '/');
    const Prefix = `${home}${account}/CloudTrail/${trail.homeRegion}/${date}/`;
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: trail.bucket, Prefix, MaxKeys: 1 }));
    const key = Contents?.[0]?.Key;
    if (key !== undefined) return key;
  }
  return undefined;
}

async function organizationIn(client: S3Client, bucket: string, base: string): Promise<string | undefined> {
  const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: `${base}o-`, Delimiter: '/', MaxKeys: 1 });
  return (await client.send(command)).CommonPrefixes?.[0]?.Prefix;
}

async function firstByte(client: S3Client, bucket: string, key: string): Promise<string | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' }));
    await Body?.transformToByteArray();
    return undefined;
  } catch (error) {
    return messageOf(readError(error, { bucket, key }));
  }
}

export function judgeBucket({ bucket, kmsKey, reached, sample }: BucketFacts): Line[] {
  const check = `bucket ${bucket}`;
  const gone = {
    text: 'there is no such bucket: every delivery is lost',
    advice:
      'anyone may now create a bucket of this name and get your logs; point the trail to a bucket of yours at once',
  };
  if (reached.is !== 'known') return [unanswered(check, reached, gone)];
  if (sample.is !== 'known') return [ok(check, 'exists'), unanswered(check, sample, gone)];
  if (sample.value === undefined)
    return [
      ok(check, 'exists'),
      warn(
        check,
        `no log object of the last ${LOOKED_AT} days`,
        "look at the trail's status and at the bucket's life-cycle rules",
      ),
    ];
  const { key, unreadable } = sample.value;
  const how = kmsKey === undefined ? 'a log object can be read' : `a log object can be read with KMS key ${kmsKey}`;
  if (unreadable === undefined) return [ok(check, `exists; ${how}`)];
  return [ok(check, 'exists'), problem(check, `log object ${key}: not readable by you`, unreadable)];
}
