import { functionNames } from '../../../infra/bundles.ts';
import { chanceFrom } from '../../../shared/sample/seed.ts';
import { type SlackServer, startSlack } from '../../notify/slack-server.ts';
import type { ObjectCreated } from './aws.ts';
import { type LocalCloud, type LocalQueue, startCloud } from './cloud.ts';
import { type Destination, scheduleEvent, tell, type Way } from './events.ts';
import type { LocalFunction, Outcome } from './lambda.ts';
import { type Poller, startPoller } from './poller.ts';

/** The functions of serverless.yml that a queue feeds, and those that a schedule, a URL or Step Functions invokes. */
const FED = ['ingest', 'access-logs', 'notify'] as const;
const NAMES = [...FED, 'respond', 'calibrate', 'watch', 'backfill'] as const;
type Name = (typeof NAMES)[number];

/** Buckets of the local stack. */
const LOGS = 'logs';
const ACCESS_LOGS = 'access-logs';
export const TABLE = 'gatetrail';
export const MAIL_TO = 'ops@example.com';
const MAX_RECEIVES = 5;
const SLACK_SECRET = '/gatetrail/local/slack';
export const SLACK = { botToken: 'xoxb-local', channel: 'C0LOCAL', signingSecret: 'local-signing-secret' };

export interface StackOptions {
  /** Folder with `<name>/index.mjs` of every function: see `bundleInto`. */
  readonly bundles: string;
  /** Names of functions to run; all that have a handler unless told. */
  readonly functions?: readonly string[];
  /** Processes of `ingest`; 1 unless told. */
  readonly concurrency?: number;
  /** Messages an invocation of `ingest`; 10 unless told. */
  readonly batchSize?: number;
  /** How the queue learns of objects; `s3` unless told. */
  readonly way?: Way;
  /** For every function, beyond what the stack sets. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** An object to be delivered. */
export interface NewObject {
  readonly key: string;
  readonly body: Uint8Array | string;
}

/** What `npm run deploy` makes, here: the packaged functions between queues, topic, table, mail and Slack. */
export interface LocalStack extends LocalCloud {
  readonly slack: SlackServer;
  readonly topicArn: string;
  readonly queues: Readonly<Record<(typeof FED)[number], LocalQueue>>;
  /** A function that runs here. Throws for one that does not. */
  fn(name: Name): LocalFunction;
  /** Puts the objects, then tells of all of them in an order that `seed` decides; a share `twice` is told of twice. Gives how many messages that made. */
  deliver(objects: readonly NewObject[], options?: DeliverOptions): Promise<number>;
  /** A schedule's event at this time. */
  tick(name: 'calibrate' | 'watch', time: Date): Promise<Outcome>;
  /** Resolves when no queue holds anything for a function, and every mail is sent. */
  idle(): Promise<void>;
}

interface DeliverOptions {
  readonly seed?: number;
  /** Share of the objects that are told of a second time, 0 to 1; 0 unless told. */
  readonly twice?: number;
  readonly bucket?: typeof LOGS | typeof ACCESS_LOGS;
}

export async function startStack(options: StackOptions): Promise<LocalStack> {
  const [cloud, slack] = await Promise.all([startCloud(), startSlack()]);
  const { topicArn, queues } = await resourcesIn(cloud);
  const functions = functionsIn(cloud, options, { topicArn, queues, slack });
  const pollers = pollersOf(cloud, functions, options, queues);
  const deliver = await deliveryTo(cloud, queues, options.way ?? 's3');
  const fn = (name: Name): LocalFunction => {
    const found = functions.get(name);
    if (found === undefined) throw new Error(`${name} does not run here; expected ${[...functions.keys()].join(', ')}`);
    return found;
  };
  return {
    ...cloud,
    slack,
    topicArn,
    queues,
    fn,
    deliver,
    tick: (name, time) => fn(name).invoke(scheduleEvent(name, time)),
    async idle() {
      // What one function sends may be work for the next.
      for (const poller of pollers) await poller.idle();
      await cloud.mail.idle();
    },
    async close() {
      await Promise.all(pollers.map((poller) => poller.stop()));
      await cloud.close();
      await slack.close();
    },
  };
}

function pollersOf(
  { aws }: LocalCloud,
  functions: ReadonlyMap<string, LocalFunction>,
  options: StackOptions,
  queues: LocalStack['queues'],
): Poller[] {
  return FED.flatMap((name) => {
    const target = functions.get(name);
    const batchSize = name === 'ingest' ? (options.batchSize ?? 10) : 10;
    return target === undefined ? [] : [startPoller(aws, { queueUrl: queues[name].url, target, batchSize })];
  });
}

/** Logs are told of in the way that was asked for, access logs by S3 itself. */
async function deliveryTo(cloud: LocalCloud, queues: LocalStack['queues'], way: Way): Promise<LocalStack['deliver']> {
  const topicArn = way === 'sns' ? await cloud.topic('objects') : undefined;
  if (topicArn !== undefined) await cloud.subscribe(topicArn, queues.ingest, false);
  const destinations: Readonly<Record<string, Destination>> = {
    [LOGS]: { way, queueUrl: queues.ingest.url, topicArn },
    [ACCESS_LOGS]: { way: 's3', queueUrl: queues['access-logs'].url },
  };
  return async (added, { seed = 1, twice = 0, bucket = LOGS } = {}) => {
    for (const { key, body } of added) await cloud.put(bucket, key, body);
    const created = added.map(({ key, body }) => ({ bucket, key, size: Buffer.byteLength(body) }));
    const messages = inAnyOrder(created, seed, twice);
    const to = destinations[bucket];
    if (to !== undefined) await tell(cloud.aws, to, messages);
    return messages.length;
  };
}

/** A share `twice` comes again at the end of the line, and then the line is shuffled (Fisher and Yates). */
function inAnyOrder(objects: readonly ObjectCreated[], seed: number, twice: number): ObjectCreated[] {
  const chance = chanceFrom(seed);
  const line = [...objects, ...objects.filter(() => chance.next() < twice)];
  for (let i = line.length - 1; i > 0; i--) {
    const j = chance.int(0, i);
    [line[i], line[j]] = [line[j] as ObjectCreated, line[i] as ObjectCreated];
  }
  return line;
}

type Resources = Pick<LocalStack, 'topicArn' | 'queues'>;

async function resourcesIn(cloud: LocalCloud): Promise<Resources> {
  await cloud.table(TABLE);
  for (const name of [LOGS, ACCESS_LOGS]) await cloud.bucket(name);
  const topicArn = await cloud.topic('alerts');
  const queues = {
    ingest: await cloud.queue('ingest', MAX_RECEIVES),
    'access-logs': await cloud.queue('access-logs', MAX_RECEIVES),
    notify: await cloud.queue('notify', MAX_RECEIVES),
  };
  await cloud.subscribe(topicArn, queues.notify, false);
  cloud.mail.subscribe(topicArn, MAIL_TO);
  cloud.aws.putParameter(SLACK_SECRET, JSON.stringify(SLACK));
  return { topicArn, queues };
}

function functionsIn(
  cloud: LocalCloud,
  options: StackOptions,
  { topicArn, queues, slack }: Resources & Pick<LocalStack, 'slack'>,
): Map<string, LocalFunction> {
  const common = {
    TABLE,
    ALERTS_TOPIC_ARN: topicArn,
    MAX_RECEIVES: String(MAX_RECEIVES),
    SLACK_SECRET,
    SLACK_API_URL: slack.apiUrl,
    // A day is sealed when no log file waits.
    QUEUE_URLS: [queues.ingest.url, queues['access-logs'].url].join(','),
    DLQ_URLS: FED.map((name) => queues[name].deadLettersUrl).join(','),
    POWERTOOLS_METRICS_NAMESPACE: 'Gatetrail',
  };
  const names = options.functions ?? functionNames();
  const functions = NAMES.filter((name) => names.includes(name)).map((name) => {
    const source = queues[name === 'access-logs' ? 'access-logs' : 'ingest'];
    const own = {
      INGEST_QUEUE_URL: source.url,
      INGEST_DLQ_URL: source.deadLettersUrl,
      POWERTOOLS_SERVICE_NAME: `gatetrail-local-${name}`,
    };
    return cloud.lambda.deploy({
      name,
      folder: `${options.bundles}/${name}`,
      environment: { ...common, ...own, ...options.environment },
      concurrency: name === 'ingest' ? (options.concurrency ?? 1) : 1,
      timeout: 120_000,
    });
  });
  return new Map(functions.map((one) => [one.name, one]));
}
