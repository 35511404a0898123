import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionNames } from '../../infra/bundles.ts';
import { metricsShown, unheard } from '../infra/metrics.ts';
import { packageService, type Template } from '../infra/package.ts';
import { type CallOn, callsBeyond, type Names } from '../infra/resources.ts';
import { expectRolesAllowExactly } from '../infra/roles.ts';
import { TRAIL, takeEveryPath } from './every-path.ts';
import { ACCOUNT, REGION } from './local/account.ts';
import { bundleInto } from './local/bundled.ts';
import { scheduleEvent } from './local/events.ts';
import { type LocalStack, startStack, TABLE } from './local/stack.ts';

/** The deployment whose parts are those of the local stack. */
const PARAMETERS = [
  'mode=bucket',
  'bucket=logs',
  'accessLogs=access-logs',
  'slack=bot',
  'slackSecret=/gatetrail/local/slack',
  `trailArn=${TRAIL}`,
];
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:new-logs`;

const sqs = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
const NAMES: Names = {
  region: REGION,
  account: ACCOUNT,
  arns: {
    Table: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${TABLE}`,
    AlertsTopic: `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`,
    OperationsTopic: `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`,
    IngestQueue: sqs('ingest'),
    IngestDeadLetters: sqs('ingest-dead-letters'),
    AccessLogsQueue: sqs('access-logs'),
    AccessLogsDeadLetters: sqs('access-logs-dead-letters'),
    NotifyQueue: sqs('notify'),
    NotifyDeadLetters: sqs('notify-dead-letters'),
  },
};

let folder = '';
let stack: LocalStack;
let template: Template;
/** Where another account's topic tells of files, the watch asks for something else. */
let byTopic: Template;
let recorded: Record<string, string[]>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatetrail-roles-'));
  const bundles = join(folder, 'dist');
  [template, byTopic] = await Promise.all([
    packageService(folder, PARAMETERS).then((packaged) => packaged.template),
    packageService(folder, ['mode=topic', 'bucket=logs', `topic=${TOPIC}`, `trailArn=${TRAIL}`]).then(
      (packaged) => packaged.template,
    ),
    bundleInto(bundles),
  ]);
  const parts = {
    OPERATIONS_TOPIC_ARN: `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`,
    TRAIL_ARN: TRAIL,
    LOG_BUCKET: 'logs',
  };
  stack = await startStack({ bundles, environment: { ...parts, NOTIFYING_BUCKET: 'logs' } });
  await takeEveryPath(stack);
  const watch = stack.lambda.deploy({
    name: 'watch-topic',
    folder: join(bundles, 'watch'),
    environment: {
      ...parts,
      TABLE,
      ALERTS_TOPIC_ARN: stack.topicArn,
      INGEST_QUEUE_URL: stack.queues.ingest.url,
      DLQ_URLS: stack.queues.ingest.deadLettersUrl,
      LOG_SUBSCRIPTION_ARN: `${TOPIC}:11111111-2222-3333-4444-555555555555`,
      POWERTOOLS_SERVICE_NAME: 'watch-topic',
      POWERTOOLS_METRICS_NAMESPACE: 'Gatetrail',
    },
  });
  expect((await watch.invoke(scheduleEvent('watch', new Date()))).error).toBeUndefined();
  recorded = stack.aws.recordedActions();
}, 120_000);
afterAll(async () => {
  await stack?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the roles', () => {
  it('allow what the functions ask for in the local cloud, and nothing else', () => {
    const { 'watch-topic': _, ...called } = recorded;
    expect(Object.keys(called).sort()).toEqual(functionNames());
    expectRolesAllowExactly(template, called);
  });
  it('allow it on just what they asked about', () => {
    for (const name of functionNames()) {
      const calls = stack.aws.calls.filter(({ caller }) => caller === name);
      expect(callsBeyond(template, name, calls.map(onArn), NAMES), name).toEqual([]);
    }
    const elsewhere = [
      { action: 'sqs:SendMessage', arn: sqs('ingest') },
      { action: 's3:GetObject', arn: 'arn:aws:s3:::access-logs/x' },
    ];
    expect(callsBeyond(template, 'ingest', elsewhere, NAMES)).toHaveLength(2);
  });
  it('allow the watch to ask for its subscription, where it has one', () => {
    const asked = recorded['watch-topic'] ?? [];
    expect(asked).not.toContain('s3:GetBucketNotification');
    const others = (recorded['watch'] ?? []).filter((action) => action !== 's3:GetBucketNotification');
    expectRolesAllowExactly(byTopic, { watch: [...others, ...asked] });
  });
});

/** What a recorded call was about. */
function onArn({ action, resource }: { readonly action: string; readonly resource: string }): CallOn {
  const [service = ''] = action.split(':');
  const arns: Readonly<Record<string, string>> = {
    s3: `arn:aws:s3:::${resource.replace(/\/$/, '')}`,
    sqs: sqs(resource),
    dynamodb: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${resource}`,
    ssm: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${resource}`,
  };
  return { action, arn: resource === '' ? undefined : (arns[service] ?? resource) };
}

describe('alarms and dashboard', () => {
  const printed = (name: string) => stack.fn(name as Parameters<LocalStack['fn']>[0]).metrics();

  it('look at nothing that no function prints', () => {
    const shown = metricsShown(template);
    expect(shown.length).toBeGreaterThan(30);
    expect(unheard(shown, printed)).toEqual([]);
  });
  it('would be told apart if they did', () => {
    const wrong = { by: 'an alarm', functionName: 'notify', metric: 'SlackNotces' };
    expect(unheard([wrong, { ...wrong, metric: 'SlackNotices' }], printed)).toEqual([wrong]);
  });
});
