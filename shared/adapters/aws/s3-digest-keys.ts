import { ListObjectsV2Command, type ListObjectsV2CommandInput, type S3Client } from '@aws-sdk/client-s3';
import { parseDigestKey } from '../../cloudtrail/digest.ts';
import type { LogPlace, TimeRange } from '../../cloudtrail/digest-readers.ts';
import { parseKey } from '../../cloudtrail/key.ts';
import { DAY, dayOf, isoDay } from '../../cloudtrail/time.ts';
import { translated } from './aws-error.ts';
import { type S3Place, s3Url } from './s3-url.ts';

type Client = Pick<S3Client, 'send'>;

/** Levels of folders above `AWSLogs` that are looked into; a bucket may hold other things. */
const MOST_ABOVE = 3;
const ORGANIZATION = /^o-[a-z0-9]{8,34}$/;
const ACCOUNT = /^\d{12}$/;
const REGION_FOLDER = /(?:^|\/)CloudTrail-Digest\/([a-z0-9-]+)\/$/;
const DAY_FOLDER = /(?:^|\/)CloudTrail-Digest\/[a-z0-9-]+\/\d{4}\//;

/**
 * Keys of digest files below a place. Accounts and regions are found by their folders, one listing each; the days of a region
 * are one listing from the first day wanted. Throws when something can't be listed.
 */
export async function listDigestKeys(
  client: Client,
  { bucket, key }: S3Place,
  range: TimeRange,
  regions: ReadonlySet<string> | undefined,
): Promise<readonly string[]> {
  const start = key === '' || key.endsWith('/') ? key : `${key}/`;
  const keys: string[] = [];
  const pending = [start];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const region = REGION_FOLDER.exec(folder)?.[1];
    if (region === undefined && !DAY_FOLDER.test(folder)) pending.push(...(await foldersIn(client, bucket, folder)));
    else if (region === undefined || regions?.has(region) !== false)
      for await (const found of keysBelow(client, bucket, folder, range)) if (parseDigestKey(found)) keys.push(found);
  }
  return keys;
}

/** Keys of log files of one account and region. */
export function listLogKeys(
  client: Client,
  bucket: string,
  { folder, region }: LogPlace,
  range: TimeRange,
): AsyncIterable<string> {
  return keysBelow(client, bucket, `${folder}/CloudTrail/${region}/`, range);
}

/**
 * Keys by day, from the day of `since` on. Within a day they are sorted by trail, so it goes on for two days before it is sure
 * that nothing of the time wanted is left.
 */
async function* keysBelow(client: Client, bucket: string, folder: string, range: TimeRange): AsyncGenerator<string> {
  const { since, until } = range;
  const first = since === undefined ? undefined : `${folder}${dayFolder(since)}`;
  for await (const page of pages(client, { Bucket: bucket, Prefix: folder, ...(first && { StartAfter: first }) }))
    for (const { Key } of page.Contents ?? []) {
      if (Key === undefined) continue;
      if (until !== undefined && (parseKey(Key)?.deliveredAt ?? 0) > until + 2 * DAY) return;
      yield Key;
    }
}

function dayFolder(time: number): string {
  return `${isoDay(dayOf(time)).replaceAll('-', '/')}/`;
}

/** Folders that may lead to digests. */
async function foldersIn(client: Client, bucket: string, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of pages(client, { Bucket: bucket, Prefix: folder, Delimiter: '/' }))
    for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix && mayLead(Prefix)) found.push(Prefix);
  return found;
}

/** Whether a folder is on the way of `AWSLogs/[o-xxxx/]ACCOUNT/CloudTrail-Digest/REGION/`, as far as it goes. */
function mayLead(folder: string): boolean {
  const parts = folder.split('/').slice(0, -1);
  const start = parts.lastIndexOf('AWSLogs');
  if (start < 0) return parts.length <= MOST_ABOVE;
  const below = parts.slice(start + 1);
  const [account, kind] = ORGANIZATION.test(below[0] ?? '') ? below.slice(1) : below;
  return (account === undefined || ACCOUNT.test(account)) && (kind === undefined || kind === 'CloudTrail-Digest');
}

async function* pages(client: Client, input: ListObjectsV2CommandInput) {
  let ContinuationToken: string | undefined;
  do {
    try {
      const page = await client.send(
        new ListObjectsV2Command({ ...input, ...(ContinuationToken && { ContinuationToken }) }),
      );
      yield page;
      ContinuationToken = page.NextContinuationToken;
    } catch (error) {
      const what = `${s3Url({ bucket: input.Bucket ?? '', key: input.Prefix ?? '' })} can't be listed`;
      throw translated(error, what, `s3:ListBucket on arn:aws:s3:::${input.Bucket}`);
    }
  } while (ContinuationToken);
}
