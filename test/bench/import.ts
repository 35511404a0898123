import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { BUNDLING, bundleFunctions, ROOT } from '../../infra/bundles.ts';

/**
 * `npm run bench:import`: what a cold start pays to load the code of `ingest`, in ms, beside a handler that does nothing but make
 * the same AWS clients under middy. Each import runs in a new process; the two take turns, so that a busy machine is fair to both.
 */
const TURNS = 15;
const EMPTY = `
import middy from '@middy/core';
import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
import { DynamoDBClient, BatchGetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
const clients = [new S3Client({}), new DynamoDBClient({}), new SNSClient({})];
const commands = { GetObjectCommand, BatchGetItemCommand, PutItemCommand, QueryCommand, PublishCommand };
export const handler = middy().handler(async () => [clients.length, Object.keys(commands)]);
`;
const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  TABLE: 'table',
  ALERTS_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:alerts',
  INGEST_DLQ_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/dead',
  MAX_RECEIVES: '5',
  POWERTOOLS_SERVICE_NAME: 'ingest',
  POWERTOOLS_METRICS_NAMESPACE: 'Gatetrail',
};

/** Milliseconds to import the module in a process of its own, what Node needs itself left out. */
function importTime(file: string): number {
  const script = `const from = performance.now();await import(${JSON.stringify(pathToFileURL(file).href)});process.stdout.write(String(performance.now() - from));process.exit(0);`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  const time = Number(stdout);
  if (status !== 0 || !(time > 0)) throw new Error(`${file} can't be imported: ${stderr}`);
  return time;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gatetrail-import-'));
  try {
    const [ingest] = await bundleFunctions(folder, { config: undefined, rules: undefined }, ['ingest']);
    const empty = join(folder, 'empty', 'index.mjs');
    const stdin = { contents: EMPTY, resolveDir: ROOT, loader: 'js' } as const;
    const { metafile } = await build({ ...BUNDLING, stdin, outfile: empty });
    const files = [empty, ingest?.file ?? ''];
    const sizes = [Object.values(metafile.outputs)[0]?.bytes ?? 0, ingest?.bytes ?? 0];
    const times: number[][] = [[], []];
    for (let turn = 0; turn < TURNS; turn += 1)
      for (const [nth, file] of files.entries()) times[nth]?.push(importTime(file));
    const medians = times.map(median);
    for (const [nth, name] of ['empty AWS handler', 'ingest'].entries())
      process.stdout.write(
        `${name.padEnd(18)} ${((sizes[nth] ?? 0) / 1000).toFixed(0).padStart(5)} KB  ${medians[nth]?.toFixed(1).padStart(6)} ms\n`,
      );
    const [least = 1, ours = 0] = medians;
    process.stdout.write(`ratio ${(ours / least).toFixed(2)} (medians of ${TURNS} turns, Node ${process.version})\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
