import { describe, expect, it } from 'vitest';
import type { KeptSuppression } from '../../shared/alerts/kept-suppressions.ts';
import type { ChainReport, DigestProblem } from '../../shared/cloudtrail/digest-report.ts';
import { dayOf } from '../../shared/cloudtrail/time.ts';
import { chainProblems, judgeChains, verifiedBy, verifyFrom } from '../../shared/watch/chain.ts';
import type { Answer } from '../../shared/watch/condition.ts';
import { deadIn, judgeDeadLetters } from '../../shared/watch/dead-letters.ts';
import { judgeReviews } from '../../shared/watch/reviews.ts';
import { judgeSealing } from '../../shared/watch/sealing.ts';
import { judgeTrail, type TrailState } from '../../shared/watch/trail.ts';
import { unanswered } from '../../shared/watch/unanswered.ts';
import { judgeWayIn, type WayIn } from '../../shared/watch/way-in.ts';
import { judgeWayOut } from '../../shared/watch/way-out.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T12:07:00Z');
const GONE = { is: 'missing', said: 'NotFound: no such thing' } as const;
const DENIED = { is: 'denied', permission: 'x:Y' } as const;
const known = <T>(value: T): Answer<T> => ({ is: 'known', value });
const found = ({ conditions }: { conditions: readonly { key: string; severity: string }[] }) =>
  conditions.map(({ key, severity }) => `${key} ${severity}`);

describe('dead letters', () => {
  const dead = (messages: number, sample?: { reason?: string; object?: string }) =>
    ({
      name: 'q',
      state: known({ arn: 'arn:aws:sqs:eu-west-1:111111111111:q-dead-letters', messages, sample }),
    }) as const;

  it('are told with number, reason and the command that redrives them', () => {
    const checked = judgeDeadLetters([dead(3, { reason: 'not gzip', object: 's3://logs/x' }), dead(0)]);
    expect(found(checked)).toEqual(['dead-letters.q high']);
    const [condition] = checked.conditions;
    expect(condition?.title).toBe('3 dead letters in q');
    expect(condition?.lines.join('\n')).toMatch(/not gzip\n.*s3:\/\/logs\/x/);
    expect(condition?.nextSteps.at(-1)).toContain(
      'aws sqs start-message-move-task --source-arn arn:aws:sqs:eu-west-1:111111111111:q-dead-letters --destination-arn arn:aws:sqs:eu-west-1:111111111111:q',
    );
    expect(deadIn([dead(3), dead(4), { name: 'z', state: DENIED }])).toBe(7);
  });

  it('say when there is no reason, and when the queue itself is gone', () => {
    expect(judgeDeadLetters([dead(1, {})]).conditions[0]?.lines.join()).toContain('says no reason');
    expect(found(judgeDeadLetters([{ name: 'q', state: GONE }]))).toEqual(['dead-letters.q high']);
    expect(found(judgeDeadLetters([{ name: 'q', state: DENIED }]))).toEqual([]);
  });
});

describe('digest chains', () => {
  const problem = (kind: DigestProblem['kind'], object = 'a.json.gz'): DigestProblem => ({
    kind,
    object,
    reason: 'why',
  });
  const report = (problems: DigestProblem[], until?: number, region = 'eu-west-1'): ChainReport => ({
    ...{ account: '111111111111', region, trail: 't', backfill: false, digests: 1, proven: 1, logs: 2 },
    ...{ unverifiedLogs: 0, starts: 0, from: undefined, until, problems, notes: [] },
  });

  it('tell each problem once, with what proves it', () => {
    const reports = [
      report([problem('altered-log'), problem('missing-log', 'b.json.gz')]),
      report([problem('unknown-key')]),
    ];
    const checked = judgeChains(reports, 'logs');
    expect(checked.conditions.map(({ severity, once }) => [severity, once])).toEqual([
      ['critical', true],
      ['critical', true],
      ['medium', true],
    ]);
    expect(new Set(checked.conditions.map(({ key }) => key)).size).toBe(3);
    expect(checked.conditions[0]?.nextSteps[0]).toContain('gatetrail verify s3://logs --account 111111111111');
    expect(chainProblems(reports)).toBe(3);
    expect(judgeChains([report([])], 'logs').conditions).toEqual([]);
    expect(found(judgeChains([], 'logs'))).toEqual(['chain.none.digests low']);
  });

  it('are verified from where the slowest living chain stands, and at first for some hours', () => {
    expect(verifyFrom({}, NOW)).toBe(NOW - 4 * HOUR);
    const verified = verifiedBy({}, [report([], NOW - HOUR), report([], NOW - 2 * HOUR, 'eu-west-2')], NOW);
    expect(verified).toEqual({
      '111111111111/eu-west-1/t': NOW - HOUR,
      '111111111111/eu-west-2/t': NOW - 2 * HOUR,
    });
    expect(verifyFrom(verified, NOW)).toBe(NOW - 2 * HOUR);
    expect(verifyFrom({ dead: NOW - 20 * HOUR, alive: NOW - HOUR }, NOW)).toBe(NOW - HOUR);
    expect(verifiedBy({ dead: NOW - 25 * HOUR, here: NOW - 3 * HOUR }, [report([])], NOW)).toEqual({
      here: NOW - 3 * HOUR,
    });
  });
});

describe('reviews', () => {
  const suppression = (expires: string, more: Partial<KeptSuppression> = {}) =>
    ({ detection: 'root-activity', reason: 'known work', owner: 'alice@example.com', expires, ...more }) as const;
  const told = (expires: string, more?: Partial<KeptSuppression>) =>
    judgeReviews([suppression(expires, more)], NOW).conditions.map(({ key }) => key.split('.')[1]);

  it.each([
    ['2026-11-20', []],
    ['2026-11-21', ['ended']],
    ['2026-11-22', ['ended']],
    ['2026-11-23', ['ends']],
    ['2026-11-29', ['ends']],
    ['2026-11-30', []],
  ])('of a suppression that expires on %s: %j', (expires, expected) => {
    expect(told(expires)).toEqual(expected);
  });

  it('leave alone what was silenced for a week by a click', () => {
    expect(told('2026-11-24', { id: 's-1', createdAt: '2026-11-17T10:00:00Z' })).toEqual([]);
    expect(told('2026-11-24', { id: 's-1', createdAt: '2026-08-17T10:00:00Z' })).toEqual(['ends']);
  });
});

describe('the trail', () => {
  const judged = (state: Answer<TrailState>) =>
    found(judgeTrail('arn:aws:cloudtrail:eu-west-1:111111111111:trail/t', state));

  it('is told when it is stopped, gone, or can not deliver', () => {
    expect(judged(known({ isLogging: true }))).toEqual([]);
    expect(judged(known({ isLogging: false, stopped: NOW }))).toEqual(['trail.stopped critical']);
    expect(judged(known({ isLogging: true, deliveryError: 'AccessDenied', digestError: 'AccessDenied' }))).toEqual([
      'trail.delivery high',
      'trail.digests medium',
    ]);
    expect(judged(GONE)).toEqual(['trail.gone critical']);
    expect(judged(DENIED)).toEqual([]);
  });
});

describe('the way in', () => {
  const QUEUE = 'arn:aws:sqs:eu-west-1:111111111111:q-dead-letters';
  const queue = (...services: string[]): WayIn['queue'] => known({ arn: QUEUE, policy: JSON.stringify(services) });
  const target = (kind: 'queue' | 'topic' | 'eventbridge' | 'function', arn = '', suffix = '') => ({
    kind,
    arn,
    suffix,
  });
  const judged = (targets: readonly ReturnType<typeof target>[], given = queue('s3.amazonaws.com')) =>
    found(judgeWayIn({ queue: given, bucket: { name: 'logs', targets: known(targets) } }));

  it.each([
    ['the queue', [target('queue', QUEUE)], 's3.amazonaws.com', []],
    ['the queue, log files only', [target('queue', QUEUE, '.json.gz')], 's3.amazonaws.com', []],
    ['EventBridge', [target('eventbridge')], 'events.amazonaws.com', []],
    ['nobody', [], 's3.amazonaws.com', ['way-in.notification critical']],
    ['another queue', [target('queue', `${QUEUE}2`)], 's3.amazonaws.com', ['way-in.notification critical']],
    ['a function', [target('function', 'f')], 's3.amazonaws.com', ['way-in.notification critical']],
    ['other files', [target('queue', QUEUE, '.txt')], 's3.amazonaws.com', ['way-in.notification critical']],
    ['a queue that refuses', [target('queue', QUEUE)], 'events.amazonaws.com', ['way-in.policy critical']],
  ])('leads to %s', (_, targets, service, expected) => {
    expect(judged(targets, queue(service))).toEqual(expected);
  });

  it('is told when queue, bucket or subscription is gone, and not when nobody may look', () => {
    expect(judged([target('queue', QUEUE)], GONE)).toEqual(['way-in.queue critical']);
    expect(found(judgeWayIn({ queue: queue(), bucket: { name: 'logs', targets: GONE } }))).toEqual([
      'way-in.bucket critical',
    ]);
    const subscribed = (isConfirmed: Answer<boolean>) =>
      found(judgeWayIn({ queue: queue('sns.amazonaws.com'), subscription: { arn: 's', isConfirmed } }));
    expect(subscribed(known(true))).toEqual([]);
    expect(subscribed(known(false))).toEqual(['way-in.subscription critical']);
    expect(subscribed(GONE)).toEqual(['way-in.subscription critical']);
    expect(subscribed(DENIED)).toEqual([]);
  });
});

describe('the way out', () => {
  it('is told when nobody hears a topic', () => {
    const topics = [
      { role: 'alerts', arn: 'a', listeners: known(0) },
      { role: 'operations', arn: 'b', listeners: known(2) },
      { role: 'gone', arn: 'c', listeners: GONE },
    ];
    expect(found(judgeWayOut(topics))).toEqual(['way-out.alerts critical', 'way-out.gone critical']);
  });
});

describe('sealing', () => {
  const today = dayOf(NOW);
  it.each([
    [[], false],
    [[today], false],
    [[today - 1, today], false],
    [[today - 3, today], false],
    [[today - 4, today], true],
  ])('of days that wait %j: stuck is %s', (waiting, isStuck) => {
    expect(judgeSealing({ waiting, late: [], through: today - 9 }, NOW).conditions).toHaveLength(isStuck ? 1 : 0);
  });
});

describe('what can not be looked at', () => {
  it('is told: at once when a permission is gone, after an hour when AWS fails', () => {
    expect(unanswered('trail', 'the trail', DENIED)).toMatchObject({
      key: 'unchecked.trail.denied',
      lines: [expect.stringContaining('x:Y')],
    });
    const failed = unanswered('trail', 'the trail', { is: 'failed', permission: 'x:Y', said: 'InternalError' });
    expect(failed).toMatchObject({
      key: 'unchecked.trail.failed',
      patience: HOUR,
      lines: [expect.stringContaining('InternalError')],
    });
    expect(unanswered('trail', 'the trail', GONE)).toBeUndefined();
    expect(unanswered('trail', 'the trail', known(1))).toBeUndefined();
  });
});
