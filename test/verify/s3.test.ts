import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { buildApp } from 'fauxqs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runVerify } from '../../functions/cli/verify.ts';
import { s3Digests } from '../../shared/adapters/aws/s3-digests.ts';
import { verifyDigests, verifyRecent } from '../../shared/cloudtrail/digest-verify.ts';
import { addChain, BUCKET, type ChainOptions, HOUR, newSigner, type Objects } from './chain.ts';

const CLOUDTRAIL = newSigner(0, Number.MAX_SAFE_INTEGER);
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
/** The command goes by the real clock. */
const START = Math.floor(Date.now() / 1000) * 1000 - 31 * HOUR;
const NOW = START + 31 * HOUR;
const app = buildApp({ logger: false });
let endpoint = '';
let client: S3Client;
let sent: string[] = [];

beforeAll(async () => {
  endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
  client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: CREDENTIALS });
  client.middlewareStack.add(
    (next, context) => (args) => {
      const { Prefix, Key, StartAfter } = args.input as { Prefix?: string; Key?: string; StartAfter?: string };
      sent.push(`${context.commandName} ${Prefix ?? Key}${StartAfter === undefined ? '' : ` after ${StartAfter}`}`);
      return next(args);
    },
    { step: 'initialize', name: 'recorded' },
  );
});
afterAll(async () => {
  client.destroy();
  await app.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A bucket with these chains in it, and whatever else a bucket holds. */
async function bucket(name: string, attack: (objects: Objects) => void, ...options: Partial<ChainOptions>[]) {
  const objects: Objects = new Map();
  const chains = options.map((option) =>
    addChain(objects, { signer: CLOUDTRAIL, start: START, bucket: name, ...option }),
  );
  attack(objects);
  await client.send(new CreateBucketCommand({ Bucket: name }));
  for (const key of ['AWSLogs/111111111111/elasticloadbalancing/us-east-1/2026/x.gz', 'data/1/2/3/4/5/x', 'AWSLogs/x'])
    await client.send(new PutObjectCommand({ Bucket: name, Key: key, Body: 'x' }));
  for (const [Key, { bytes, signature }] of objects) {
    const Metadata = signature === undefined ? {} : { signature, 'signature-algorithm': 'SHA256withRSA' };
    await client.send(new PutObjectCommand({ Bucket: name, Key, Body: bytes, Metadata }));
  }
  sent = [];
  return chains;
}

function readersOf(name: string, key = '', regions?: ReadonlySet<string>) {
  const publicKeys = async () => ({ complete: true, keys: [CLOUDTRAIL.key] });
  return s3Digests({ client, place: { bucket: name, key }, regions, publicKeys });
}

describe('digests in a bucket', () => {
  it('carry their signatures: all are proven, whatever the level one looks from', async () => {
    await bucket(BUCKET, () => {}, { hours: 30, logsAnHour: 1 });
    for (const from of ['', 'AWSLogs', 'AWSLogs/111111111111/', 'AWSLogs/111111111111/CloudTrail-Digest/us-east-1/']) {
      const [report, ...more] = await verifyDigests(readersOf(BUCKET, from), { now: NOW, unlisted: true });
      expect(more).toEqual([]);
      expect(report).toMatchObject({ problems: [], notes: [], proven: 30, logs: 30 });
    }
    sent = [];
    const [recent] = await verifyRecent(readersOf(BUCKET, 'AWSLogs'), NOW);
    expect(recent).toMatchObject({ problems: [], proven: 5, logs: 5 });
    expect(sent.filter((command) => command.startsWith('Get'))).toHaveLength(10);
    expect(sent.filter((command) => command.startsWith('List'))).toEqual([
      'ListObjectsV2Command AWSLogs/',
      'ListObjectsV2Command AWSLogs/111111111111/',
      'ListObjectsV2Command AWSLogs/111111111111/CloudTrail-Digest/',
      expect.stringMatching(/^ListObjectsV2Command AWSLogs\/111111111111\/CloudTrail-Digest\/us-east-1\/ after .*\/20/),
    ]);
  });

  it('of several accounts and regions are found, and what was done to them is named', async () => {
    const gone: string[] = [];
    const organization = 'o-abcdefghij/';
    const all: Partial<ChainOptions>[] = ['us-east-1', 'eu-central-1'].flatMap((region) =>
      ['111111111111', '222222222222'].map((account) => ({
        account,
        region,
        organization,
        hours: 4,
        prefix: 'trails/',
      })),
    );
    const take = (objects: Objects): void => {
      const keys = [...objects.keys()];
      const log = keys.find((key) => key.includes('222222222222_CloudTrail_eu-central-1')) ?? '';
      const digest = keys.filter((key) => key.includes('111111111111_CloudTrail-Digest_us-east-1'))[1] ?? '';
      for (const key of [log, digest]) if (objects.delete(key)) gone.push(key);
    };
    await bucket('all-trails', take, ...all);
    const reports = await verifyDigests(readersOf('all-trails'), { unlisted: true });
    expect(reports).toHaveLength(4);
    expect(reports.flatMap(({ problems }) => problems.map(({ object }) => object)).sort()).toEqual(gone.sort());
    sent = [];
    const europe = await verifyDigests(readersOf('all-trails', 'trails', new Set(['eu-central-1'])), {});
    expect(europe.map(({ region }) => region)).toEqual(['eu-central-1', 'eu-central-1']);
    expect(sent.some((command) => command.includes('us-east-1/'))).toBe(false);
  });

  it('copied to another bucket say so', async () => {
    const [chain] = await bucket('copies', () => {}, { hours: 1, bucket: 'copies' });
    await client.send(new CreateBucketCommand({ Bucket: 'elsewhere' }));
    const objects: Objects = new Map();
    addChain(objects, { signer: CLOUDTRAIL, start: START, hours: 1, bucket: 'copies' });
    for (const [Key, { bytes, signature = '' }] of objects)
      await client.send(new PutObjectCommand({ Bucket: 'elsewhere', Key, Body: bytes, Metadata: { signature } }));
    const [report] = await verifyDigests(readersOf('elsewhere'), {});
    expect(report?.problems).toEqual([
      {
        kind: 'moved',
        object: chain?.digests[0],
        reason: `says that it was delivered to s3://copies/${chain?.digests[0]}`,
      },
    ]);
  });

  it('in a bucket that is not there: an error that says what is wrong', async () => {
    await expect(verifyDigests(readersOf('no-such-bucket'), {})).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining("s3://no-such-bucket/ can't be listed: NoSuchBucket"),
    });
  });
});

describe('gatetrail verify s3://', () => {
  it('goes on until now', async () => {
    await bucket('live', () => {}, { hours: 30, logsAnHour: 1, bucket: 'live' });
    await bucket('stopped', () => {}, { hours: 20, logsAnHour: 1, bucket: 'stopped' });
    vi.stubEnv('AWS_ENDPOINT_URL_S3', endpoint);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    const folder = mkdtempSync(join(tmpdir(), 'gatetrail-verify-s3-'));
    const Value = Buffer.from(CLOUDTRAIL.key.der).toString('base64');
    const key = { Value, Fingerprint: CLOUDTRAIL.key.fingerprint, ValidityStartTime: 0, ValidityEndTime: 4e9 };
    const keys = join(folder, 'keys.json');
    writeFileSync(keys, JSON.stringify({ PublicKeyList: [key] }));
    let out = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += text;
      return true;
    });
    try {
      expect(await runVerify('s3://live/AWSLogs', { keys: [keys] })).toBe(0);
      expect(await runVerify('s3://stopped', { keys: [keys] })).toBe(3);
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(out).toContain('Intact.');
    expect(out).toMatch(/ends-early: .* is the newest digest, and ended .*: at least 8 after it are not there/);
  });
});
