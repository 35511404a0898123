import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SIGNATURES_KEY } from '../../functions/respond/signature.ts';
import { DynamoDocuments } from '../../shared/adapters/aws/dynamo-documents.ts';
import { DAY, dayOf, HOUR, isoDay, MINUTE } from '../../shared/cloudtrail/time.ts';
import { burst, EXAMPLE_START } from '../../shared/detections/example.ts';
import { wafLog } from '../../shared/detections/example-access-log.ts';
import { MEMORY_KEY } from '../../shared/watch/memory.ts';
import { clickBody, signed } from '../respond/clicks.ts';
import { addChain, newSigner, type Objects } from '../verify/chain.ts';
import { ACCOUNT, REGION } from './local/account.ts';
import { objectsBelow, SAMPLE_LOGS } from './local/log-folder.ts';
import { type LocalStack, type NewObject, SLACK, TABLE } from './local/stack.ts';

/** Of the deployment that the roles are packaged for. */
export const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/all`;
const NOW = Date.now();
const TODAY = dayOf(NOW);
/** On this day of the sample logs the key of a user is used by a stranger. */
const LEAK = '2026-09-12';
const RUN = 'every-path';
/** What JSON may begin with. */
const BLANKS = Buffer.from(' \t\r\n');
const NO_PROGRESS = '{"waiting":[],"late":[]}';

/** Leads every function of a stack through all that it may ask of AWS: alerts, dead letters, and texts too large for one item. */
export async function takeEveryPath(stack: LocalStack): Promise<void> {
  await readLogs(stack);
  await watchThem(stack);
  await sealThem(stack);
  await misinform(stack);
  await click(stack);
  await backfill(stack);
}

/** What says something today, what nobody can read, and what brings days that were not known. */
async function readLogs(stack: LocalStack): Promise<void> {
  await swell(stack, 'progress/live', NO_PROGRESS);
  await stack.deliver([...leak(isoDay(TODAY)), poison('logs')]);
  await stack.idle();
  await swell(stack, 'progress/live', NO_PROGRESS);
  const since = (NOW - HOUR - EXAMPLE_START) / MINUTE;
  const blocked = burst(
    60,
    (_, minute) => wafLog({ action: 'BLOCK', ip: '203.0.113.9', minute: since + minute }),
    0.05,
  );
  const before = wafLog({ minute: since - (2 * DAY) / MINUTE });
  const lines = [before, ...blocked].map((line) => JSON.stringify(line)).join('\n');
  await stack.deliver([{ key: 'waf/today.log', body: lines }, poison('waf')], { bucket: 'access-logs' });
  await stack.idle();
}

/** A digest chain that holds, and dead letters. */
async function watchThem(stack: LocalStack): Promise<void> {
  const signer = newSigner(0, NOW + DAY);
  const objects: Objects = new Map();
  const start = NOW - 3 * HOUR;
  addChain(objects, { signer, hours: 2, start, bucket: 'logs', account: ACCOUNT, region: REGION });
  for (const [Key, { bytes, signature }] of objects)
    await stack.aws.clients.s3.send(
      new PutObjectCommand({
        Bucket: 'logs',
        Key,
        Body: bytes,
        Metadata: signature === undefined ? {} : { signature },
      }),
    );
  const { fingerprint, der } = signer.key;
  const times = { ValidityStartTime: 0, ValidityEndTime: (NOW + DAY) / 1000 };
  stack.aws.answer('cloudtrail:ListPublicKeys', () => ({
    PublicKeyList: [{ Fingerprint: fingerprint, Value: Buffer.from(der).toString('base64'), ...times }],
  }));
  stack.aws.answer('cloudtrail:GetTrailStatus', () => ({ IsLogging: true }));
  await swell(stack, MEMORY_KEY, '{"open":{},"unsent":[]}');
  // Chains are looked at early in an hour.
  await succeed(stack.tick('watch', new Date(Math.ceil(NOW / HOUR) * HOUR)));
  await stack.idle();
}

async function sealThem(stack: LocalStack): Promise<void> {
  await swell(stack, 'progress/live', NO_PROGRESS);
  await swell(stack, `slack#digest.${isoDay(TODAY)}`, '{"posted":[],"claims":{}}');
  await succeed(stack.tick('calibrate', new Date((TODAY + 1) * DAY + 3 * HOUR)));
  await stack.idle();
}

/** What is no notice is an error to count. */
async function misinform(stack: LocalStack): Promise<void> {
  const record = { messageId: 'none', body: '{}', eventSource: 'aws:sqs', attributes: {} };
  await succeed(stack.fn('notify').invoke({ Records: [record] }));
}

async function click(stack: LocalStack): Promise<void> {
  await swell(stack, SIGNATURES_KEY, '{}');
  const body = clickBody('expected', { response_url: stack.slack.responseUrl });
  const headers = signed(body, Date.now(), SLACK.signingSecret);
  await succeed(stack.fn('respond').invoke({ version: '2.0', headers, body, isBase64Encoded: false }));
}

/** History that people are to be told of. */
async function backfill(stack: LocalStack): Promise<void> {
  const objects = leak(LEAK);
  for (const { key, body } of objects) await stack.put('logs', key, body);
  await swell(stack, `progress/${RUN}`, NO_PROGRESS);
  const order = { run: RUN, publish: true };
  const Items = objects.map(({ key }) => `s3://logs/${key}`);
  const worker = stack.fn('backfill');
  await succeed(worker.invoke({ BatchInput: { ...order, do: 'take', scope: {} }, Items }));
  await succeed(worker.invoke({ ...order, do: 'seal', until: null }));
  await succeed(worker.invoke({ ...order, do: 'close' }));
  await stack.idle();
}

/** The files of that day, as if it were another. */
function leak(day: string): NewObject[] {
  return objectsBelow(SAMPLE_LOGS)
    .filter(({ key }) => key.includes('/CloudTrail/') && key.includes(LEAK.replaceAll('-', '/')))
    .map(({ key, body }) => ({
      key: `${day}/${key}`.replaceAll(LEAK.replaceAll('-', ''), day.replaceAll('-', '')),
      body: gunzipSync(body).toString().replaceAll(LEAK, day),
    }));
}

function poison(what: string): NewObject {
  return { key: `${what}/poison.json.gz`, body: gzipSync('{"Records":[]}').subarray(0, 20) };
}

/** Blanks before a document's text that no deflating makes small: it lies in pieces then, and whoever changes it removes them. */
async function swell({ aws }: LocalStack, key: string, absent: string): Promise<void> {
  const bytes = randomBytes(1_400_000).map((byte) => BLANKS[byte % BLANKS.length] ?? 0);
  const blanks = Buffer.from(bytes).toString('latin1');
  const documents = new DynamoDocuments({ client: aws.clients.dynamodb, table: TABLE, clock: () => NOW });
  await documents.change(key, (text) => ({ text: blanks + (text ?? absent).trimStart(), result: undefined }));
}

async function succeed(outcome: Promise<{ readonly error?: unknown }>): Promise<void> {
  const { error } = await outcome;
  if (error !== undefined) throw new Error(JSON.stringify(error));
}
