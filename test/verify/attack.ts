import { gzipSync } from 'node:zlib';
import type { ChainReport } from '../../shared/cloudtrail/digest-report.ts';
import { type VerifyOptions, verifyDigests } from '../../shared/cloudtrail/digest-verify.ts';
import { addChain, bucketOf, type Chain, HOUR, newSigner, type Objects, START, type Stored } from './chain.ts';

/** What is done, how, to the chain of six digests (0 is the oldest), and all that must be named. */
export type Attack = readonly [string, (objects: Objects, chain: Chain) => void, readonly string[]];

export const CLOUDTRAIL = newSigner();
export const ATTACKER = newSigner();
export const NOW = START + 7 * HOUR;

/** `kind object` of every problem, sorted. */
export function named(chains: readonly ChainReport[]): string[] {
  return chains.flatMap(({ problems }) => problems.map(({ kind, object }) => `${kind} ${object}`)).sort();
}

export async function verified(
  attack: (objects: Objects, chain: Chain) => void,
  options: VerifyOptions = {},
): Promise<readonly ChainReport[]> {
  const objects: Objects = new Map();
  const chain = addChain(objects, { signer: CLOUDTRAIL });
  attack(objects, chain);
  return verifyDigests(bucketOf(objects, [CLOUDTRAIL.key]), { now: NOW, unlisted: true, ...options });
}

const chain = addChain(new Map(), { signer: CLOUDTRAIL });
export const d = (index: number): string => chain.digests[index] ?? '';
export const l = (digest: number, index: number): string => chain.logs[digest]?.[index] ?? '';
export const at = (objects: Objects, key: string): Stored => objects.get(key) as Stored;
export const swap = (objects: Objects, a: string, b: string): void => {
  const [first, second] = [at(objects, a), at(objects, b)];
  objects.set(a, second).set(b, first);
};
export const cut = (objects: Objects, key: string, bytes: number): void => {
  const { bytes: all, ...rest } = at(objects, key);
  objects.set(key, { ...rest, bytes: all.subarray(0, bytes) });
};
export const without = (log: string) => (digest: Record<string, unknown>) => ({
  ...digest,
  logFiles: (digest['logFiles'] as { s3Object: string }[]).filter(({ s3Object }) => s3Object !== log),
});
export const forged = { bytes: gzipSync(JSON.stringify({ Records: [] })) };
