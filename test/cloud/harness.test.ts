import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalCloud, type LocalQueue, startCloud } from './local/cloud.ts';
import { tell, type Way } from './local/events.ts';
import type { LocalFunction } from './local/lambda.ts';
import { totals } from './local/metrics.ts';
import { type Poller, startPoller } from './local/poller.ts';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatetrail-harness-'));
  await build({
    entryPoints: [fileURLToPath(new URL('local/tiny-handler.ts', import.meta.url))],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let cloud: LocalCloud;
let queue: LocalQueue;
let listeners: LocalQueue;
let topicArn: string;
let tiny: LocalFunction;
let poller: Poller;
beforeEach(async () => {
  cloud = await startCloud();
  queue = await cloud.queue('tiny', 3);
  listeners = await cloud.queue('listeners');
  topicArn = await cloud.topic('alerts');
  await cloud.bucket('logs');
  await cloud.table('state');
  await cloud.subscribe(topicArn, listeners, true);
  // Who wants to see a call fail need not wait for the SDK's own tries.
  const environment = { TABLE: 'state', ALERTS_TOPIC_ARN: topicArn, AWS_MAX_ATTEMPTS: '2' };
  tiny = cloud.lambda.deploy({ name: 'tiny', folder, environment, concurrency: 2 });
  poller = startPoller(cloud.aws, { queueUrl: queue.url, target: tiny, batchSize: 3 });
});
afterEach(async () => {
  await poller.stop();
  await cloud.close();
});

/** Puts objects, tells of them and waits until they are dealt with. */
async function deliver(texts: readonly string[], way: Way = 's3'): Promise<void> {
  const objects = texts.map((text) => ({ bucket: 'logs', key: `a b/${text}+é.json`, size: text.length, text }));
  for (const { key, text } of objects) await cloud.put('logs', key, text);
  const topic = way === 'sns' ? await cloud.topic('objects') : undefined;
  if (topic !== undefined) await cloud.subscribe(topic, queue, false);
  await tell(cloud.aws, { way, queueUrl: queue.url, topicArn: topic }, objects);
  await poller.idle();
}

async function remembered(): Promise<string[]> {
  const { Items = [] } = await cloud.aws.clients.dynamodb.send(new ScanCommand({ TableName: 'state' }));
  return Items.map(({ text }) => text?.S ?? '').sort();
}

/** Bodies of the queue that has subscribed. */
async function told(): Promise<(string | undefined)[]> {
  const bodies = await cloud.deadLetters({ ...listeners, deadLettersUrl: listeners.url });
  return bodies.map(({ Body }) => Body).sort();
}

describe('the local cloud', () => {
  it.each<Way>(['s3', 'sns', 'eventbridge'])('takes an object to table, queue and mail by way of %s', async (way) => {
    cloud.mail.subscribe(topicArn, 'ops@example.com');
    await deliver(['one', 'two'], way);
    await cloud.mail.idle();
    expect(await remembered()).toEqual(['none: one', 'none: two']);
    expect(await told()).toEqual(['queue one', 'queue two']);
    expect(cloud.mail.mails.map(({ to, subject, text }) => [to[0], subject, text.trim()]).sort()).toEqual([
      ['ops@example.com', 'one', 'mail one'],
      ['ops@example.com', 'two', 'mail two'],
    ]);
  });

  it('puts what keeps failing among the dead letters, and only that; a redrive brings it back', async () => {
    await deliver(['good', 'poison', 'fine']);
    expect(await remembered()).toEqual(['none: fine', 'none: good']);
    const [letter, ...others] = await cloud.deadLetters(queue);
    expect(others).toEqual([]);
    expect(letter?.Body).toContain('poison');
    expect(
      cloud.aws.calls.filter(({ caller, operation }) => caller === 'tiny' && operation === 's3:GetObject'),
    ).toHaveLength(5);
    await cloud.put('logs', 'a b/poison+é.json', 'cured');
    expect(await cloud.redrive(queue)).toBe(1);
    await poller.idle();
    expect(await remembered()).toContain('none: cured');
    expect(await cloud.deadLetters(queue)).toEqual([]);
  });

  it('knows what each function asked of which service, and what it cost', async () => {
    await deliver(['one']);
    expect(cloud.aws.recordedActions()).toEqual({ tiny: ['dynamodb:PutItem', 's3:GetObject', 'sns:Publish'] });
    const put = cloud.aws.calls.find(({ operation, caller }) => operation === 'dynamodb:PutItem' && caller === 'tiny');
    expect(put).toMatchObject({ resource: 'state', units: 1, status: 200 });
    expect(totals(tiny.metrics())).toEqual({ Objects: 1 });
  });

  it('keeps Content-Encoding, which the emulator forgets', async () => {
    const object = { bucket: 'logs', key: 'x.gz', size: 1 };
    await cloud.aws.clients.s3.send(
      new PutObjectCommand({ Bucket: 'logs', Key: 'x.gz', Body: 'text', ContentEncoding: 'gzip' }),
    );
    await tell(cloud.aws, { way: 's3', queueUrl: queue.url }, [object]);
    await poller.idle();
    expect(await remembered()).toEqual(['gzip: text']);
  });

  it.each([
    ['s3:GetObject', 'throttle'],
    ['dynamodb:PutItem', 'throttle'],
    ['dynamodb:PutItem', 'server-error'],
    ['sns:Publish', 'throttle'],
    ['sns:Publish', 'reset'],
    ['sns:Publish', 'lost'],
  ] as const)('makes %s fail by %s until the SDK gives up, and the message comes again', async (operation, failure) => {
    const fault = cloud.aws.fail({ caller: 'tiny', operation, failure, times: 2 });
    await deliver(['one']);
    expect(fault.hits).toBe(2);
    expect(tiny.outcomes.map(({ payload }) => (payload as { batchItemFailures: [] }).batchItemFailures.length)).toEqual(
      [1, 0],
    );
    expect(await remembered()).toEqual(['none: one']);
    expect(await told()).toHaveLength(failure === 'lost' ? 3 : 1);
  });

  it('makes one object unreadable and says so in the words of S3', async () => {
    const failure = { status: 403, code: 'AccessDenied', message: 'not allowed to kms:Decrypt' };
    cloud.aws.fail({ operation: 's3:GetObject', resource: /two/, failure, times: Number.POSITIVE_INFINITY });
    await deliver(['one', 'two']);
    expect(await remembered()).toEqual(['none: one']);
    expect(await cloud.deadLetters(queue)).toHaveLength(1);
    expect(tiny.outcomes.map(({ log }) => log).join('')).toContain('AccessDenied: not allowed to kms:Decrypt');
  });

  it.each([0, 1, 2])('kills the process before and after call %i: nothing is lost', async (after) => {
    for (const failure of ['kill-before', 'kill-after'] as const) {
      const fault = cloud.aws.fail({ caller: 'tiny', failure, after });
      await deliver([failure]);
      expect(fault.hits).toBe(1);
    }
    expect(tiny.outcomes.map(({ error }) => error?.errorMessage)).toEqual([
      'Runtime exited: signal: SIGKILL',
      undefined,
      'Runtime exited: signal: SIGKILL',
      undefined,
    ]);
    expect(tiny.starts).toBeGreaterThan(2);
    expect(await remembered()).toEqual(['none: kill-after', 'none: kill-before']);
    const twice = after === 2 ? ['queue kill-after'] : [];
    expect(await told()).toEqual(['queue kill-after', ...twice, 'queue kill-before']);
  });
});

describe('a function', () => {
  it('answers, throws and runs out of time as in Lambda, with nothing of this machine in its environment', async () => {
    const short = cloud.lambda.deploy({ name: 'short', folder, environment: {}, timeout: 300 });
    expect((await short.invoke({ say: 'hello' })).payload).toEqual({ said: 'hello', key: 'short.0' });
    expect((await short.invoke({ say: 'throw' })).error).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'asked to',
    });
    expect((await short.invoke({ say: 'hang' })).error?.errorMessage).toMatch(/Task timed out after 0.30 seconds$/);
    expect((await short.invoke({ say: 'again' })).payload).toEqual({ said: 'again', key: 'short.1' });
  });

  it('that can not start fails what it was started for', async () => {
    const missing = cloud.lambda.deploy({ name: 'missing', folder, environment: {}, handler: 'index.nothing' });
    const [first, second] = await Promise.all([missing.invoke({}), missing.invoke({})]);
    expect(first?.error?.errorType).toBe('Runtime.HandlerNotFound');
    expect(second?.error?.errorType).toBe('Runtime.HandlerNotFound');
  });
});
