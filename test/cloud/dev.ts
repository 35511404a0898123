import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import colors from 'picocolors';
import type { Notice } from '../../shared/alerts/notice.ts';
import { messageOf } from '../../shared/errors.ts';
import { countsOf, type News, newsOf, step } from './dev/news.ts';
import { startNewsServer } from './dev/news-server.ts';
import { bundleInto } from './local/bundled.ts';
import { morningsAfter, objectsBelow, SAMPLE_LOGS } from './local/log-folder.ts';
import { type LocalStack, type NewObject, startStack } from './local/stack.ts';

/**
 * `npm run dev`: the whole of Gatetrail on this machine, without an AWS account. The packaged functions read the sample logs as if
 * they came one after the other, every day is closed as the schedule would, and alerts arrive here, by mail and in a Slack of
 * our own. `--once` ends when all is done, with 1 where nothing was told or anything failed.
 */
const OPTIONS = {
  once: { type: 'boolean', default: false },
  port: { type: 'string', default: '0' },
  logs: { type: 'string', default: SAMPLE_LOGS },
  config: { type: 'string' },
} as const;
const COLOURS: Readonly<Record<string, (text: string) => string>> = {
  critical: colors.red,
  high: colors.red,
  medium: colors.yellow,
};
/** How often the page learns of new counts, in ms. */
const COUNT_EVERY = 250;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const objects = objectsBelow(values.logs);
  const folder = mkdtempSync(join(tmpdir(), 'gatetrail-dev-'));
  const closing: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    const server = await startNewsServer(Number(values.port));
    closing.push(server.close);
    const tell = (news: News): void => {
      server.tell(news);
      process.stdout.write(`${lineOf(news)}\n`);
    };
    tell(step(`Gatetrail in a local cloud: ${server.url}`, 'Ctrl-C ends it'));
    const started = performance.now();
    const bundles = await bundleInto(folder, values.config);
    tell(step(`${bundles} functions bundled`, secondsSince(started)));
    const stack = await startStack({ bundles: folder, concurrency: 2 });
    closing.push(stack.close);
    const counting = setInterval(() => server.count(countsOf(stack)), COUNT_EVERY);
    closing.push(async () => clearInterval(counting));
    const run = runThrough(stack, objects, tell).then((isFine) => {
      server.count(countsOf(stack));
      if (values.once && !isFine) process.exitCode = 1;
    });
    await Promise.race([values.once ? run : run.then(() => stopped), stopped]);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Logs in, day after day closed. Tells whether something was told and nothing failed. */
async function runThrough(
  stack: LocalStack,
  objects: readonly NewObject[],
  tell: (news: News) => void,
): Promise<boolean> {
  let alerts = 0;
  stack.aws.events.on('published', (message) => {
    const notice = JSON.parse(message.body('sqs')) as Notice;
    if (notice.kind === 'alert') alerts += 1;
    tell(newsOf(notice));
  });
  const started = performance.now();
  await stack.deliver(objects);
  await stack.idle();
  tell(step(`${objects.length} log files taken in`, secondsSince(started)));
  for (const morning of morningsAfter(objects)) await stack.tick('calibrate', morning);
  await stack.idle();
  const failures = await failuresIn(stack);
  for (const failure of failures) tell(step('failed', failure));
  const counts = Object.entries(countsOf(stack)).map(([name, count]) => `${count} ${name}`);
  tell(step(`${alerts} alerts, ${failures.length} failures (${secondsSince(started)})`, counts.join(', ')));
  return alerts > 0 && failures.length === 0;
}

/** Errors of functions, and what nobody could read. */
async function failuresIn(stack: LocalStack): Promise<string[]> {
  const errors = (['ingest', 'calibrate', 'notify'] as const).flatMap((name) =>
    stack.fn(name).outcomes.flatMap(({ error }) => (error === undefined ? [] : [`${name}: ${error.errorMessage}`])),
  );
  const letters = await Promise.all(Object.values(stack.queues).map((queue) => stack.deadLetters(queue)));
  return [
    ...errors,
    ...letters.flat().map(({ MessageAttributes, Body }) => {
      const reason = MessageAttributes?.['reason']?.StringValue ?? `message ${Body?.slice(0, 200)}`;
      return `dead letter: ${reason}`;
    }),
  ];
}

function secondsSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

function lineOf({ kind, severity, title, detail }: News): string {
  if (kind === 'step') return `${colors.bold(title)} ${colors.dim(detail)}`;
  const colour = COLOURS[severity] ?? ((text: string) => text);
  return `${colour(`${kind} ${severity}`.padEnd(16))} ${title}\n${' '.repeat(17)}${colors.dim(detail)}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
