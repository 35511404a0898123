import { SNSClient } from '@aws-sdk/client-sns';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNotice } from '../../functions/notify/read-notice.ts';
import { SnsSink } from '../../shared/adapters/aws/sns-sink.ts';
import { alertNotice, WATCH } from './notices.ts';

const REGION = 'eu-central-1';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
let cloud: FauxqsServer;
let client: SNSClient;
let topicArn: string;

beforeAll(async () => {
  cloud = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
  client = new SNSClient({ endpoint: `http://127.0.0.1:${cloud.port}`, region: REGION, credentials: CREDENTIALS });
  ({ topicArn } = cloud.createTopic('alerts', { region: REGION }));
  const filters = {
    raw: { RawMessageDelivery: 'true' },
    wrapped: {},
    filtered: { FilterPolicy: '{"channel":["sequence"]}' },
  };
  for (const [queue, attributes] of Object.entries(filters)) {
    cloud.createQueue(queue, { region: REGION });
    cloud.subscribe({ topic: 'alerts', queue, region: REGION, attributes });
  }
});
afterAll(async () => {
  client.destroy();
  await cloud.stop();
});

/** This SNS delivers the message whole, with the bodies of all protocols; the real one delivers a queue's own. */
function noticesOf(queue: string): unknown[] {
  const texts = cloud.inspectQueue(queue)?.messages.ready.map(({ body }) => JSON.parse(body)) ?? [];
  return texts.map((text) => readNotice((text.Message === undefined ? text : JSON.parse(text.Message)).sqs));
}

describe('SnsSink', () => {
  it('publishes a notice that queues read, raw or wrapped, by what they filter', async () => {
    const sink = new SnsSink(client, topicArn, () => 0);
    await sink.send(alertNotice());
    await sink.send(WATCH);
    for (const queue of ['raw', 'wrapped']) expect(noticesOf(queue)).toEqual([alertNotice(), WATCH]);
    expect(noticesOf('filtered')).toEqual([alertNotice()]);
    const envelope = JSON.parse(cloud.inspectQueue('wrapped')?.messages.ready[0]?.body ?? '');
    expect(envelope.Subject).toMatch(/^CRITICAL: Leaked key/);
    expect(envelope.MessageAttributes).toMatchObject({
      severity: { Type: 'String', Value: 'critical' },
      account: { Type: 'String', Value: '111111111111' },
      detection: { Type: 'String.Array', Value: '["sequence-leaked-key","iam-access-key-created"]' },
    });
  });
  it('lets errors through', async () => {
    const sink = new SnsSink(client, topicArn.replace('alerts', 'nothing'), () => 0);
    await expect(sink.send(alertNotice())).rejects.toMatchObject({ name: 'NotFoundException' });
  });
  it('refuses what is no topic', () => {
    expect(() => new SnsSink(client, 'alerts', () => 0)).toThrow('is no ARN of an SNS topic');
  });
});
