import type { DigestRef } from './digest.ts';
import type { DigestReaders, StoredDigest } from './digest-readers.ts';

/** Digests are judged one after the other; fetching the next ones meanwhile hides the time a bucket takes to answer. */
const AHEAD = 16;

/** What came of fetching a digest: the file, undefined when it is not there, or the error. */
export type Fetched = { readonly stored: StoredDigest | undefined } | { readonly error: unknown };

/** Fetches in the order given, some ahead of what is asked for. */
export async function* fetchAhead(
  refs: readonly DigestRef[],
  { readDigest }: Pick<DigestReaders, 'readDigest'>,
): AsyncGenerator<readonly [DigestRef, Fetched]> {
  const fetch = async ({ key }: DigestRef): Promise<Fetched> => {
    try {
      return { stored: await readDigest(key) };
    } catch (error) {
      return { error };
    }
  };
  const pending = refs.slice(0, AHEAD).map(fetch);
  for (const [index, ref] of refs.entries()) {
    const fetched = await pending.shift();
    const next = refs[index + AHEAD];
    if (next !== undefined) pending.push(fetch(next));
    if (fetched !== undefined) yield [ref, fetched];
  }
}
