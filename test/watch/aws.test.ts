import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadLetters } from '../../shared/adapters/aws/dead-letters.ts';
import { awsQuestions, type Parts } from '../../shared/adapters/aws/watch/questions.ts';
import { CREDENTIALS, type Served, serve } from '../adapters/aws-local.ts';
import { addChain, newSigner, type Objects } from '../verify/chain.ts';

const HOUR = 3_600_000;
const REGION = 'us-east-1';
const CLOUDTRAIL = newSigner(0, Number.MAX_SAFE_INTEGER);
const START = Date.parse('2026-11-22T01:00:00Z');
const NOW = START + 9 * HOUR;

let cloud: Awaited<ReturnType<typeof startFauxqs>>;
let trail: Served;
let keysStatus = 200;
let trailSays: { readonly status: number; readonly body: unknown };
let clients: { s3: S3Client; sqs: SQSClient; sns: () => SNSClient; cloudTrail: () => CloudTrailClient };
let topic = '';
let queue = '';
let dead = '';

beforeAll(async () => {
  cloud = await startFauxqs({ port: 0, logger: false });
  trail = await serve((request, response) => {
    request.resume();
    const isKeys = String(request.headers['x-amz-target']).endsWith('ListPublicKeys');
    const { fingerprint, der } = CLOUDTRAIL.key;
    const keys = { PublicKeyList: [{ Fingerprint: fingerprint, Value: Buffer.from(der).toString('base64') }] };
    response.writeHead(isKeys ? keysStatus : trailSays.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify(
        isKeys && keysStatus === 200 ? keys : isKeys ? { __type: 'UnrecognizedClientException' } : trailSays.body,
      ),
    );
  });
  const at = { endpoint: `http://127.0.0.1:${cloud.port}`, region: REGION, credentials: CREDENTIALS, maxAttempts: 1 };
  const sns = new SNSClient(at);
  const cloudTrail = new CloudTrailClient({ ...at, endpoint: trail.endpoint });
  clients = {
    s3: new S3Client({ ...at, forcePathStyle: true }),
    sqs: new SQSClient(at),
    sns: () => sns,
    cloudTrail: () => cloudTrail,
  };
  topic = (await sns.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
  const create = async (QueueName: string, Policy = '') =>
    (await clients.sqs.send(new CreateQueueCommand({ QueueName, Attributes: Policy === '' ? {} : { Policy } })))
      .QueueUrl ?? '';
  queue = await create('ingest', '{"Principal":{"Service":"s3.amazonaws.com"}}');
  dead = await create('ingest-dead');
  cloud.createBucket('logs');
});
afterAll(async () => {
  for (const client of [clients.s3, clients.sqs, clients.sns(), clients.cloudTrail()]) client.destroy();
  await trail.close();
  await cloud.stop();
});

const parts = (more: Partial<Parts> = {}): Parts => ({
  ...{ alertsTopic: topic, operationsTopic: undefined, ingestQueue: queue, deadQueues: [dead] },
  ...{ trail: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/t', logBucket: 'logs', logPrefix: undefined },
  ...{ notifyingBucket: 'logs', subscription: undefined, now: NOW, ...more },
});
const ask = (more?: Partial<Parts>) => awsQuestions(clients, parts(more));

describe('what the watch asks of AWS', () => {
  it('is how many dead letters there are and why, and leaves them where they are', async () => {
    expect(await ask().deadLetters()).toMatchObject([
      { name: 'ingest-dead', state: { is: 'known', value: { messages: 0 } } },
    ]);
    const bury = deadLetters(clients.sqs, dead);
    await bury({ body: '{}', reason: 'not gzip', object: 's3://logs/x' });
    for (const _ of [1, 2])
      expect(await ask().deadLetters()).toEqual([
        {
          name: 'ingest-dead',
          state: {
            is: 'known',
            value: {
              arn: expect.stringMatching(/^arn:aws:sqs:.*:ingest-dead$/),
              messages: 1,
              sample: { reason: 'not gzip', object: 's3://logs/x' },
            },
          },
        },
      ]);
    const { Messages } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: dead }));
    expect(Messages).toHaveLength(1);
    expect(await ask({ deadQueues: [`${dead}-gone`] }).deadLetters()).toMatchObject([{ state: { is: 'missing' } }]);
  });

  it('is who hears a topic', async () => {
    expect(await ask().topics()).toEqual([{ role: 'alerts', arn: topic, listeners: { is: 'known', value: 0 } }]);
    const endpoint = 'arn:aws:sqs:us-east-1:000000000000:ingest';
    await clients.sns().send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: endpoint }));
    expect(await ask({ operationsTopic: `${topic}-gone` }).topics()).toMatchObject([
      { role: 'alerts', listeners: { is: 'known', value: 1 } },
      { role: 'operations', listeners: { is: 'missing' } },
    ]);
  });

  it('is whether the bucket still tells the queue', async () => {
    expect(await ask().wayIn()).toMatchObject({
      queue: { is: 'known', value: { policy: expect.stringContaining('s3.amazonaws.com') } },
      bucket: { name: 'logs', targets: { is: 'known', value: [] } },
      subscription: undefined,
    });
    expect(await ask({ notifyingBucket: 'nowhere' }).wayIn()).toMatchObject({ bucket: { targets: { is: 'missing' } } });
    expect(await ask({ notifyingBucket: undefined, subscription: `${topic}:gone` }).wayIn()).toMatchObject({
      bucket: undefined,
      subscription: { isConfirmed: { is: 'missing' } },
    });
  });

  it('is where the bucket tells of what', async () => {
    const arn = 'arn:aws:sqs:us-east-1:000000000000:ingest';
    const rule = '<Filter><S3Key><FilterRule><Name>suffix</Name><Value>.gz</Value></FilterRule></S3Key></Filter>';
    const told = `<QueueConfiguration><Queue>${arn}</Queue><Event>s3:ObjectCreated:*</Event>${rule}</QueueConfiguration>`;
    const server = await serve((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(`<NotificationConfiguration>${told}</NotificationConfiguration>`);
    });
    const at = { endpoint: server.endpoint, region: REGION, credentials: CREDENTIALS, maxAttempts: 1 };
    const s3 = new S3Client({ ...at, forcePathStyle: true });
    const wayIn = await awsQuestions({ ...clients, s3 }, parts()).wayIn();
    s3.destroy();
    await server.close();
    expect(wayIn.bucket?.targets).toEqual({ is: 'known', value: [{ kind: 'queue', arn, suffix: '.gz' }] });
  });

  it.each([
    [{ IsLogging: true }, { is: 'known', value: { isLogging: true, deliveryError: undefined } }],
    [
      { IsLogging: false, StopLoggingTime: START / 1000, LatestDeliveryError: 'AccessDenied' },
      { is: 'known', value: { isLogging: false, stopped: START, deliveryError: 'AccessDenied' } },
    ],
    [{ __type: 'TrailNotFoundException', message: 'no trail' }, { is: 'missing' }],
    [
      { __type: 'AccessDeniedException', message: 'not you' },
      { is: 'denied', permission: 'cloudtrail:GetTrailStatus' },
    ],
    [{ __type: 'InternalServerException', message: 'oh' }, { is: 'failed' }],
  ])('is how the trail is: %j', async (body, expected) => {
    trailSays = { status: '__type' in body ? 400 : 200, body };
    expect(await ask().trail?.state()).toMatchObject(expected);
  });

  it('is whether the digest chain holds, with the keys that CloudTrail gives', async () => {
    const objects: Objects = new Map();
    const { logs } = addChain(objects, { signer: CLOUDTRAIL, start: START, bucket: 'logs', hours: 9, logsAnHour: 1 });
    for (const [Key, { bytes, signature }] of objects) {
      const Metadata = signature === undefined ? {} : { signature, 'signature-algorithm': 'SHA256withRSA' };
      await clients.s3.send(new PutObjectCommand({ Bucket: 'logs', Key, Body: bytes, Metadata }));
    }
    const verify = (logPrefix?: string) => ask({ logPrefix }).chains?.verify(NOW - 4 * HOUR);
    expect(await verify()).toMatchObject({ reports: [{ problems: [], proven: 4, logs: 4 }], keyless: [] });
    expect(await verify('AWSLogs/1111')).toMatchObject({ reports: [{ problems: [], proven: 4 }] });
    await clients.s3.send(new PutObjectCommand({ Bucket: 'logs', Key: logs.at(-1)?.[0], Body: 'forged' }));
    expect(await verify()).toMatchObject({
      reports: [{ problems: [{ kind: expect.stringMatching(/log|truncated/) }] }],
    });
    keysStatus = 400;
    const { reports = [], keyless = [] } = (await verify()) ?? {};
    expect(keyless).toMatchObject([{ region: 'us-east-1', said: expect.stringContaining('ListPublicKeys') }]);
    expect(reports).toMatchObject([{ proven: 0 }]);
    expect(reports[0]?.problems.filter(({ kind }) => kind === 'unknown-key')).toEqual([]);
  });

  it('is nothing of what a deployment does not have', () => {
    expect(ask({ trail: undefined, logBucket: undefined })).toMatchObject({ trail: undefined, chains: undefined });
  });
});
