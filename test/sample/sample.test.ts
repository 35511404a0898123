import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileText } from '../../shared/sample/delivery.ts';
import { sampleFiles, storiesOf } from '../../shared/sample/sample.ts';
import { gzipped } from '../../shared/sample/write.ts';
import { byId, files, path, records, text, unique } from './held.ts';

describe('the sample as a whole', () => {
  it('is the same for the same seed and another for another', () => {
    expect(sampleFiles(7)).toEqual(sampleFiles(7));
    expect(storiesOf(7)).toEqual(storiesOf(7));
    expect(JSON.stringify(sampleFiles(7))).not.toBe(JSON.stringify(sampleFiles(8)));
  });

  it('holds ten days of three accounts in a size worth shipping', () => {
    const days = new Set(records.map((record) => text(record['eventTime']).slice(0, 10)));
    expect([...days].sort()).toEqual(Array.from({ length: 10 }, (_, i) => `2026-09-${String(7 + i).padStart(2, '0')}`));
    expect(new Set(records.map((record) => record['recipientAccountId'])).size).toBe(3);
    expect(unique.length).toBeGreaterThanOrEqual(3000);
    expect(records.length).toBeLessThanOrEqual(4500);
    expect(files.length).toBeGreaterThanOrEqual(300);
    expect(files.length).toBeLessThanOrEqual(900);
    const bytes = files.reduce((sum, file) => sum + gzipped(fileText(file)).length, 0);
    expect(bytes).toBeLessThan(1_000_000);
  });

  it('delivers about one record in a hundred twice, unchanged and in another file', () => {
    const repeated = [...byId.values()].filter((copies) => copies.length > 1);
    expect(repeated.length / unique.length).toBeGreaterThan(0.005);
    expect(repeated.length / unique.length).toBeLessThan(0.02);
    for (const [first, second, ...more] of repeated) {
      expect(second).toEqual(first);
      expect(more).toEqual([]);
    }
    for (const file of files) {
      expect(new Set(file.records.map((record) => record['eventID'])).size).toBe(file.records.length);
    }
  });

  it('carries a digest and an Insights file beside the logs', () => {
    const [digest, ...moreDigests] = files.filter((file) => file.digest);
    expect(moreDigests).toEqual([]);
    expect(digest?.key).toContain('/CloudTrail-Digest/');
    expect(digest?.digest?.['digestS3Object']).toBe(digest?.key);
    const insights = records.filter((record) => record['eventCategory'] === 'Insight');
    expect(insights.map((record) => path(record, 'insightDetails', 'state'))).toEqual(['Start', 'End']);
  });

  it('is what lies in shared/sample/logs', () => {
    const folder = fileURLToPath(new URL('../../shared/sample/logs', import.meta.url));
    const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.gz'))
      .map((name) => name.split(sep).join('/'));
    expect(found.sort()).toEqual(files.map(({ key }) => key));
    const changed = files.filter(
      (file) => gunzipSync(readFileSync(join(folder, file.key))).toString() !== fileText(file),
    );
    expect(changed.map(({ key }) => key)).toEqual([]);
  });
});
