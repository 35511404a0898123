import { describe, expect, it } from 'vitest';
import { verifyDigests } from '../../shared/cloudtrail/digest-verify.ts';
import { addChain, bucketOf, copyOf, edit, HOUR, iso, newSigner, type Objects, START } from './chain.ts';

const CLOUDTRAIL = newSigner();
const ATTACKER = newSigner();
const NOW = START + 7 * HOUR;

function world(hours = 6) {
  const objects: Objects = new Map();
  const { digests } = addChain(objects, { signer: CLOUDTRAIL, hours });
  return { objects, d: (index: number): string => digests[index] ?? '' };
}

describe('in a copy', () => {
  it('an altered digest accuses nobody: the signature that it records proves nothing any more', async () => {
    const { objects, d } = world();
    edit(objects, d(4), (digest) => ({ ...digest, previousDigestSignature: 'ab'.repeat(256) }));
    const [report] = await verifyDigests(copyOf(objects, [CLOUDTRAIL.key], [d(5)]), {});
    expect(report?.problems).toMatchObject([{ kind: 'altered-digest', object: d(4) }]);
    expect(report?.notes).toMatchObject([{ kind: 'unsigned', object: d(3) }]);
  });

  it('the newest digest shows as altered where it contradicts one that is proven', async () => {
    const { objects, d } = world();
    edit(objects, d(5), (digest) => ({ ...digest, previousDigestHashValue: 'ab'.repeat(32) }));
    const [report] = await verifyDigests(copyOf(objects, [CLOUDTRAIL.key]), {});
    expect(report?.problems).toMatchObject([{ kind: 'altered-digest', object: d(5) }]);
    expect(report?.problems[0]?.reason).toMatch(/^records another hash of .* than that digest, which is proven, has$/);
  });
});

describe('with keys from a file', () => {
  it('a digest signed anew is told from a lacking key by the others, whose key is there', async () => {
    const { objects, d } = world();
    const fingerprint = { digestPublicKeyFingerprint: ATTACKER.key.fingerprint };
    edit(objects, d(5), (digest) => ({ ...digest, ...fingerprint }), ATTACKER);
    const [report] = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key], false), { now: NOW });
    expect(report?.problems).toMatchObject([{ kind: 're-signed', object: d(5) }]);
  });

  it('a newer key that is lacking is no tampering: no key given is of that time', async () => {
    const objects: Objects = new Map();
    const older = { ...CLOUDTRAIL, key: { ...CLOUDTRAIL.key, until: START + 4 * HOUR } };
    const { digests } = addChain(objects, { signer: (hour) => (hour < 4 ? older : ATTACKER) });
    const [report] = await verifyDigests(bucketOf(objects, [older.key], false), { now: NOW });
    expect(report?.problems).toMatchObject([{ kind: 'unknown-key', object: digests[5] }]);
    expect(report?.proven).toBe(4);
  });
});

describe('times that are not covered', () => {
  it('where digests keep no rhythm, or are many: told as one', async () => {
    const objects: Objects = new Map();
    const before = addChain(objects, { signer: CLOUDTRAIL, hours: 2 });
    const after = addChain(objects, { signer: CLOUDTRAIL, hours: 2, start: START + 4.5 * HOUR });
    objects.delete(after.digests[0] ?? '');
    const [report] = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), { now: NOW });
    const about = `about 3 digests before it are not there, from ${iso(START + 2 * HOUR)} on; expected one an hour`;
    expect(report?.problems.map(({ object, reason }) => [object, reason])).toEqual([
      [after.digests[0], `is not there; ${after.digests[1]?.split('/').at(-1)} names it as the one before`],
      [after.digests[0], about],
    ]);
    expect(before.digests).toHaveLength(2);

    const { objects: long, d } = world(80);
    for (let hour = 2; hour < 79; hour += 1) long.delete(d(hour));
    const [many] = await verifyDigests(bucketOf(long, [CLOUDTRAIL.key]), { now: START + 80 * HOUR });
    expect(many?.problems.map(({ kind, object }) => `${kind} ${object}`)).toEqual([
      `missing-digest ${d(78)}`,
      `missing-digest ${d(78)}`,
    ]);
    expect(many?.problems[1]?.reason).toMatch(/^about 76 digests before it are not there/);
  });

  it('are a note where CloudTrail signed them', async () => {
    const { objects, d } = world();
    const late = { digestStartTime: iso(START + 5.5 * HOUR) };
    edit(objects, d(5), (digest) => ({ ...digest, ...late }), CLOUDTRAIL);
    const [report] = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), { now: NOW });
    const reason = `starts at ${iso(START + 5.5 * HOUR)}, its previous digest ended at ${iso(START + 5 * HOUR)}: CloudTrail covered nothing in between`;
    expect(report).toMatchObject({ problems: [], notes: [{ kind: 'gap', object: d(5), reason }] });
  });

  it('or where the chain comes from another bucket', async () => {
    const { objects, d } = world(1);
    const before = {
      previousDigestS3Bucket: 'old',
      previousDigestS3Object: d(0).replace('T210131Z', 'T200131Z'),
      previousDigestHashValue: 'ab'.repeat(32),
      previousDigestSignature: 'ab'.repeat(256),
    };
    edit(objects, d(0), (digest) => ({ ...digest, ...before }), CLOUDTRAIL);
    const [report] = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), {});
    expect(report?.problems).toEqual([]);
    expect(report?.notes).toMatchObject([{ kind: 'gap', reason: expect.stringMatching(/^goes on in s3:\/\/old\//) }]);
  });
});
