import { describe, expect, it } from 'vitest';
import { doctorText } from '../../functions/cli/doctor.ts';
import { type Answer, unanswered } from '../../shared/adapters/aws/doctor/ask.ts';
import { judgeBucket } from '../../shared/adapters/aws/doctor/bucket.ts';
import { judgeFunctions, told } from '../../shared/adapters/aws/doctor/functions.ts';
import type { Line } from '../../shared/adapters/aws/doctor/line.ts';
import {
  judgeNotifications,
  type NotificationTarget,
  targetsOf,
} from '../../shared/adapters/aws/doctor/notifications.ts';
import { judgeQueue } from '../../shared/adapters/aws/doctor/queues.ts';
import { judgeSecret } from '../../shared/adapters/aws/doctor/secret.ts';
import { judgeStages } from '../../shared/adapters/aws/doctor/stages.ts';
import { judgeTable } from '../../shared/adapters/aws/doctor/table.ts';
import { judgeTopic } from '../../shared/adapters/aws/doctor/topic.ts';
import { judgeTrails, type TrailFacts, type TrailStatus } from '../../shared/adapters/aws/doctor/trail.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;
const QUEUE = 'arn:aws:sqs:eu-west-1:111111111111:gatetrail-live-ingest';
const DENIED = { is: 'denied', permission: 'x:Describe' } as const;

function known<T>(value: T): Answer<T> {
  return { is: 'known', value };
}

function verdicts(lines: readonly Line[]): string[] {
  return lines.map(({ verdict }) => verdict);
}

/** The text of the one line that is not ok. */
function fault(lines: readonly Line[]): string {
  const faults = lines.filter(({ verdict }) => verdict !== 'ok');
  expect(faults).toHaveLength(1);
  const [{ verdict, text, advice } = { verdict: '', text: '' }] = faults;
  return `${verdict}: ${text}${advice === undefined ? '' : ` -> ${advice}`}`;
}

const STATUS: TrailStatus = { isLogging: true, latestDelivery: NOW - HOUR / 6 };
const TRAIL: TrailFacts = {
  name: 'main',
  arn: 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/main',
  homeRegion: 'eu-west-1',
  bucket: 'logs',
  prefix: '',
  isOrganization: false,
  isMultiRegion: true,
  hasGlobalEvents: true,
  isValidated: true,
  status: known(STATUS),
};

function trail(status: Partial<TrailStatus>, about: Partial<TrailFacts> = {}): Line[] {
  return judgeTrails(known([{ ...TRAIL, ...about, status: known({ ...STATUS, ...status }) }]), NOW);
}

describe('a trail', () => {
  it('is well', () => {
    expect(verdicts(judgeTrails(known([TRAIL]), NOW))).toEqual(['ok', 'ok']);
  });
  it.each<[what: string, lines: Line[], says: RegExp]>([
    ['none', judgeTrails(known([]), NOW), /^problem: no trail .*create-trail/],
    ['not to be described', judgeTrails(DENIED, NOW), /^unknown: could not check: x:Describe is not allowed/],
    ['stopped', trail({ isLogging: false }), /^problem: is stopped.*start-logging --name arn/],
    ['refused by S3', trail({ latestError: 'AccessDenied' }), /^problem: can't deliver: S3 says AccessDenied/],
    ['new', trail({ latestDelivery: undefined }), /^warn: is logging, but has delivered nothing/],
    ['quiet', trail({ latestDelivery: NOW - 3 * HOUR }), /^warn: .*2026-11-22T09:00:00Z/],
    ['silent', trail({ latestDelivery: NOW - 25 * HOUR }), /^problem: .*2026-11-21T11:00:00Z/],
    ['of one region', trail({}, { isMultiRegion: false }), /^problem: logs eu-west-1 only/],
    ['without IAM', trail({}, { hasGlobalEvents: false }), /^problem: leaves out global services/],
    ['without digests', trail({}, { isValidated: false }), /^warn: log file validation is off/],
  ])('is %s', (_what, lines, says) => {
    expect(fault(lines)).toMatch(says);
  });
});

describe('a bucket', () => {
  const bucket = { bucket: 'logs', reached: known<true>(true) };
  it('is well', () => {
    expect(verdicts(judgeBucket({ ...bucket, sample: known({ key: 'a' }) }))).toEqual(['ok']);
  });
  it.each<[string, Line[], RegExp]>([
    [
      'gone',
      judgeBucket({ bucket: 'logs', reached: { is: 'missing', said: 'NotFound' }, sample: DENIED }),
      /^problem: there is no such bucket.*anyone may now create/,
    ],
    ['empty', judgeBucket({ ...bucket, sample: known(undefined) }), /^warn: no log object of the last 3 days/],
    [
      'encrypted with a key that is disabled',
      judgeBucket({ ...bucket, kmsKey: 'k', sample: known({ key: 'a', unreadable: 'the KMS key k is disabled' }) }),
      /^problem: log object a: not readable by you -> the KMS key k is disabled/,
    ],
  ])('is %s', (_what, lines, says) => {
    expect(fault(lines)).toMatch(says);
  });
});

describe('notifications', () => {
  const judge = (targets: readonly NotificationTarget[], policy = ''): Line[] =>
    judgeNotifications({ bucket: 'logs', queueArn: QUEUE, queuePolicy: known(policy), targets: known(targets) });
  const topic = { kind: 'topic', arn: 'arn:aws:sns:eu-west-1:111111111111:trail', suffix: '' } as const;

  it('lead to the queue, whichever way', () => {
    const sendable = '{"Principal":{"Service":"events.amazonaws.com"}}';
    expect(verdicts(judge([{ kind: 'queue', arn: QUEUE, suffix: '.json.gz' }]))).toEqual(['ok']);
    expect(verdicts(judge([{ ...topic, queues: known([QUEUE]) }]))).toEqual(['ok']);
    expect(verdicts(judge([{ kind: 'eventbridge', arn: '', suffix: '' }], sendable))).toEqual(['ok']);
  });
  it.each<[string, Line[], RegExp]>([
    ['none', judge([]), /^problem: there are none: no new file is read -> send s3:ObjectCreated/],
    ['elsewhere', judge([{ kind: 'queue', arn: 'arn:other', suffix: '' }]), /^problem: lead to arn:other, not to/],
    ['of other files', judge([{ kind: 'queue', arn: QUEUE, suffix: '.txt' }]), /^problem: only keys ending in \.txt/],
    ['to a topic without the queue', judge([{ ...topic, queues: known([]) }]), /^problem: lead to arn:aws:sns/],
    ['to a topic that can not be asked', judge([{ ...topic, queues: DENIED }]), /^warn: go through an SNS topic/],
    ['to EventBridge, which may not send', judge([{ kind: 'eventbridge', arn: '', suffix: '' }]), /^problem: /],
  ])('are %s', (_what, lines, says) => {
    expect(fault(lines)).toMatch(says);
  });
  it('are those of created objects only', () => {
    const Filter = { Key: { FilterRules: [{ Name: 'Suffix' as 'suffix', Value: '.gz' }] } };
    const targets = targetsOf({
      QueueConfigurations: [
        { QueueArn: QUEUE, Events: ['s3:ObjectCreated:*'], Filter },
        { QueueArn: 'arn:other', Events: ['s3:ObjectRemoved:*'] },
      ],
      EventBridgeConfiguration: {},
    });
    expect(targets).toEqual([
      { kind: 'queue', arn: QUEUE, suffix: '.gz' },
      { kind: 'eventbridge', arn: '', suffix: '' },
    ]);
  });
});

describe('stages', () => {
  const stage = { api: 'abc', apiName: 'orders', stage: 'prod', hasAccessLogs: true, hasDataTrace: false };
  it('are well, or named with what they lack', () => {
    expect(verdicts(judgeStages('REST APIs', known([stage])))).toEqual(['ok']);
    expect(fault(judgeStages('REST APIs', known([stage, { ...stage, stage: 'dev', hasAccessLogs: false }])))).toMatch(
      /^problem: without access logs: orders \(abc\/dev\)/,
    );
    expect(fault(judgeStages('REST APIs', known([{ ...stage, hasDataTrace: true }])))).toMatch(/tokens and bodies/);
  });
});

describe("the pipeline's own parts", () => {
  const table = {
    table: 't',
    described: known({ status: 'ACTIVE', isProtected: true }),
    ttl: known<string | undefined>('ttl'),
    hasPointInTimeRecovery: known(true),
  };
  const queue = { arn: QUEUE, policy: '', waiting: 0, redrive: { arn: `${QUEUE}-dead-letters`, receives: 5 } };
  const well = { queue: 'q', attributes: known(queue), dead: known({ ...queue, redrive: undefined }) };
  const gone = { is: 'missing', said: 'NotFound' } as const;

  it('are well', () => {
    expect(verdicts(judgeTable(table))).toEqual(['ok']);
    expect(verdicts(judgeQueue(well))).toEqual(['ok']);
    expect(
      verdicts(judgeTopic({ topic: 't', subscriptions: known([{ protocol: 'sqs', isConfirmed: true }]) })),
    ).toEqual(['ok']);
    expect(verdicts(judgeSecret({ name: '/gatetrail/live/slack', kind: known('SecureString') }))).toEqual(['ok']);
  });
  it.each<[string, Line[], RegExp]>([
    ['a table that is gone', judgeTable({ ...table, described: gone }), /^problem: there is no such table/],
    [
      'a table to delete',
      judgeTable({ ...table, described: known({ status: 'ACTIVE', isProtected: false }) }),
      /^warn: .*one call/,
    ],
    ['rows that stay', judgeTable({ ...table, ttl: known(undefined) }), /^problem: rows never expire: TTL is off/],
    ['rows that expire by another', judgeTable({ ...table, ttl: known('x') }), /^problem: .*TTL is on x/],
    ['no recovery', judgeTable({ ...table, hasPointInTimeRecovery: known(false) }), /^warn: has no point-in-time/],
    [
      'a queue without dead letters',
      judgeQueue({ queue: 'q', attributes: known({ ...queue, redrive: undefined }) }),
      /^problem: .*is lost/,
    ],
    [
      'dead letters',
      judgeQueue({ ...well, dead: known({ ...queue, waiting: 1_200 }) }),
      /^problem: 1,200 messages failed 5 times -> .*start-message-move-task/,
    ],
    [
      'a dead-letter queue that is gone',
      judgeQueue({ ...well, dead: gone }),
      /^problem: .*dead-letters does not exist/,
    ],
    [
      'a full queue',
      judgeQueue({ ...well, attributes: known({ ...queue, waiting: 20_000 }) }),
      /^warn: 20,000 messages wait/,
    ],
    ['a topic without a soul', judgeTopic({ topic: 't', subscriptions: known([]) }), /^problem: nobody gets/],
    ['a secret in clear', judgeSecret({ name: '/s', kind: known('String') }), /^problem: is a String: .*--overwrite/],
    [
      'no secret',
      judgeSecret({ name: '/s', kind: known(undefined) }),
      /^problem: does not exist: no alert reaches Slack/,
    ],
  ])('may be %s', (_what, lines, says) => {
    expect(fault(lines)).toMatch(says);
  });
  it('a mail that was not confirmed', () => {
    const subscriptions = known([
      { protocol: 'email', isConfirmed: false },
      { protocol: 'sqs', isConfirmed: true },
    ]);
    expect(fault(judgeTopic({ topic: 't', subscriptions }))).toMatch(
      /^warn: 1 subscriptions are not confirmed \(email\)/,
    );
  });
  it('functions: those that must be there, and what they tell', () => {
    const about = known({ state: 'Active', lastUpdate: 'Successful', environment: { TABLE: 't' } });
    const ingest = { name: 'gatetrail-live-ingest', isOptional: false, about };
    const notify = { name: 'gatetrail-live-notify', isOptional: true, about: gone };
    expect(judgeFunctions([ingest, notify])).toEqual([
      { check: 'functions', verdict: 'ok', text: '1 deployed: gatetrail-live-ingest' },
    ]);
    expect(told([notify, ingest], 'TABLE')).toBe('t');
    expect(fault(judgeFunctions([{ ...ingest, about: gone }, notify]))).toMatch(/^problem: does not exist -> deploy/);
    const broken = known({ state: 'Active', lastUpdate: 'Failed', environment: {} });
    expect(fault(judgeFunctions([{ ...ingest, about: broken }]))).toMatch(/^problem: its last update failed/);
  });
});

describe('what doctor prints', () => {
  it('is a line a check, with names made harmless, and a count', () => {
    const lines: Line[] = [
      { check: 'trail a\u001b[31m', verdict: 'problem', text: 'is stopped', advice: 'start it' },
      unanswered('table', DENIED, { text: 'gone' }),
    ];
    expect(doctorText(lines, false, false)).toEqual([
      'PROBLEM  trail a\\u{1b}[31m: is stopped',
      '         -> start it',
      '?        table: could not check: x:Describe is not allowed to you',
      '',
      '0 ok, 0 to look at, 1 problems, 1 could not be checked',
      "This pipeline's own parts were not looked for: name its stage with --stage.",
    ]);
  });
});
