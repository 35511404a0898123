import { createHash, randomBytes } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { s3Client } from '../../shared/adapters/aws/clients/s3.ts';
import { S3Source } from '../../shared/adapters/aws/s3-source.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { type LocalCloud, startLocalCloud } from './aws-local.ts';

const MIB = 2 ** 20;
const LARGE = randomBytes(40 * MIB);
const SMALL = Buffer.from('{"Records":[]}');

let local: LocalCloud;
let source: S3Source;
const waits: number[] = [];

beforeAll(async () => {
  local = await startLocalCloud();
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  process.env['AWS_ENDPOINT_URL_S3'] = local.endpoint;
  const client = s3Client({ region: 'eu-central-1', pathStyle: true, maxAttempts: 3 });
  source = new S3Source(client, { random: () => 0.5, sleep: async (ms) => void waits.push(ms) });
  local.cloud.createBucket('logs');
  await upload(client, { Bucket: 'logs', Key: 'large' }, LARGE);
  await client.send(new PutObjectCommand({ Bucket: 'logs', Key: 'a+b %20/sm=all.json', Body: SMALL }));
});
afterAll(() => local.close());
beforeEach(() => {
  waits.length = 0;
  local.spoil(() => undefined);
});

/** In parts: the local S3 takes no more than 11 MiB at once. */
async function upload(client: S3Client, place: { readonly Bucket: string; readonly Key: string }, bytes: Buffer) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  for (let at = 0, PartNumber = 1; at < bytes.length; at += 10 * MIB, PartNumber++) {
    const Body = bytes.subarray(at, at + 10 * MIB);
    const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
}

async function bytesOf(key: string): Promise<Buffer> {
  const content = await source.read({ key });
  if (content instanceof Uint8Array) return Buffer.from(content);
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function errorOf(key: string): Promise<GatetrailError> {
  const error = await bytesOf(key).catch((thrown: unknown) => thrown);
  if (!(error instanceof GatetrailError)) throw new Error(`expected an error of ours, not ${String(error)}`);
  return error;
}

describe('S3Source', () => {
  it('reads a small object whole, whatever its key holds', async () => {
    const content = await source.read({ key: 's3://logs/a+b %20/sm=all.json' });
    expect(content).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(content as Uint8Array)).toEqual(SMALL);
  });

  it('streams an object above 32 MiB', async () => {
    expect(await source.read({ key: 's3://logs/large' })).not.toBeInstanceOf(Uint8Array);
    expect(sha(await bytesOf('s3://logs/large'))).toBe(sha(LARGE));
  });

  it('goes on where the connection broke, of the same version', async () => {
    local.spoil((_seen, count) => (count === 1 ? { cutAfter: LARGE.length / 2 } : undefined));
    expect(sha(await bytesOf('s3://logs/large'))).toBe(sha(LARGE));
    expect(local.seen).toHaveLength(2);
    expect(local.seen[1]).toMatchObject({ range: `bytes=${LARGE.length / 2}-`, ifMatch: expect.stringMatching(/^"/) });
    expect(waits).toHaveLength(1);
  });

  it('reads a small object whole although the connection broke', async () => {
    local.spoil((_seen, count) => (count === 1 ? { cutAfter: 3 } : undefined));
    expect(await bytesOf('s3://logs/a+b %20/sm=all.json')).toEqual(SMALL);
    expect(local.seen.map(({ range }) => range)).toEqual([undefined, 'bytes=3-']);
  });

  it('never mixes an object that changed with what was read before', async () => {
    local.spoil((_seen, count) => (count === 1 ? { cutAfter: 9 * MIB } : { status: 412, code: 'PreconditionFailed' }));
    const error = await errorOf('s3://logs/large');
    expect([error.kind, error.message]).toEqual([
      'input',
      "s3://logs/large can't be read: the object changed while it was read",
    ]);
  });

  it('gives up on a connection that always breaks, and says that it may be tried again', async () => {
    local.spoil((seen) => ({ cutAfter: seen.range === undefined ? MIB : 1 }));
    const error = await errorOf('s3://logs/large');
    expect(error.kind).toBe('transient');
    expect(error.message).toMatch(/the connection broke at byte 1,048,580 of 41,943,040, again and again/);
    expect(waits).toHaveLength(4);
  });

  it('is not disturbed by 503 twice', async () => {
    local.spoil((_seen, count) => (count <= 2 ? { status: 503, code: 'SlowDown' } : undefined));
    expect(await bytesOf('s3://logs/a+b %20/sm=all.json')).toEqual(SMALL);
    expect(local.seen).toHaveLength(3);
  });
});

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555';

describe('what can not be read', () => {
  it('is told apart when there is no object or no bucket', async () => {
    const object = await errorOf('s3://logs/gone');
    expect([object.kind, object.message]).toEqual([
      'input',
      "s3://logs/gone can't be read: there is no such object; it was deleted or expired",
    ]);
    expect((await errorOf('s3://no-such-bucket/key')).message).toMatch(/there is no bucket no-such-bucket$/);
  });

  it.each([
    ['AccessDenied', 403, 'Access Denied', 'input', /allow s3:GetObject on arn:aws:s3:::logs\/large, .*s3:ListBucket/],
    ['InvalidObjectState', 403, 'Glacier', 'input', /archived \(Glacier\); restore it first/],
    [
      'KMS.DisabledException',
      400,
      `${KEY} is disabled.`,
      'input',
      /KMS key arn:\S+555555555555 is disabled; enable it/,
    ],
    ['KMS.NotFoundException', 400, `Key '${KEY}' does not exist`, 'input', /KMS key arn:\S+5 does not exist any more/],
    ['KMS.KMSInvalidStateException', 400, `${KEY} is pending deletion.`, 'input', /about to be deleted; cancel that/],
    [
      'AccessDenied',
      403,
      `User: u is not authorized to perform: kms:Decrypt on resource: ${KEY} because no policy allows it`,
      'input',
      /allow kms:Decrypt on the key arn:\S+5, in the role's policy and in the key's/,
    ],
    ['SlowDown', 503, 'Please reduce your request rate.', 'transient', /asks to slow down/],
    ['InternalError', 500, 'We encountered an internal error.', 'transient', /no answer from AWS/],
    ['ExpiredToken', 400, 'The provided token has expired.', 'config', /no usable AWS credentials/],
  ])('%s (%i, %s) is %s', async (code, status, message, kind, says) => {
    local.spoil(() => ({ status, code, message }));
    const error = await errorOf('s3://logs/large');
    expect(error.message).toMatch(/^s3:\/\/logs\/large can't be read: /);
    expect(error.message).toMatch(says);
    expect(error.kind).toBe(kind);
  });

  it.each(['s3://', 's3://-/x', 'logs/large'])('refuses %s', async (key) => {
    expect(await errorOf(key)).toMatchObject({ kind: 'usage', message: expect.stringContaining('s3://bucket') });
  });
});
