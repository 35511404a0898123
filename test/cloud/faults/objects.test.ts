import { gzipSync } from 'node:zlib';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../local/faults.ts';
import type { NewObject } from '../local/stack.ts';
import { type Bench, startBench } from './bench.ts';
import { sampleDays, storyFiles } from './history.ts';
import { alertsIn } from './notices.ts';
import { expectWhole, replayOfSample } from './replayed.ts';
import { LOGS } from './trial.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const history = sampleDays(6, 7);

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
}, 60_000);
afterAll(() => bench?.close());

/** This object in the midst of the others, and its place in `history.objects`. */
const MIDDLE = 17;
const middle = history.objects[MIDDLE] as NewObject;
const others = history.objects.filter((_, index) => index !== MIDDLE);

describe('an object', () => {
  it('that S3 can not give for a while comes again, by itself', async () => {
    const trial = await bench.trial('slow');
    const failure = { status: 503, code: 'ServiceUnavailable' };
    // Five tries of the SDK, twice.
    const fault = { caller: trial.ingest.name, operation: 's3:GetObject', resource: `${LOGS}/${middle.key}`, failure };
    const armed = bench.cloud.aws.fail({ ...fault, times: 10 });
    await trial.deliver(history.objects);
    await trial.idle();
    expect(armed.hits).toBe(10);
    expect(await trial.letters()).toEqual([]);
    await expectWhole(trial, history);
  });

  it.each<[string, Fault['failure'], RegExp]>([
    [
      'denied',
      { status: 403, code: 'AccessDenied', message: 'not authorized to perform s3:GetObject' },
      /access denied; allow s3:GetObject/,
    ],
    [
      'undecipherable',
      { status: 403, code: 'AccessDenied', message: 'not authorized to perform kms:Decrypt' },
      /KMS refused to decrypt/,
    ],
  ])(
    'that is %s is a dead letter at once; the others are done, and a redrive completes it',
    async (name, failure, reason) => {
      const trial = await bench.trial(name);
      const resource = `${LOGS}/${middle.key}`;
      const armed = bench.cloud.aws.fail({
        caller: trial.ingest.name,
        operation: 's3:GetObject',
        resource,
        failure,
        times: FOREVER,
      });
      await trial.deliver(history.objects);
      await trial.idle();
      expect(await trial.letters()).toEqual([[`s3://${resource}`, expect.stringMatching(reason)]]);
      expect(armed.hits).toBe(1);
      armed.lift();
      expect(await bench.cloud.redrive(trial.queue)).toBe(1);
      await trial.idle();
      expect(await trial.letters()).toEqual([]);
      await expectWhole(trial, history);
    },
  );

  it('that is not there, not JSON, cut short, or no object at all: dead letters with reasons, and all else is read', async () => {
    const trial = await bench.trial('poison');
    const whole = gzipSync(middle.body);
    const cut = { key: `cut/${middle.key}`, body: whole.subarray(0, whole.length - 40) };
    const text = { key: `text/${middle.key}`, body: gzipSync('no JSON at all') };
    const note = { key: 'notes/readme.txt', body: 'nothing that anybody took for a log' };
    await trial.deliver([...others, cut, text, note]);
    await trial.tellOf(['gone.json.gz']);
    for (const MessageBody of ['no event', '{"Records":[{"eventSource":"aws:other"}]}'])
      await bench.cloud.aws.clients.sqs.send(new SendMessageCommand({ QueueUrl: trial.queue.url, MessageBody }));
    await trial.idle();
    expect(await trial.letters()).toEqual([
      [`s3://${LOGS}/${cut.key}`, expect.stringMatching(/gzip|cut|end/i)],
      [`s3://${LOGS}/gone.json.gz`, expect.stringContaining('there is no such object')],
      [`s3://${LOGS}/${text.key}`, expect.stringContaining('found plain text')],
      ['unknown', expect.stringContaining('expected JSON')],
      ['unknown', expect.stringContaining('expected an event that tells of S3 objects')],
    ]);
    // Mended: what was cut is whole, what is no log holds no records, and what was gone is there.
    await bench.cloud.put(LOGS, cut.key, whole);
    for (const key of [text.key, 'gone.json.gz']) await bench.cloud.put(LOGS, key, '{"Records":[]}');
    expect(await bench.cloud.redrive(trial.queue)).toBe(5);
    await trial.idle();
    expect((await trial.letters()).map(([object]) => object)).toEqual(['unknown', 'unknown']);
    await expectWhole(trial, history);
  });

  it('that is poison stays no secret when the process dies as it says so', async () => {
    const trial = await bench.trial('dying');
    const poison = { key: 'cut.json.gz', body: gzipSync(middle.body).subarray(0, 200) };
    const armed = bench.cloud.aws.fail({
      caller: trial.ingest.name,
      operation: 'sqs:SendMessage',
      failure: 'kill-after',
    });
    await trial.deliver([...history.objects, poison]);
    await trial.idle();
    expect(armed.hits).toBe(1);
    const about = (await trial.letters()).map(([object]) => object);
    expect(new Set(about)).toEqual(new Set([`s3://${LOGS}/${poison.key}`]));
    await expectWhole(trial, history);
  });

  it('that is cut short gives what can be read of it', async () => {
    const story = storyFiles('leaked-key');
    const trial = await bench.trial('short');
    await trial.deliver(
      story.files.map(({ key, records }) => {
        const body = JSON.stringify({ Records: records });
        return { key: `short/${key}`, body: body.slice(0, body.length - 3) };
      }),
    );
    await trial.idle();
    expect(await trial.letters()).toHaveLength(story.files.length);
    expect(alertsIn(trial.notices).length).toBeGreaterThan(0);
  });

  it('that is told of after its day was sealed is late: the next calibration judges the day again, and tells once', async () => {
    const trial = await bench.trial('late');
    const [dull, story] = [sampleDays(7, 7), storyFiles('leaked-key')];
    const [early = { key: '', records: [] }] = dull.files;
    await trial.deliver(dull.objects.slice(0, 1));
    await trial.idle();
    const payload = async () => (await trial.tick(story.after)).payload;
    expect(await payload()).toMatchObject({ sealed: story.days, late: [] });
    await trial.deliver(story.objects);
    await trial.idle();
    expect(alertsIn(trial.notices)).toEqual([]);
    expect(await payload()).toMatchObject({ sealed: [], late: story.days });
    expect(alertsIn(trial.notices)).toHaveLength(1);
    const { findings } = await replayOfSample({ files: [early, ...story.files] });
    expect((await trial.outcome(story.days)).findings).toBe(findings);
    expect(await payload()).toMatchObject({ sealed: [], late: [] });
    expect(alertsIn(trial.notices)).toHaveLength(1);
  });
});
