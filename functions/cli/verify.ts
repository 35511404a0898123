import { S3_SCHEME } from '../../shared/adapters/aws/s3-url.ts';
import { readPublicKeys, readSignatures } from '../../shared/adapters/local/digest-files.ts';
import { digestFolder } from '../../shared/adapters/local/digest-folder.ts';
import type { DigestReaders } from '../../shared/cloudtrail/digest-readers.ts';
import { verifyDigests } from '../../shared/cloudtrail/digest-verify.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { scopeFor } from './options.ts';
import { verdictOf, verifyJson, verifyLines } from './verify-text.ts';

export interface VerifyCommandOptions {
  readonly since?: string;
  readonly until?: string;
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  /** Files that `aws cloudtrail list-public-keys` printed; absent: CloudTrail is asked. */
  readonly keys?: readonly string[];
  readonly signatures?: string;
  readonly json?: boolean;
}

/** The `verify` command. Gives the exit code: 0 intact, 3 when anything was found or nothing could be proven. */
export async function runVerify(input: string, options: VerifyCommandOptions): Promise<number> {
  const { since, until, accounts, regions } = scopeFor(options);
  const inBucket = input.startsWith(S3_SCHEME);
  if (inBucket && options.signatures !== undefined)
    throw new GatetrailError('usage', '--signatures is for a copy; in the bucket a digest carries its signature');
  const publicKeys = keysFor(options.keys);
  const readers = inBucket
    ? (await import('./verify-cloud.ts')).bucketReaders(input, publicKeys, regions)
    : folderReaders(input, publicKeys, options);
  // A copy ends where it was made; a bucket must go on until now.
  const now = inBucket ? Date.now() : undefined;
  const chains = await verifyDigests(readers, { since, until, now, regions, accounts, unlisted: true });
  if (chains.length === 0)
    throw new GatetrailError(
      'input',
      `${input}: there is no digest file; expected …/CloudTrail-Digest/REGION/YYYY/MM/DD/…json.gz, and log file validation switched on`,
    );
  process.stdout.write(
    options.json ? `${JSON.stringify(verifyJson(chains))}\n` : `${verifyLines(chains).join('\n')}\n`,
  );
  return verdictOf(chains) === 'intact' ? 0 : 3;
}

function keysFor(files: readonly string[] | undefined): DigestReaders['publicKeys'] {
  if (files === undefined)
    return async (region, range) => (await import('./verify-cloud.ts')).keysOfCloudTrail(region, range);
  const keys = { complete: false, keys: readPublicKeys(files) };
  return async () => keys;
}

function folderReaders(
  input: string,
  publicKeys: DigestReaders['publicKeys'],
  { signatures }: VerifyCommandOptions,
): DigestReaders {
  return digestFolder(input, {
    publicKeys,
    signatures: signatures === undefined ? new Map() : readSignatures(signatures),
  });
}
