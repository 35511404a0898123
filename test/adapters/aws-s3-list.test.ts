import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { s3Client } from '../../shared/adapters/aws/clients/s3.ts';
import { ReadAhead } from '../../shared/adapters/aws/read-ahead.ts';
import { stepInto } from '../../shared/adapters/aws/s3-folders.ts';
import { listS3 } from '../../shared/adapters/aws/s3-list.ts';
import { type LocalCloud, startLocalCloud } from './aws-local.ts';

let local: LocalCloud;
let client: S3Client;

/** More than one page of 1,000. */
const MANY = 1_200;
const DAYS = ['2026/10/30', '2026/10/31', '2026/11/01', '2026/11/02', '2026/11/03', '2026/11/04', '2026/12/01'];

function logKey(account: string, region: string, day: string, folder = 'CloudTrail'): string {
  const stamp = `${day.replaceAll('/', '')}T1200Z`;
  return `AWSLogs/${account}/${folder}/${region}/${day}/${account}_CloudTrail_${region}_${stamp}_AbCdEfGhIjKlMnOp.json.gz`;
}

beforeAll(async () => {
  local = await startLocalCloud();
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  process.env['AWS_ENDPOINT_URL_S3'] = local.endpoint;
  client = s3Client({ region: 'eu-central-1', pathStyle: true, maxAttempts: 3 });
  local.cloud.createBucket('logs');
  local.cloud.createBucket('many');
  const keys = ['111111111111', '222222222222'].flatMap((account) =>
    ['eu-west-1', 'us-east-1'].flatMap((region) => DAYS.map((day) => logKey(account, region, day))),
  );
  keys.push('AWSLogs/', logKey('111111111111', 'eu-west-1', '2026/11/02', 'CloudTrail-Digest'), 'notes/readme.txt');
  for (const Key of keys)
    await client.send(new PutObjectCommand({ Bucket: 'logs', Key, Body: Key.endsWith('/') ? new Uint8Array(0) : 'x' }));
  await putMany('many', MANY, (index) => `flat/log-${index}.json`);
});
afterAll(() => local.close());
beforeEach(() => local.spoil(() => undefined));

/** A few at a time: the machine may be busy. */
async function putMany(Bucket: string, count: number, keyOf: (index: number) => string): Promise<void> {
  const keys = Array.from({ length: count }, (_, index) => keyOf(index));
  for (let at = 0; at < count; at += 20) {
    const some = keys.slice(at, at + 20);
    await Promise.all(some.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'xy' }))));
  }
}

function daysOf(objects: readonly { readonly key: string }[]): string[] {
  return [...new Set(objects.map(({ key }) => /\d{4}\/\d\d\/\d\d/.exec(key)?.[0] ?? ''))].sort();
}

describe('listS3', () => {
  it('finds every object below a prefix, with when it was delivered, and says what it passed over', async () => {
    const { objects, skips, bytes } = await listS3(client, 's3://logs/AWSLogs/', {});
    expect(objects).toHaveLength(2 * 2 * DAYS.length);
    expect(bytes).toBe(objects.length);
    expect(objects).toContainEqual({
      key: `s3://logs/${logKey('111111111111', 'eu-west-1', '2026/11/02')}`,
      deliveredAt: Date.UTC(2026, 10, 2, 12),
      size: 1,
    });
    expect([...skips].sort((a, b) => a.object.length - b.object.length)).toEqual([
      { object: 's3://logs/AWSLogs/', reason: 'stands for a folder' },
      { object: 's3://logs/AWSLogs/111111111111/CloudTrail-Digest/', reason: 'digest files' },
    ]);
  });

  it('lists only the days that are wanted, and one more on both sides', async () => {
    const window = { since: Date.UTC(2026, 10, 2), until: Date.UTC(2026, 10, 3) };
    const { objects } = await listS3(client, 's3://logs', window);
    expect(daysOf(objects.filter(({ key }) => key.includes('AWSLogs')))).toEqual([
      '2026/11/01',
      '2026/11/02',
      '2026/11/03',
    ]);
    const listed = local.seen.map(({ url }) => decodeURIComponent(url));
    expect(listed.filter((url) => url.includes('2026/10/') || url.includes('2026/12/'))).toEqual([]);
  });

  it('lists only the accounts that are wanted', async () => {
    const { objects } = await listS3(client, 's3://logs/AWSLogs/', { accounts: new Set(['222222222222']) });
    expect(objects).toHaveLength(2 * DAYS.length);
    expect(objects.every(({ key }) => key.includes('222222222222'))).toBe(true);
  });

  it('pages through a folder of thousands', async () => {
    const { objects, bytes } = await listS3(client, 's3://many/flat/', {});
    expect(new Set(objects.map(({ key }) => key)).size).toBe(MANY);
    expect([objects.length, bytes]).toEqual([MANY, 2 * MANY]);
  });

  it('is not disturbed by 503 twice', async () => {
    local.spoil((_seen, count) => (count <= 2 ? { status: 503, code: 'SlowDown' } : undefined));
    expect((await listS3(client, 's3://many/flat/', {})).objects).toHaveLength(MANY);
  });

  it.each([
    ['s3://no-such-bucket/x', 'usage', /there is no bucket no-such-bucket$/],
    ['s3://logs/no-such-prefix', 'usage', /there is nothing below s3:\/\/logs\/no-such-prefix/],
  ])('of %s is an error of kind %s', async (url, kind, says) => {
    await expect(listS3(client, url, {})).rejects.toMatchObject({ kind, message: expect.stringMatching(says) });
  });

  it('names the permission that lacks', async () => {
    local.spoil(() => ({ status: 403, code: 'AccessDenied', message: 'Access Denied' }));
    await expect(listS3(client, 's3://logs/AWSLogs/', {})).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(
        /s3:\/\/logs\/AWSLogs\/ can't be listed: .*allow s3:ListBucket on arn:aws:s3:::logs/,
      ),
    });
  });
});

describe('stepInto', () => {
  const wanted = { since: Date.UTC(2026, 10, 2), until: Date.UTC(2026, 11, 5) };
  it.each([
    ['AWSLogs/', 'walk'],
    ['AWSLogs/o-abcdefgh12/111111111111/CloudTrail/eu-west-1/2025/', 'leave'],
    ['AWSLogs/o-abcdefgh12/111111111111/CloudTrail/eu-west-1/2026/', 'walk'],
    ['AWSLogs/111111111111/CloudTrail/eu-west-1/2026/10/', 'leave'],
    ['AWSLogs/111111111111/CloudTrail/eu-west-1/2026/11/', 'list'],
    ['AWSLogs/111111111111/CloudTrail/eu-west-1/2026/12/', 'walk'],
    ['AWSLogs/111111111111/CloudTrail/eu-west-1/2026/11/01/', 'list'],
    ['AWSLogs/111111111111/WAFLogs/eu-west-1/acl/2026/10/31/', 'leave'],
    ['AWSLogs/111111111111/CloudTrail-Insight/', { skip: 'Insights events' }],
    ['archive/2020/AWSLogs/', 'walk'],
    ['access-logs/2020/', 'list'],
  ])('%s: %o', (folder, step) => {
    expect(stepInto(folder, wanted)).toEqual(step);
  });
});

describe('ReadAhead', () => {
  it('has the next objects under way, large ones in their turn only, and tells a failure where it belongs', async () => {
    const begun: string[] = [];
    const source = {
      read: async ({ key }: { readonly key: string }) => {
        begun.push(key);
        if (key === 'b') throw new Error('b is broken');
        return Buffer.from(key);
      },
    };
    const sizes = { a: 1, b: 1, c: 2 ** 30, d: 1 };
    const ahead = new ReadAhead(
      source,
      Object.entries(sizes).map(([key, size]) => ({ key, size })),
    );
    expect(await ahead.read({ key: 'a' })).toEqual(Buffer.from('a'));
    expect(begun).toEqual(['a', 'b', 'd']);
    await expect(ahead.read({ key: 'b' })).rejects.toThrow('b is broken');
    expect(await ahead.read({ key: 'c' })).toEqual(Buffer.from('c'));
    expect(await ahead.read({ key: 'd' })).toEqual(Buffer.from('d'));
    expect(begun).toEqual(['a', 'b', 'd', 'c']);
    expect(await ahead.read({ key: 'elsewhere' })).toEqual(Buffer.from('elsewhere'));
  });
});
