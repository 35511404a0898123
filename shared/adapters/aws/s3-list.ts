import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { parseKey } from '../../cloudtrail/key.ts';
import { GatetrailError } from '../../errors.ts';
import type { ReplayObject } from '../../pipeline/replay-order.ts';
import { awsError, isDenied, translated } from './aws-error.ts';
import { maybeWanted, stepInto, type Wanted } from './s3-folders.ts';
import { parseS3Url, type S3Place, s3Url } from './s3-url.ts';

/** Requests under way at a time; S3 allows thousands a second. */
const AT_ONCE = 16;
/** Folders in folders that are looked into one by one: `AWSLogs/o-x/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD` below a prefix of three. */
const DEEPEST = 11;

/** Objects of a bucket, and what was passed over by its name. */
export interface S3Found {
  readonly objects: readonly (ReplayObject & { readonly size: number })[];
  readonly bytes: number;
  /** Folders and objects that hold no records for us. */
  readonly skips: readonly { readonly object: string; readonly reason: string }[];
}

/**
 * Lists `s3://bucket/prefix`, folder by folder where CloudTrail's layout allows, so that days and accounts that aren't wanted cost
 * nothing. Throws `usage` when there is no such bucket or nothing below the prefix, `input` or `transient` when S3 doesn't answer.
 */
export async function listS3(client: S3Client, url: string, wanted: Wanted): Promise<S3Found> {
  const walk = new Walk(client, parseS3Url(url), wanted);
  const found = await walk.all();
  if (found.objects.length + found.skips.length === 0 && !walk.left)
    throw new GatetrailError('usage', `there is nothing below ${url}; expected a prefix such as s3://bucket/AWSLogs/`);
  return found;
}

class Walk {
  /** Whether a folder was left out because it isn't wanted. */
  left = false;
  readonly #client: S3Client;
  readonly #start: S3Place;
  readonly #wanted: Wanted;
  readonly #objects: (ReplayObject & { readonly size: number })[] = [];
  readonly #skips: { readonly object: string; readonly reason: string }[] = [];
  #bytes = 0;
  #free = AT_ONCE;
  readonly #waiting: (() => void)[] = [];

  constructor(client: S3Client, start: S3Place, wanted: Wanted) {
    this.#client = client;
    this.#start = start;
    this.#wanted = wanted;
  }

  async all(): Promise<S3Found> {
    await this.#walk(this.#start.key, 0);
    return { objects: this.#objects, bytes: this.#bytes, skips: this.#skips };
  }

  async #walk(prefix: string, depth: number): Promise<void> {
    const page = await this.#page(prefix, '/');
    // More than a thousand entries are no folders of days or accounts.
    if (page.IsTruncated) return this.#list(prefix);
    this.#take(page);
    const folders = (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix]));
    await Promise.all(folders.map((folder) => this.#step(folder, depth + 1)));
  }

  async #step(folder: string, depth: number): Promise<void> {
    const step = stepInto(folder, this.#wanted);
    if (step === 'leave') this.left = true;
    else if (typeof step === 'object') this.#skip(folder, step.skip);
    else if (step === 'list' || depth > DEEPEST) await this.#list(folder);
    else await this.#walk(folder, depth);
  }

  async #list(prefix: string): Promise<void> {
    let token: string | undefined;
    do {
      const page = await this.#page(prefix, undefined, token);
      this.#take(page);
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  #take({ Contents }: ListObjectsV2CommandOutput): void {
    for (const { Key: key = '', Size: size = 0 } of Contents ?? []) {
      const about = parseKey(key);
      const deliveredAt = about?.deliveredAt;
      if (key.endsWith('/') && size === 0) this.#skip(key, 'stands for a folder');
      else if (about?.kind === 'digest') this.#skip(key, 'digest file');
      else if (about?.kind === 'insight') this.#skip(key, 'Insights events');
      else if (deliveredAt !== undefined && !maybeWanted(deliveredAt, this.#wanted))
        this.#skip(key, 'delivered more than a day outside --since and --until');
      else {
        this.#bytes += size;
        this.#objects.push({ key: this.#url(key), deliveredAt, size });
      }
    }
  }

  #skip(key: string, reason: string): void {
    this.#skips.push({ object: this.#url(key), reason });
  }

  #url(key: string): string {
    return s3Url({ bucket: this.#start.bucket, key });
  }

  async #page(prefix: string, delimiter?: string, token?: string): Promise<ListObjectsV2CommandOutput> {
    const command = new ListObjectsV2Command({
      Bucket: this.#start.bucket,
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: token,
    });
    await this.#turn();
    try {
      return await this.#client.send(command);
    } catch (error) {
      throw listError(error, { bucket: this.#start.bucket, key: prefix });
    } finally {
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((done) => this.#waiting.push(done));
    this.#free -= 1;
  }
}

function listError(error: unknown, place: S3Place): GatetrailError {
  const about = awsError(error);
  const what = `${s3Url(place)} can't be listed`;
  if (about.code === 'NoSuchBucket')
    return new GatetrailError('usage', `${what}: there is no bucket ${place.bucket}`, error);
  if (isDenied(about))
    return translated(error, what, `s3:ListBucket on arn:aws:s3:::${place.bucket} (s3:GetObject alone does not list)`);
  return translated(error, what, 's3:ListBucket');
}
