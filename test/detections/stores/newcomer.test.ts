import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import type { RawRecord } from '../../../shared/cloudtrail/read.ts';
import { Catalogue } from '../../../shared/detections/catalogue.ts';
import type { Detection } from '../../../shared/detections/define.ts';
import { daily, FOREIGN, iamUser, record, role } from '../../../shared/detections/example.ts';
import athenaResults from '../../../shared/detections/stores/athena-results-redirected.ts';
import directRead from '../../../shared/detections/stores/ebs-direct-read.ts';
import exported from '../../../shared/detections/stores/rds-exported.ts';
import password from '../../../shared/detections/stores/rds-master-password-changed.ts';
import dnsRecords from '../../../shared/detections/stores/route53-records-by-newcomer.ts';
import writtenElsewhere from '../../../shared/detections/stores/s3-written-elsewhere.ts';
import { run } from '../../../shared/pipeline/try-examples.ts';

async function severities(detection: Detection, records: readonly RawRecord[]): Promise<string[]> {
  const catalogue = new Catalogue([detection], []);
  const { findings, problem } = await run(detection, { title: 'days', records }, catalogue, new MemoryStateStore());
  expect(problem).toBeUndefined();
  return findings.map(({ severity }) => severity);
}

const acts: Record<string, { detection: Detection; act: (by: Record<string, unknown>, minute: number) => RawRecord }> =
  {
    'a snapshot read block by block': {
      detection: directRead,
      act: (by, minute) =>
        record('ebs', 'GetSnapshotBlock', { by, minute, params: { snapshotId: 'snap-1', blockIndex: 1 } }),
    },
    'a DNS record changed': {
      detection: dnsRecords,
      act: (by, minute) => {
        const resourceRecordSet = { name: 'api.example.com', type: 'A', resourceRecords: [{ value: '192.0.2.1' }] };
        const changeBatch = { changes: [{ action: 'UPSERT', resourceRecordSet }] };
        return record('route53', 'ChangeResourceRecordSets', {
          by,
          minute,
          params: { hostedZoneId: 'Z1', changeBatch },
        });
      },
    },
  };

describe.each(Object.entries(acts))('%s', (_what, { detection, act }) => {
  it('is told once for who does it every day, and again for who never did', async () => {
    const usual = [...daily(8, (minute) => act(role('usual'), minute)), act(role('usual'), 0)];
    expect(await severities(detection, usual)).toHaveLength(1);
    const withStranger = await severities(detection, [...usual, act(iamUser(), 1)]);
    expect(withStranger).toHaveLength(2);
    expect(withStranger.at(-1)).toBe(detection.severity);
  });
});

describe('where data goes', () => {
  const night = (s3BucketName: string, minute: number) =>
    record('rds', 'StartExportTask', { minute, by: role('exporter'), params: { sourceArn: 'orders', s3BucketName } });

  it('is told for a new bucket, whoever is usual', async () => {
    const nights = daily(8, (minute) => night('exports', minute));
    expect(await severities(exported, [...nights, night('exports', 0)])).toEqual(['medium']);
    expect(await severities(exported, [...nights, night('drop', 0)])).toEqual(['medium', 'high']);
  });

  it('is quiet from the second day for a stranger who gets files every day', async () => {
    const write = (minute: number) =>
      record('s3', 'PutObject', {
        minute,
        params: { bucketName: 'partner-inbox', key: 'a' },
        also: { resources: [{ type: 'AWS::S3::Bucket', accountId: FOREIGN }] },
      });
    expect(await severities(writtenElsewhere, [...daily(8, write), write(0)])).toEqual(['medium']);
  });

  it('says nothing of query results while an account is new', async () => {
    const query = (minute: number) =>
      record('athena', 'StartQueryExecution', {
        minute,
        params: { resultConfiguration: { outputLocation: 's3://results/' } },
      });
    expect(await severities(athenaResults, [...daily(3, query), query(0)])).toEqual([]);
  });
});

it('a password that is rotated every day stays visible, and low', async () => {
  const rotate = (minute: number) =>
    record('rds', 'ModifyDBInstance', {
      minute,
      by: role('rotation'),
      params: { dBInstanceIdentifier: 'orders', masterUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    });
  expect(await severities(password, [...daily(3, rotate), rotate(0)])).toEqual(['medium', 'low', 'low', 'low']);
});
