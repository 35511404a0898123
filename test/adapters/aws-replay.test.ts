import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Client } from '../../shared/adapters/aws/clients/s3.ts';
import { SAMPLE, SAMPLE_CONFIG, sandboxed } from '../cli/sandbox.ts';
import { type History, startHistory } from './aws-history-server.ts';
import { LOCAL_ENV, type LocalCloud, startLocalCloud } from './aws-local.ts';

const box = sandboxed();
let local: LocalCloud;
let history: History;
let env: Record<string, string>;

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

const DAY = 86_400_000;
const RECENT = Math.floor((Date.now() - 2 * DAY) / DAY) * DAY + 12 * 3_600_000;
/** Each day of history takes half a second. */
const SINCE = new Date(RECENT - DAY).toISOString().slice(0, 10);
const RECORD = {
  eventVersion: '1.11',
  eventID: '11111111-2222-3333-4444-555555555555',
  eventTime: new Date(RECENT).toISOString().replace('.000Z', 'Z'),
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  managementEvent: true,
  readOnly: false,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.9',
  userAgent: 'aws-cli/2.31.0',
  recipientAccountId: '111111111111',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEEXAMPLE01',
    arn: 'arn:aws:iam::111111111111:user/alice',
    accountId: '111111111111',
    accessKeyId: 'AKIAEXAMPLEEXAMPLE01',
    userName: 'alice',
  },
  requestParameters: { name: 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/main' },
  responseElements: null,
};

beforeAll(async () => {
  local = await startLocalCloud();
  history = await startHistory([{ id: RECORD.eventID, time: RECENT, record: RECORD }]);
  env = {
    ...LOCAL_ENV,
    AWS_ENDPOINT_URL_S3: local.endpoint,
    AWS_ENDPOINT_URL_CLOUDTRAIL: history.endpoint,
    AWS_ENDPOINT_URL_STS: history.endpoint,
  };
  local.cloud.createBucket('logs');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey;
  process.env['AWS_ENDPOINT_URL_S3'] = local.endpoint;
  const client = s3Client({ region: 'eu-central-1', pathStyle: true });
  for (const path of filesIn(SAMPLE))
    await client.send(new PutObjectCommand({ Bucket: 'logs', Key: relative(SAMPLE, path), Body: readFileSync(path) }));
});
afterAll(async () => {
  await local.close();
  await history.close();
});

describe('gatetrail replay from the cloud', () => {
  it('of a bucket finds what it finds in the folder', async () => {
    const folder = await box.replay([SAMPLE, '--config', SAMPLE_CONFIG]);
    const bucket = await box.replay(['s3://logs/', '--config', SAMPLE_CONFIG], { env });
    expect([bucket.code, bucket.stderr]).toEqual([0, '']);
    for (const file of ['findings.ndjson', 'alerts.ndjson', 'scores.ndjson'])
      expect(readFileSync(join(bucket.out, file), 'utf8')).toBe(readFileSync(join(folder.out, file), 'utf8'));
    expect(folder.findings.length).toBeGreaterThan(0);
    // Insights events are passed over by their folder; the pipeline counts those that it has read as out of scope.
    const { in: all, outOfScope, events, duplicates, rejected } = folder.tally.records;
    const insights = outOfScope - bucket.tally.records.outOfScope;
    expect(bucket.tally.records).toMatchObject({ events, duplicates, rejected, in: all - insights });
    expect(bucket.tally.objects.skips.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['digest files', 'Insights events']),
    );
  });

  it('ends with 3 and names the object that S3 does not give', async () => {
    local.spoil(({ method, url }) =>
      method === 'GET' && url.includes('20260914T1315Z') ? { status: 403, code: 'AccessDenied' } : undefined,
    );
    const bucket = await box.replay(['s3://logs/', '--config', SAMPLE_CONFIG], { env });
    local.spoil(() => undefined);
    expect(bucket.code).toBe(3);
    expect(bucket.tally.objects.failures).toEqual([
      { object: expect.stringContaining('20260914T1315Z'), reason: expect.stringMatching(/allow s3:GetObject on arn/) },
    ]);
  });

  it('of event history beside a folder finds both, and tells what history is', async () => {
    const log = box.log('beside/log.json', []);
    const run = await box.replay(['event-history://eu-west-1', log, '--since', SINCE], { env });
    expect(run.code).toBe(0);
    expect(run.findings.map(({ detection }) => detection)).toEqual(['ct-stopped-deleted']);
    expect(run.tally.objects).toMatchObject({ found: 2, done: 2 });
    expect(run.stderr).toMatch(
      /event history of 111111111111 in eu-west-1: management events of the last 90 days only/,
    );
    expect(run.stderr).toMatch(/without us-east-1/);
    const again = await box.run(['replay', 'event-history://eu-west-1', '--since', SINCE, '--out', run.out], { env });
    expect([again.code, readdirSync(run.out).includes('.event-history')]).toEqual([0, true]);
  });

  it('says what lacks, and touches nothing', async () => {
    const bare = {
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_S3: local.endpoint,
      HOME: box.root,
    };
    const nobody = await box.run(['replay', 's3://logs/'], { env: bare });
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringMatching(/^gatetrail: .*no usable AWS credentials/)]);
    const nowhere = await box.run(['replay', 's3://nothing/'], { env });
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringMatching(/there is no bucket nothing/)]);
  });
});
