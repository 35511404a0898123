import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ATTACKER, type Attack, at, cut, d, l, named, swap, verified, without } from './attack.ts';
import { digestKey, edit, HOUR, START, sha } from './chain.ts';

const ATTACKS: readonly Attack[] = [
  [
    'a log file is deleted and taken out of its digest',
    (o) => {
      o.delete(l(2, 1));
      edit(o, d(2), without(l(2, 1)));
    },
    [`altered-digest ${d(2)}`],
  ],
  [
    'the same, and the digest is signed with the attacker’s key under its own fingerprint',
    (o) => {
      o.delete(l(2, 1));
      const fingerprint = { digestPublicKeyFingerprint: ATTACKER.key.fingerprint };
      edit(o, d(2), (digest) => ({ ...without(l(2, 1))(digest), ...fingerprint }), ATTACKER);
    },
    [`re-signed ${d(2)}`],
  ],
  [
    'the same, keeping the fingerprint of CloudTrail’s key',
    (o) => {
      o.delete(l(2, 1));
      edit(o, d(2), without(l(2, 1)), ATTACKER);
    },
    [`re-signed ${d(2)}`],
  ],
  ['a digest is deleted', (o) => o.delete(d(3)), [`missing-digest ${d(3)}`]],
  [
    'two digests in a row are deleted',
    (o) => [d(2), d(3)].map((key) => o.delete(key)),
    [`missing-digest ${d(2)}`, `missing-digest ${d(3)}`],
  ],
  [
    'a digest is deleted and the next linked around it',
    (o) => {
      const { signature } = at(o, d(2));
      o.delete(d(3));
      edit(o, d(4), (digest) => ({
        ...digest,
        previousDigestS3Object: d(2),
        previousDigestSignature: signature,
      }));
    },
    [`altered-digest ${d(4)}`, `missing-digest ${d(3)}`],
  ],
  [
    'a digest is made the start of a chain',
    (o) => {
      o.delete(d(3));
      const nothing = { previousDigestS3Object: null, previousDigestS3Bucket: null, previousDigestSignature: null };
      edit(o, d(4), (digest) => ({ ...digest, ...nothing, previousDigestHashValue: null }));
    },
    [`altered-digest ${d(4)}`, `missing-digest ${d(3)}`],
  ],
  ['a digest is replaced by an older one', (o) => o.set(d(4), at(o, d(1))), [`reordered ${d(4)}`]],
  ['the newest digest is replaced by an older one', (o) => o.set(d(5), at(o, d(1))), [`reordered ${d(5)}`]],
  ['two digests are swapped', (o) => swap(o, d(2), d(4)), [`reordered ${d(2)}`, `reordered ${d(4)}`]],
  [
    'a digest is moved to another folder',
    (o) => {
      o.set(`x/${d(4)}`, at(o, d(4)));
      o.delete(d(4));
    },
    [`moved x/${d(4)}`],
  ],
  ['a digest is cut', (o) => cut(o, d(2), 100), [`truncated ${d(2)}`]],
  ['a digest is no JSON any more', (o) => o.set(d(2), { bytes: gzipSync('x') }), [`altered-digest ${d(2)}`]],
  [
    'the signature of a digest is exchanged',
    (o) => o.set(d(2), { ...at(o, d(2)), signature: 'ab'.repeat(256) }),
    [`bad-signature ${d(2)}`],
  ],
  [
    'the signature of the newest digest is exchanged',
    (o) => o.set(d(5), { ...at(o, d(5)), signature: 'no hexadecimal' }),
    [`bad-signature ${d(5)}`],
  ],
  [
    'the signature of a digest is taken off',
    (o) => o.set(d(2), { bytes: at(o, d(2)).bytes }),
    [`bad-signature ${d(2)}`],
  ],
  [
    'the newest digest is edited and its signature taken off',
    (o) => {
      edit(o, d(5), without(l(5, 0)));
      o.set(d(5), { bytes: at(o, d(5)).bytes });
    },
    [`bad-signature ${d(5)}`],
  ],
  ['the newest digest is edited', (o) => edit(o, d(5), without(l(5, 0))), [`bad-signature ${d(5)}`]],
  [
    'the end of the chain is signed anew by the attacker, links and all',
    (o, { digests }) => {
      for (const key of digests.slice(4)) {
        const before = at(o, digests[digests.indexOf(key) - 1] ?? '');
        edit(
          o,
          key,
          (digest) => ({
            ...digest,
            digestPublicKeyFingerprint: ATTACKER.key.fingerprint,
            previousDigestSignature: before.signature,
            previousDigestHashValue: sha(gunzipSync(before.bytes)),
          }),
          ATTACKER,
        );
      }
    },
    [`re-signed ${d(4)}`, `re-signed ${d(5)}`],
  ],
  [
    'the beginning of the chain is deleted',
    (o) => [d(0), d(1)].map((key) => o.delete(key)),
    [`missing-digest ${d(1)}`],
  ],
  ['the end of the chain is deleted', (o) => [d(3), d(4), d(5)].map((key) => o.delete(key)), [`ends-early ${d(2)}`]],
  [
    'a genuine digest is put under a name that CloudTrail never wrote',
    (o) => o.set(digestKey({}, START + 3.5 * HOUR), at(o, d(1))),
    [`reordered ${digestKey({}, START + 3.5 * HOUR)}`],
  ],
];

describe('an attacker who can write digests', () => {
  it.each(ATTACKS)('%s', async (_, attack, expected) => {
    expect(named(await verified(attack))).toEqual([...expected].sort());
  });
});
