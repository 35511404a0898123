import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { verifyDigests } from '../../shared/cloudtrail/digest-verify.ts';
import { type Attack, at, CLOUDTRAIL, cut, d, forged, l, NOW, named, swap, verified, without } from './attack.ts';
import { addChain, bucketOf, edit, HOUR, type Objects, START } from './chain.ts';

const ATTACKS: readonly Attack[] = [
  ['a log file is deleted', (o) => o.delete(l(2, 1)), [`missing-log ${l(2, 1)}`]],
  ['a log file is rewritten', (o) => o.set(l(2, 1), forged), [`altered-log ${l(2, 1)}`]],
  ['a log file is cut', (o) => cut(o, l(2, 1), 40), [`truncated ${l(2, 1)}`]],
  ['a log file is emptied', (o) => cut(o, l(2, 1), 0), [`truncated ${l(2, 1)}`]],
  [
    'the content of a log file is cut, and zipped again',
    (o) => o.set(l(2, 1), { bytes: gzipSync(gunzipSync(at(o, l(2, 1)).bytes).subarray(0, -5)) }),
    [`altered-log ${l(2, 1)}`],
  ],
  [
    'a gzip is appended to a log file',
    (o) => o.set(l(2, 1), { bytes: Buffer.concat([at(o, l(2, 1)).bytes, forged.bytes]) }),
    [`altered-log ${l(2, 1)}`],
  ],
  [
    'zeros are appended to a log file',
    (o) => o.set(l(2, 1), { bytes: Buffer.concat([at(o, l(2, 1)).bytes, Buffer.alloc(9)]) }),
    [`altered-log ${l(2, 1)}`],
  ],
  ['two log files are swapped', (o) => swap(o, l(2, 0), l(2, 1)), [`reordered ${l(2, 0)}`, `reordered ${l(2, 1)}`]],
  [
    'two log files of different hours are swapped',
    (o) => swap(o, l(2, 0), l(3, 0)),
    [`altered-log ${l(2, 0)}`, `altered-log ${l(3, 0)}`],
  ],
  [
    'a log file is forged into an hour',
    (o) => o.set(l(3, 1).replace(/_[0-9a-f]{16}\./, '_0123456789abcdef.'), forged),
    [`unlisted-log ${l(3, 1).replace(/_[0-9a-f]{16}\./, '_0123456789abcdef.')}`],
  ],
];

describe('an attacker who can write log files', () => {
  it.each(ATTACKS)('%s', async (_, attack, expected) => {
    expect(named(await verified(attack))).toEqual([...expected].sort());
  });

  it('and nothing happened', async () => {
    const [report] = await verified(() => {});
    expect(report).toMatchObject({
      problems: [],
      notes: [],
      digests: 6,
      proven: 6,
      logs: 12,
      unverifiedLogs: 0,
      starts: 1,
    });
    expect([report?.from, report?.until]).toEqual([START, START + 6 * HOUR]);
  });

  it('says in the reason what was found and what was expected', async () => {
    const reasonOf = async (attack: (objects: Objects) => void) => (await verified(attack))[0]?.problems[0]?.reason;
    expect(await reasonOf((o) => o.set(l(2, 1), forged))).toMatch(
      /^its content has SHA-256 [0-9a-f]{64}; expected content with SHA-256 [0-9a-f]{64}, as its digest says$/,
    );
    expect(await reasonOf((o) => o.delete(d(3)))).toBe(
      `is not there; ${d(4).split('/').at(-1)} names it as the one before`,
    );
    expect(await reasonOf((o) => swap(o, l(2, 0), l(2, 1)))).toMatch(
      /^holds what 111111111111_CloudTrail_us-east-1_.* held/,
    );
    expect(await reasonOf((o) => edit(o, d(2), without(l(2, 1))))).toMatch(
      /; the log files it names \(1\) can't be verified$/,
    );
  });

  it('or what is only unreadable: named, with the error, and no other file', async () => {
    const objects: Objects = new Map();
    addChain(objects, { signer: CLOUDTRAIL });
    const readers = bucketOf(objects, [CLOUDTRAIL.key]);
    const denied = [d(3), l(1, 0)];
    const failing = <T>(key: string, read: T): T => {
      if (denied.includes(key)) throw new Error('access denied');
      return read;
    };
    const chains = await verifyDigests(
      {
        ...readers,
        readDigest: async (key) => failing(key, readers.readDigest(key)),
        readLog: async (bucket, key) => failing(key, readers.readLog(bucket, key)),
      },
      { now: NOW, unlisted: true },
    );
    expect(named(chains)).toEqual(denied.map((key) => `unreadable ${key}`).sort());
    expect(chains[0]?.problems[0]?.reason).toBe("can't be read: access denied");
    expect(chains[0]).toMatchObject({ proven: 5, logs: 9 });
  });

  it('goes on after a missing log file', async () => {
    const [report] = await verified((o) => [l(0, 0), l(5, 1)].map((key) => o.delete(key)));
    expect(report).toMatchObject({ proven: 6, logs: 10 });
    expect(report?.problems).toHaveLength(2);
  });
});
