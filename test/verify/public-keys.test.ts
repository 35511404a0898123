import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { listPublicKeys } from '../../shared/adapters/aws/public-keys.ts';
import { parseDigestKey } from '../../shared/cloudtrail/digest.ts';
import { md5, parsePublicKeys } from '../../shared/cloudtrail/digest-key.ts';

/** A key and its fingerprint as the CloudTrail user guide prints them. */
const GUIDE = {
  ValidityStartTime: '1436317441.0',
  ValidityEndTime: '1438909441.0',
  Value:
    'MIIBCgKCAQEAn11L2YZ9h7onug2ILi1MWyHiMRsTQjfWE+pHVRLk1QjfWhirG+lpOa8NrwQ/r7Ah5bNL6HepznOU9XTDSfmmnP97mqyc7z/upfZdS/AHhYcGaz7n6Wc/RRBU6VmiPCrAUojuSk6/GjvA8iOPFsYDuBtviXarvuLPlrT9kAd4Lb+rFfR5peEgBEkhlzc5HuWO7S0y+KunqxX6jQBnXGMtxmPBPP0FylgWGNdFtks/4YSKcgqwH0YDcawP9GGGDAeCIqPWIXDLG1jOjRRzWfCmD0iJUkz8vTsn4hq/5ZxRFE7UBAUiVcGbdnDdvVfhF9C3dQiDq3k7adQIziLT0cShgQIDAQAB',
  Fingerprint: '8eba5db5bea9b640d1c96a77256fe7f2',
};

describe('public keys', () => {
  it('are read as the guide prints them, with seconds, and as the CLI does, with times', () => {
    const [key] = parsePublicKeys({ publicKeyList: [GUIDE] }) ?? [];
    expect(key).toMatchObject({ fingerprint: GUIDE.Fingerprint, from: 1436317441000, until: 1438909441000 });
    const times = {
      ValidityStartTime: '2015-07-08T01:04:01+00:00',
      ValidityEndTime: '2015-08-07T01:04:01.000000+00:00',
    };
    expect(parsePublicKeys({ PublicKeyList: [{ ...GUIDE, ...times }] })).toEqual([key]);
    expect(parsePublicKeys({ PublicKeyList: [{ ...GUIDE, ValidityEndTime: 'soon' }] })).toBeUndefined();
    expect(parsePublicKeys([])).toBeUndefined();
  });

  it('have the MD5 of their PKCS #1 form as fingerprint, by which a wrong key shows', () => {
    const [key] = parsePublicKeys({ publicKeyList: [GUIDE] }) ?? [];
    expect(key && md5(key.der)).toBe(GUIDE.Fingerprint);
  });

  it('are asked of CloudTrail for a time, page by page', async () => {
    const asked: unknown[] = [];
    const [from, until] = [new Date(1000), new Date(2000)];
    const client = {
      send: async ({ input }: { input: { NextToken?: string } }) => {
        asked.push(input);
        const PublicKeyList = [
          {
            Fingerprint: `f${asked.length}`,
            Value: new Uint8Array([1]),
            ValidityStartTime: from,
            ValidityEndTime: until,
          },
        ];
        return { PublicKeyList, NextToken: input.NextToken === undefined ? 'more' : undefined };
      },
    } as unknown as CloudTrailClient;
    const found = await listPublicKeys(client, 'us-east-1', { since: 5000, until: 9000 });
    expect(found.complete).toBe(true);
    expect(found.keys.map(({ fingerprint }) => fingerprint)).toEqual(['f1', 'f2']);
    expect(found.keys[0]).toMatchObject({ from: 1000, until: 2000 });
    const times = { StartTime: new Date(5000), EndTime: new Date(9000) };
    expect(asked).toEqual([times, { ...times, NextToken: 'more' }]);
  });

  it('that CloudTrail does not give are an error that says what is needed', async () => {
    const client = { send: () => Promise.reject(new Error('not authorized')) } as unknown as CloudTrailClient;
    await expect(listPublicKeys(client, 'us-east-1', { since: 0, until: 1 })).rejects.toMatchObject({
      message: expect.stringMatching(/us-east-1.*not authorized.*--keys FILE/),
    });
  });
});

describe('the key of a digest', () => {
  const name = '111122223333_CloudTrail-Digest_us-east-2_your-trail-name_us-west-2_20150817T150131Z';

  it('says account, region, trail and time', () => {
    const key = `p/AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/${name}.json.gz`;
    expect(parseDigestKey(key)).toMatchObject({
      account: '111122223333',
      region: 'us-east-2',
      trail: 'your-trail-name',
      backfill: false,
      end: Date.parse('2015-08-17T15:01:31Z'),
    });
    expect(parseDigestKey(`${name.replace('your-trail-name', 'a_b.c')}_backfill.json`)).toMatchObject({
      trail: 'a_b.c',
      backfill: true,
    });
  });

  it('is none for anything else', () => {
    const log = '111122223333_CloudTrail_us-east-2_20150817T1500Z_abc.json.gz';
    for (const key of [log, `${name}.txt`, name.replace('08', '13'), '']) expect(parseDigestKey(key)).toBeUndefined();
  });
});
