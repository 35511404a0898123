import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snsMessage } from '../../shared/alerts/messages/sns.ts';
import type { Notice } from '../../shared/alerts/notice.ts';
import { ALERT, alertNotice } from '../messages/notices.ts';
import { CONTEXT, SECRET_NAME, type SlackSurroundings, surroundSlack } from './cloud.ts';

let around: SlackSurroundings;
let handler: (event: SQSEvent, context: typeof CONTEXT) => Promise<SQSBatchResponse>;

beforeAll(async () => {
  around = await surroundSlack({ botToken: 'xoxb-1', channel: 'C1', signingSecret: 's' });
  ({ handler } = await import('../../functions/notify/handler.ts'));
});
afterAll(() => around.close());

function bodyOf(notice: Notice): string {
  return JSON.parse(snsMessage(notice, { account: '999999999999', region: 'eu-central-1' }, 0).Message).sqs;
}

function eventOf(...bodies: readonly string[]): SQSEvent {
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: 'r',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:999999999999:notify',
    awsRegion: 'eu-central-1',
  }));
  return { Records };
}

describe('notify', () => {
  it('posts a batch in order, and gives back only what failed', async () => {
    const update = alertNotice({ kind: 'update', revision: 2, news: ['more'] });
    const event = eventOf(bodyOf(alertNotice()), 'no notice', bodyOf(update));
    expect(await handler(event, CONTEXT)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(around.slack.calls.map(({ body }) => body['thread_ts'])).toEqual([undefined, '1700000000.000001']);
    expect(around.asked).toEqual([SECRET_NAME]);
  });

  it('posts nothing twice when the batch comes again, and what Slack refused when it comes back', async () => {
    const before = around.slack.calls.length;
    const third = bodyOf(alertNotice({ kind: 'update', revision: 3, news: ['third'] }));
    around.slack.trouble({ status: 429, retryAfter: 60 });
    const event = eventOf(bodyOf(alertNotice()), third);
    expect(await handler(event, CONTEXT)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(await handler(event, CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(around.slack.calls.length).toBe(before + 2);
    expect(around.slack.calls.every(({ body }) => body['channel'] === 'C1')).toBe(true);
    expect(JSON.stringify(around.slack.calls.at(-1)?.body['metadata'])).toContain(`${ALERT.id}.3`);
  });
});
