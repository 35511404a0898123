import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { parseArn } from '../../../shared/cloudtrail/arn.ts';
import { parseKey } from '../../../shared/cloudtrail/key.ts';
import { operationName, serviceOf } from '../../../shared/cloudtrail/operation.ts';
import { identify } from '../../../shared/cloudtrail/record.ts';
import { ACCOUNT } from '../../../shared/detections/example.ts';
import { collect } from '../collect.ts';
import { processed, stopped, told, understood } from '../processed.ts';

const denied = (code: string, message?: string) => ({ error: message === undefined ? { code } : { code, message } });

/** Quirks of which records there are, and of what they come in. */
export function howDelivered(): void {
  it('quirk 17: insights have neither identity nor address, and are counted apart', async () => {
    const insight = {
      eventVersion: '1.07',
      eventTime: '2026-11-02T10:00:00Z',
      eventCategory: 'Insight',
      eventType: 'AwsCloudTrailInsight',
      eventID: 'i-1',
      recipientAccountId: ACCOUNT,
      sharedEventID: 's-1',
    };
    const { tally, findings } = await processed([
      { ...insight, insightDetails: { state: 'Start' } },
      { ...insight, eventID: 'i-2', insightDetails: { state: 'End' } },
    ]);
    expect(tally.records).toEqual({ in: 2, events: 0, rejected: 0, duplicates: 0, outOfScope: 2 });
    expect(tally.outOfScope).toEqual({ insight: 2 });
    expect(findings).toEqual([]);
  });

  it('quirk 18: aggregated events enter no detection', async () => {
    const aggregated = stopped('event-1', {
      eventType: 'AwsAggregatedEvent',
      eventCategory: 'Aggregated',
      eventId: 'a-1',
      eventTime: undefined,
    });
    const { tally, findings } = await processed([aggregated]);
    expect([tally.outOfScope, findings]).toEqual([{ aggregated: 1 }, []]);
  });

  it('quirk 19: network activity is refused by the endpoint; eventContext may be there', () => {
    const event = told({
      ...denied('VpceAccessDenied'),
      also: {
        eventType: 'AwsVpceEvent',
        eventCategory: 'NetworkActivity',
        vpcEndpointAccountId: ACCOUNT,
        eventContext: { tagContext: {} },
      },
    });
    expect([event.outcome, event.account, event.params]).toEqual(['denied', ACCOUNT, {}]);
  });

  it('quirk 20: UPDATED_DATA replaces what was told, DELIVERY_DELAY is just late', async () => {
    const addendum = { reason: 'UPDATED_DATA', originalEventID: 'event-1', updatedFields: 'requestParameters' };
    const update = stopped('event-9', { addendum, requestParameters: { name: 'right-trail' } });
    expect(identify(update)).toEqual({ id: 'event-1', revision: 1 });
    for (const records of [
      [stopped('event-1'), update],
      [update, stopped('event-1')],
    ]) {
      const { tally, findings } = await processed(records);
      expect(tally.records).toMatchObject({ in: 2, events: 1, duplicates: 1 });
      expect(findings.filter(({ rule }) => rule === 'ct-stopped-deleted')).toMatchObject([
        { target: 'right-trail', eventIds: ['event-1'] },
      ]);
    }
    expect(identify(stopped('event-2', { addendum: { reason: 'DELIVERY_DELAY' } }))).toEqual({
      id: 'event-2',
      revision: 0,
    });
  });

  it('quirk 21: the same event twice is one, in one file or two, in any order', async () => {
    const once = await processed([stopped('event-1')]);
    const twice = await processed([stopped('event-1'), stopped('event-1')]);
    expect(twice.tally.records).toMatchObject({ in: 2, events: 1, duplicates: 1 });
    expect(twice.findings).toEqual(once.findings);
    const again = await processed([stopped('event-1')], [stopped('event-1')]);
    expect(new Set(again.findings.map(({ id }) => id))).toEqual(new Set(once.findings.map(({ id }) => id)));
  });

  it('quirk 22: the same act in two accounts’ logs is one finding that names both', async () => {
    const shared = { sharedEventID: 'shared-1' };
    const theirs = stopped('event-2', { ...shared, recipientAccountId: '222222222222' });
    const { tally, findings } = await processed([theirs, stopped('event-1', shared)]);
    expect(tally.records).toMatchObject({ in: 2, events: 2, duplicates: 0 });
    const acts = findings.filter(({ rule }) => rule === 'ct-stopped-deleted');
    expect(acts).toMatchObject([{ eventIds: ['event-1', 'event-2'], event: { account: ACCOUNT } }]);
    expect(understood(theirs).account).toBe('222222222222');
  });

  it.each([
    [
      `AWSLogs/${ACCOUNT}/CloudTrail/eu-central-1/2026/11/02/${ACCOUNT}_CloudTrail_eu-central-1_20261102T1005Z_abcDEF123.json.gz`,
      'log',
    ],
    [
      `a/b/AWSLogs/o-exampleorg1/${ACCOUNT}/CloudTrail/us-gov-west-1/2026/11/02/${ACCOUNT}_CloudTrail_us-gov-west-1_20261102T1005Z_x.json.gz`,
      'log',
    ],
    [
      `o-exampleorg1/AWSLogs/o-exampleorg1/${ACCOUNT}/CloudTrail/eu-central-1/2026/11/02/${ACCOUNT}_CloudTrail_eu-central-1_20261102T1005Z_x.json`,
      'log',
    ],
    [`AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-central-1/2026/11/02/`, 'folder'],
    [`AWSLogs/${ACCOUNT}/CloudTrail-Insight/eu-central-1/2026/11/02/x.json.gz`, 'insight'],
    [`AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-central-1/2026/11/02/x.json.gz`, 'digest'],
  ])('quirk 23: key %s', (key, kind) => {
    expect(parseKey(key)).toMatchObject({ kind, account: ACCOUNT });
  });
  it('quirk 23: an empty object is named, and files of any name are read', async () => {
    const { tally } = await processed('', [stopped('event-1')]);
    expect([tally.failures.map(({ object }) => object), tally.records.events, tally.imbalance]).toEqual([
      ['object-0'],
      1,
      '',
    ]);
    expect(parseKey('exports/march.json')).toBeUndefined();
  });

  it('quirk 24: a digest is valid JSON of another kind', async () => {
    const digest = {
      awsAccountId: ACCOUNT,
      digestS3Object: 'x',
      previousDigestHashValue: 'y',
      logFiles: [{ s3Object: 'z' }],
    };
    const { tally } = await processed(gzipSync(JSON.stringify(digest)));
    expect([tally.objects.skipped, tally.skips[0]?.reason, tally.records.in]).toEqual([1, 'digest file', 0]);
  });

  it.each([
    ['a trail’s file', (raw: string) => `{"Records":[${raw}]}`],
    [
      'LookupEvents',
      (raw: string) => JSON.stringify({ Events: [{ CloudTrailEvent: raw, ReadOnly: 'false', Username: 'x' }] }),
    ],
    [
      'EventBridge',
      (raw: string) => `{"detail-type":"AWS API Call via CloudTrail","source":"aws.cloudtrail","detail":${raw}}`,
    ],
    [
      'a CloudWatch Logs subscription',
      (raw: string) =>
        JSON.stringify({
          awslogs: {
            data: gzipSync(
              JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: raw }] }),
            ).toString('base64'),
          },
        }),
    ],
    ['Lake', (raw: string) => JSON.stringify({ QueryResultRows: [[{ eventJson: raw }]] })],
    ['lines', (raw: string) => `${raw}\n`],
    ['a bare list', (raw: string) => `[${raw}]`],
    [
      'SNS in SQS',
      (raw: string) =>
        JSON.stringify({
          Records: [
            { eventSource: 'aws:sqs', messageId: 'm', body: JSON.stringify({ Type: 'Notification', Message: raw }) },
          ],
        }),
    ],
  ])('quirk 25: %s', async (_name, wrap) => {
    const text = wrap(JSON.stringify(stopped('event-1')));
    expect(collect(text).records.map(({ eventID }) => eventID)).toEqual(['event-1']);
    const { findings } = await processed(gzipSync(Buffer.from(text)));
    expect(findings.map(({ rule }) => rule)).toContain('ct-stopped-deleted');
  });

  it('quirk 32: partitions, numbers beyond 2^53, odd unicode', async () => {
    expect(parseArn('arn:aws-cn:iam::111111111111:role/a:b')).toMatchObject({
      partition: 'aws-cn',
      resource: 'role/a:b',
    });
    expect([serviceOf('apigateway.amazonaws.com.cn'), serviceOf('iam.amazonaws.com')]).toEqual(['apigateway', 'iam']);
    expect([operationName('AddPermission20150331v2'), operationName('CreateDistribution2020_05_31')]).toEqual([
      'AddPermission',
      'CreateDistribution',
    ]);
    const odd = (note: string) =>
      JSON.stringify({ ...stopped('x'), eventID: undefined, note }).replace('"org-trail"', '12345678901234567890');
    const { tally, findings } = await processed(`{"Records":[${odd('\ud800 lone')},${odd('\u202e ﷽ 💥')}]}`);
    expect(tally.records).toMatchObject({ in: 2, events: 2 });
    expect(findings.filter(({ rule }) => rule === 'ct-stopped-deleted')).toHaveLength(2);
  });
}
