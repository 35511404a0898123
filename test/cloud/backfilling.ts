import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runBackfill } from '../../functions/cli/backfill.ts';
import { backfillCloud } from '../../functions/cli/backfill-cloud.ts';
import type { BackfillOptions } from '../../functions/cli/backfill-options.ts';
import type { Notice } from '../../shared/alerts/notice.ts';
import type { LawFile } from '../laws/replays.ts';
import type { LocalCloud } from './local/cloud.ts';
import type { LocalFunction } from './local/lambda.ts';
import { type LocalStates, startStates } from './local/states.ts';

/** Processes of the worker: more than any test lets work at once. */
const PROCESSES = 4;

/** A table, a topic, a bucket and the packaged worker under the state machine, apart from all others. */
export interface Backfilling {
  readonly name: string;
  readonly states: LocalStates;
  readonly worker: LocalFunction;
  /** What people would have been told. */
  readonly published: readonly Notice[];
  /** While true every invocation fails, as one does for which Lambda has no room. */
  isOut: boolean;
  /** The command. Gives its exit code. */
  run(out: string, flags?: Partial<BackfillOptions>): Promise<number>;
}

/** Sets it up with these files in the bucket. `process.env` must lead to the cloud. */
export async function backfilling(
  cloud: LocalCloud,
  { name, bundles, files, now }: { name: string; bundles: string; files: readonly LawFile[]; now: number },
): Promise<Backfilling> {
  const [logs, manifests] = [`logs-${name}`, `manifests-${name}`];
  await Promise.all([cloud.table(name), cloud.bucket(logs), cloud.bucket(manifests)]);
  for (const { key, records } of files) await cloud.put(logs, key, gzipSync(JSON.stringify({ Records: records })));
  const topic = await cloud.topic(name);
  const published: Notice[] = [];
  cloud.aws.events.on('published', (message) => {
    if (message.topicArn === topic) published.push(JSON.parse(message.body('sqs')) as Notice);
  });
  const worker = cloud.lambda.deploy({
    name: `backfill-${name}`,
    folder: join(bundles, 'backfill'),
    environment: { TABLE: name, ALERTS_TOPIC_ARN: topic, POWERTOOLS_METRICS_NAMESPACE: 'Gatetrail' },
    concurrency: PROCESSES,
    timeout: 60_000,
  });
  const state = { isOut: false };
  const states = startStates(cloud.aws, {
    ...worker,
    invoke: async (event) =>
      state.isOut
        ? { error: { errorType: 'Lambda.TooManyRequestsException', errorMessage: 'Rate Exceeded.' }, ...NEVER_BEGAN }
        : worker.invoke(event),
  });
  const options = { table: name, manifests, stateMachine: states.arn, concurrency: '3', wait: true, json: false };
  const url = `s3://${logs}/AWSLogs/`;
  // Executions are named by the second.
  let clock = now;
  const tick = (): number => {
    clock += 1000;
    return clock;
  };
  return {
    name,
    states,
    worker,
    published,
    get isOut() {
      return state.isOut;
    },
    set isOut(isOut) {
      state.isOut = isOut;
    },
    run: (out, flags = {}) => {
      const given = { ...options, out, ...flags };
      return runBackfill(url, given, { ...backfillCloud(given), now: tick, pause: () => states.idle() });
    },
  };
}

const NEVER_BEGAN = { requestId: '', log: '', ms: 0 };

/** A text file of a run folder; empty when there is none. */
export function resultIn(out: string, file: string): string {
  try {
    return readFileSync(join(out, file), 'utf8');
  } catch {
    return '';
  }
}
