import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareName } from '../../shared/cloudtrail/digest.ts';
import { verifyDigests } from '../../shared/cloudtrail/digest-verify.ts';
import { addChain, bucketOf, HOUR, newSigner, type Objects, START, type Stored } from './chain.ts';

const CLOUDTRAIL = newSigner();
const intact: Objects = new Map();
addChain(intact, { signer: CLOUDTRAIL, hours: 4 });
const KEYS = [...intact.keys()];

/** Any file, any byte of it, any change of that byte. */
const change = fc.record({
  key: fc.constantFrom(...KEYS),
  where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bits: fc.integer({ min: 1, max: 255 }),
});

async function objectsNamed(objects: Objects): Promise<string[]> {
  const reports = await verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), { now: START + 5 * HOUR, unlisted: true });
  return reports.flatMap(({ problems }) => problems.map(({ object }) => object));
}

function flipped(bytes: Uint8Array, where: number, bits: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = Math.floor(where * copy.length);
  copy[at] = (copy[at] ?? 0) ^ bits;
  return copy;
}

function contentOf(bytes: Uint8Array): string | undefined {
  try {
    return gunzipSync(bytes).toString('latin1');
  } catch {
    return undefined;
  }
}

describe('one byte that is changed', () => {
  it('in the content of any file names this file and no other', async () => {
    await fc.assert(
      fc.asyncProperty(change, async ({ key, where, bits }) => {
        const before = intact.get(key) as Stored;
        const bytes = gzipSync(flipped(gunzipSync(before.bytes), where, bits));
        expect(await objectsNamed(new Map(intact).set(key, { ...before, bytes }))).toEqual([key]);
      }),
      { numRuns: 400 },
    );
  });

  it('in the gzip of any file names it, or leaves the content, which is what was signed, as it was', async () => {
    let harmless = 0;
    await fc.assert(
      fc.asyncProperty(change, async ({ key, where, bits }) => {
        const before = intact.get(key) as Stored;
        const bytes = flipped(before.bytes, where, bits);
        const same = contentOf(bytes) === contentOf(before.bytes);
        if (same) harmless += 1;
        expect(await objectsNamed(new Map(intact).set(key, { ...before, bytes }))).toEqual(same ? [] : [key]);
      }),
      { numRuns: 400 },
    );
    // The header's time, system and hints: eight of at least a hundred bytes.
    expect(harmless).toBeLessThan(80);
  });

  it('in any signature names its digest', async () => {
    const digests = KEYS.filter((key) => key.includes('Digest'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...digests), fc.nat({ max: 511 }), async (key, at) => {
        const before = intact.get(key) as Stored;
        const signature = before.signature ?? '';
        const other = signature[at] === '0' ? '1' : '0';
        const changed = signature.slice(0, at) + other + signature.slice(at + 1);
        expect(await objectsNamed(new Map(intact).set(key, { ...before, signature: changed }))).toEqual([key]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a file that was expanded on its way', () => {
  it('is as good as the gzip: what is signed is the content', async () => {
    const expanded = new Map(
      [...intact].map(([key, { bytes, ...rest }]) => [key, { ...rest, bytes: gunzipSync(bytes) }]),
    );
    expect(await objectsNamed(expanded)).toEqual([]);
    const [log = ''] = KEYS;
    expect(await objectsNamed(expanded.set(log, { bytes: Buffer.from('{"Records":[]}') }))).toEqual([log]);
  });

  it('may have lost its .gz', () => {
    expect(bareName('a/b.json.gz')).toBe(bareName('c/b.json'));
  });
});
